"""A copy's message, worked on."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from chalicelib.platform import Platform
from chalicelib.tenancy.acting import acting_as
from chalicelib.tenancy.background import background
from chalicelib.tenancy.copying import queue
from chalicelib.tenancy.copying.records import read_copy
from chalicelib.tenancy.copying.running import run
from chalicelib.tenancy.records import read_tenant
from chalicelib.tenancy.scope import TenantScope

KIND = queue.KIND
#: A message that came before its record was committed is sent again so often, a second apart.
ATTEMPTS = 5


def work(
    platform: Platform, scope: TenantScope, message: Mapping[str, Any], deadline: datetime
) -> None:
    """One run of the copy; another is asked for when there is more to do."""
    copy_id, attempt = str(message["copy"]), int(message.get("attempt", 0))
    with acting_as(scope):
        tenant = read_tenant(platform.table, scope)
        if tenant is None:
            return
        copy = read_copy(platform.table, scope, copy_id)
        if copy is None:
            if attempt < ATTEMPTS:
                queue.send(platform, scope, copy_id, attempt=attempt + 1, delay=1)
            return
        delay = run(background(platform, tenant, "copying"), copy, tenant.created_at[:7], deadline)
    if delay is not None:
        queue.send(platform, scope, copy_id, delay=delay)
