"""Messages that ask for another run of an upload."""

from chalicelib.jobs import queues
from chalicelib.jobs.kinds import UPLOADS, Message
from chalicelib.tenancy.platform import Platform
from chalicelib.tenancy.scope import TenantScope

KIND = "score_upload"
APPLIED_AT, WITHDRAWN_AT, LOCKED_AT = "applied_at", "withdrawn_at", "locked_at"


def task(tenant: str, upload_id: str) -> Message:
    """Return the message that asks for a run of the upload. Raises ValueError for a bad tenant."""
    return Message(KIND, TenantScope(tenant), {"upload": upload_id})


def hand_on(
    platform: Platform,
    tenant: str,
    upload_id: str,
    *,
    delay: int = 0,
    applied_at: str | None = None,
    withdrawn_at: str | None = None,
    locked_at: str | None = None,
) -> None:
    """Ask for a run of the upload after ``delay`` seconds.

    ``applied_at`` and ``withdrawn_at``: when the request applied or withdrew it that is about to be
    committed; ``locked_at``: when it locked the period. The run waits for it.
    """
    message = task(tenant, upload_id)
    if applied_at is not None:
        message = message.for_next_run({APPLIED_AT: applied_at})
    if withdrawn_at is not None:
        message = message.for_next_run({WITHDRAWN_AT: withdrawn_at})
    if locked_at is not None:
        message = message.for_next_run({LOCKED_AT: locked_at})
    queues.send(platform, UPLOADS, message, delay)
