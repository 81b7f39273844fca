"""The message that asks for a copy."""

from chalicelib.jobs import queues
from chalicelib.jobs.kinds import JOBS, Message
from chalicelib.tenancy.platform import Platform
from chalicelib.tenancy.scope import TenantScope

KIND = "copy_tenant"


def send(platform: Platform, scope: TenantScope, copy_id: str) -> None:
    """Send the message that asks for a run of the copy."""
    queues.send(platform, JOBS, Message(KIND, scope, {"copy": copy_id}))
