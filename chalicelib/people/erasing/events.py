"""An erasure's message, worked on."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from chalicelib.people.erasing import queue
from chalicelib.people.erasing.records import read_erasure
from chalicelib.people.erasing.running import run
from chalicelib.platform import Platform
from chalicelib.tenancy.acting import acting_as
from chalicelib.tenancy.background import background
from chalicelib.tenancy.records import read_tenant
from chalicelib.tenancy.scope import TenantScope

KIND = queue.KIND
#: A message that came before its record was committed is sent again so often, a second apart.
ATTEMPTS = 5


def work(
    platform: Platform, scope: TenantScope, message: Mapping[str, Any], deadline: datetime
) -> None:
    """One run of the erasure; another is asked for when there is more to do."""
    erasure_id, attempt = str(message["erasure"]), int(message.get("attempt", 0))
    with acting_as(scope):
        tenant = read_tenant(platform.table, scope)
        if tenant is None:
            return
        erasure = read_erasure(platform.table, scope, erasure_id)
        if erasure is None:
            if attempt < ATTEMPTS:
                queue.send(platform, scope, erasure_id, attempt=attempt + 1, delay=1)
            return
        context = background(platform, tenant, "erasure")
        delay = run(context, erasure, tenant.created_at[:7], deadline)
    if delay is not None:
        queue.send(platform, scope, erasure_id, delay=delay)
