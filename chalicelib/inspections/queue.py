"""Messages that ask for the work on inspections. The uploads queue's worker does it: it may read
the files of contacts, and stores the file of figures."""

from typing import Final

from chalicelib.jobs import queues
from chalicelib.jobs.kinds import UPLOADS, Message
from chalicelib.tenancy.context import Context

DRAW: Final = "draw_inspection"
CLOSE: Final = "close_inspection"
HAND_ON: Final = "hand_on_inspection"


def send(context: Context, kind: str, inspection_id: str, revision: int) -> None:
    """Ask for work on an inspection, once it is committed with at least this revision."""
    members = {"id": inspection_id, "revision": revision}
    queues.send(context.platform, UPLOADS, Message(kind, context.scope, members))
