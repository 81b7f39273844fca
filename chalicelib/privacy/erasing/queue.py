"""The message that asks for an erasure, on the exports queue: it names nobody."""

from chalicelib.exports import queue
from chalicelib.tenancy.platform import Platform
from chalicelib.tenancy.scope import TenantScope

KIND = "erase_person"


def send(
    platform: Platform, scope: TenantScope, erasure_id: str, *, attempt: int = 0, delay: int = 0
) -> None:
    """To be delivered after so many seconds. ``attempt`` counts deliveries before the record."""
    message = {"kind": KIND, "tenant": scope.tenant, "erasure": erasure_id, "attempt": attempt}
    queue.send(platform, message, delay)
