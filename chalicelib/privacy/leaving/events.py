"""A deletion's message, worked on: by the operator, with the company opened."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from chalicelib.privacy.leaving import queue
from chalicelib.privacy.leaving.removing import run
from chalicelib.store.records import from_item
from chalicelib.tenancy import operator_scope
from chalicelib.tenancy.background import background
from chalicelib.tenancy.current_tenant import acting_as_operator, open_tenant
from chalicelib.tenancy.platform import Platform
from chalicelib.tenancy.records import DELETED, DELETING, Tenant
from chalicelib.tenancy.scope import TenantScope

KIND = queue.KIND
#: A message that came before its mark was committed is sent again so often, a second apart.
ATTEMPTS = 5


def work(
    platform: Platform, scope: TenantScope, message: Mapping[str, Any], deadline: datetime
) -> None:
    """One run of the deletion; another is asked for when there is more to do."""
    attempt = int(message.get("attempt", 0))
    with acting_as_operator():
        open_tenant(scope)
        item = platform.table.get(operator_scope.tenant(scope.tenant))
        tenant = from_item(Tenant, item) if item else None
        if tenant is None or tenant.status == DELETED:
            return
        if tenant.status != DELETING:
            if attempt < ATTEMPTS:
                queue.send(platform, scope, attempt=attempt + 1, delay=1)
            return
        delay = run(background(platform, tenant, "leaving"), tenant, deadline)
    if delay is not None:
        queue.send(platform, scope, attempt=ATTEMPTS, delay=delay)
