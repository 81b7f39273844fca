"""The message that something follows from a correction. The worker that scores takes it."""

from chalicelib.jobs import queues
from chalicelib.jobs.kinds import UPLOADS, Message
from chalicelib.tenancy.context import Context

KIND = "follow_correction"


def send(context: Context, correction_id: str) -> None:
    """Ask for what follows from a correction that will be committed."""
    message = Message(KIND, context.scope, {"correction": correction_id})
    queues.send(context.platform, UPLOADS, message)
