"""Messages that ask for another run of an upload, and whether other messages wait for a worker."""

from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.jobs import queues
from chalicelib.jobs.kinds import UPLOADS, Message
from chalicelib.tenancy.platform import Platform
from chalicelib.tenancy.scope import TenantScope

KIND = "score_upload"


def task(tenant: str, upload_id: str) -> Message:
    """Return the message that asks for a run of the upload. Raises ValueError for a bad tenant."""
    return Message(KIND, TenantScope(tenant), {"upload": upload_id})


def hand_on(platform: Platform, tenant: str, upload_id: str, *, delay: int = 0) -> None:
    """Ask for a run of the upload after ``delay`` seconds."""
    queues.send(platform, UPLOADS, task(tenant, upload_id), delay)


def others_wait(platform: Platform) -> bool:
    """Return whether messages wait for a worker; True when the queue does not answer."""
    try:
        return queues.waiting(platform, UPLOADS) > 0
    except (ClientError, BotoCoreError):
        return True
