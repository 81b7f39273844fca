"""Our own messages on the uploads queue: an upload to go on with. Whether others wait there."""

from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.jobs import queues
from chalicelib.jobs.kinds import UPLOADS, Message
from chalicelib.tenancy.platform import Platform
from chalicelib.tenancy.scope import TenantScope

KIND = "score_upload"


def task(tenant: str, upload_id: str) -> Message:
    """The message that asks for a run of the upload. Raises ValueError for what is no tenant's."""
    return Message(KIND, TenantScope(tenant), {"upload": upload_id})


def hand_on(platform: Platform, tenant: str, upload_id: str, *, delay: int = 0) -> None:
    """Ask for a run of the upload after so many seconds."""
    queues.send(platform, UPLOADS, task(tenant, upload_id), delay)


def others_wait(platform: Platform) -> bool:
    """Whether messages wait for a worker. When the queue does not tell, somebody may."""
    try:
        return queues.waiting(platform, UPLOADS) > 0
    except (ClientError, BotoCoreError):
        return True
