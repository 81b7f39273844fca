"""The message that asks for a copy, on the exports queue."""

from chalicelib.exports import queue
from chalicelib.tenancy.platform import Platform
from chalicelib.tenancy.scope import TenantScope

KIND = "copy_tenant"


def send(
    platform: Platform, scope: TenantScope, copy_id: str, *, attempt: int = 0, delay: int = 0
) -> None:
    """To be delivered after so many seconds. ``attempt`` counts deliveries before the record."""
    message = {"kind": KIND, "tenant": scope.tenant, "copy": copy_id, "attempt": attempt}
    queue.send(platform, message, delay)
