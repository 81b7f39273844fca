"""Messages that ask for a run through a period. The uploads queue's worker does it: it may read
files of contacts."""

from typing import Final

from chalicelib.jobs import queues
from chalicelib.jobs.kinds import UPLOADS, Message
from chalicelib.tenancy.context import Context

FIND: Final = "find_signals"


def send(context: Context, run_id: str, number: int) -> None:
    """Ask for a run, once it is committed with at least this number."""
    members = {"id": run_id, "number": number}
    queues.send(context.platform, UPLOADS, Message(FIND, context.scope, members))
