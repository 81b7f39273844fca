"""The message that asks for a snapshot. It is payroll's work, so it uses the exports queue."""

from chalicelib.jobs import queues
from chalicelib.jobs.kinds import EXPORTS, Message
from chalicelib.tenancy.platform import Platform
from chalicelib.tenancy.scope import TenantScope

KIND = "take_snapshot"


def send(platform: Platform, scope: TenantScope, period: str, scheme: str, revision: int) -> None:
    """Send the message. ``revision`` is the least that the snapshot has when it is committed."""
    members = {"period": period, "scheme": scheme, "revision": revision}
    queues.send(platform, EXPORTS, Message(KIND, scope, members))
