"""The message that the answers for an appeal are there to be counted. The worker that scores takes
it (appeals/counting_answers.py)."""

from typing import Final

from chalicelib.jobs import queues
from chalicelib.jobs.kinds import UPLOADS, Message
from chalicelib.tenancy.context import Context

COUNT: Final = "count_answers"


def send_count(context: Context, appeal: str, delay: int) -> None:
    """Ask for the count of what was answered for an appeal, after so many seconds."""
    queues.send(context.platform, UPLOADS, Message(COUNT, context.scope, {"id": appeal}), delay)
