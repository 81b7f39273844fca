"""The message that asks to tell people of an announcement. The jobs queue's worker does it."""

from typing import Final

from chalicelib.jobs import queues
from chalicelib.jobs.kinds import JOBS, Message
from chalicelib.tenancy.context import Context

TELL: Final = "tell_announcement"


def send(context: Context, period: str, scheme: str, number: int, revision: int) -> None:
    """Ask to tell people, once the announcement is committed with at least this revision."""
    members = {"id": f"{number:03d}", "scheme": scheme, "period": period, "revision": revision}
    queues.send(context.platform, JOBS, Message(TELL, context.scope, members))
