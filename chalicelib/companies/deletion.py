"""The message that asks for a company's deletion, and for what arrives after it."""

from chalicelib.jobs import queues
from chalicelib.jobs.kinds import JOBS, Message
from chalicelib.tenancy.platform import Platform
from chalicelib.tenancy.scope import TenantScope

KIND = "delete_tenant"


def send(platform: Platform, scope: TenantScope) -> None:
    """Send the message that asks for a run of the deletion.

    After the deletion has ended, a run removes what has arrived since.
    """
    queues.send(platform, JOBS, Message(KIND, scope, {}))
