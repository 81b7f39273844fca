"""The message that a late file is to be looked at, or taken. The worker that scores takes it."""

from chalicelib.jobs import queues
from chalicelib.jobs.kinds import UPLOADS, Message
from chalicelib.tenancy.context import Context

KIND = "late_file"


def send(context: Context, late_file_id: str, revision: int) -> None:
    """Ask for a run of a late file that will be committed at this revision."""
    members = {"late_file": late_file_id, "revision": revision}
    queues.send(context.platform, UPLOADS, Message(KIND, context.scope, members))
