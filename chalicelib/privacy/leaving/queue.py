"""The message that asks for a company's deletion, on the exports queue."""

from chalicelib.exports import queue
from chalicelib.tenancy.platform import Platform
from chalicelib.tenancy.scope import TenantScope

KIND = "delete_tenant"


def send(platform: Platform, scope: TenantScope, *, attempt: int = 0, delay: int = 0) -> None:
    """To be delivered after so many seconds. ``attempt`` counts deliveries before the mark."""
    queue.send(platform, {"kind": KIND, "tenant": scope.tenant, "attempt": attempt}, delay)
