"""The message that asks for an erasure. It does not name the person."""

from chalicelib.jobs import queues
from chalicelib.jobs.kinds import JOBS, Message
from chalicelib.tenancy.platform import Platform
from chalicelib.tenancy.scope import TenantScope

KIND = "erase_person"


def send(platform: Platform, scope: TenantScope, erasure_id: str) -> None:
    """Send the message that asks for a run of the erasure."""
    queues.send(platform, JOBS, Message(KIND, scope, {"erasure": erasure_id}))
