"""Work for a tenant that no request is behind: messages of queues."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, Protocol, TypeVar

from chalicelib.store.table import Table
from chalicelib.store.transactions import Unit
from chalicelib.tenancy.context import Context
from chalicelib.tenancy.current_tenant import acting_as
from chalicelib.tenancy.platform import Platform
from chalicelib.tenancy.principal import Kind, Principal
from chalicelib.tenancy.records import Tenant, read_tenant
from chalicelib.tenancy.roles import Role
from chalicelib.tenancy.scope import TenantScope

#: A message that came before its record was committed is sent again so often, a second apart.
ATTEMPTS = 5

Record = TypeVar("Record")


def background(platform: Platform, tenant: Tenant, name: str) -> Context:
    """A context of the tenant's; ``name`` stands in the audit log where a credential would."""
    principal = Principal(
        name,
        Role.HR,
        tenant.id,
        shards=tenant.shards,
        time_zone=tenant.time_zone,
        locale=tenant.locale,
        kind=Kind.SERVICE,
    )
    scope = TenantScope(tenant.id)
    return Context(platform, scope, principal, Unit(platform.table), platform.clock())


class Send(Protocol):
    """Sends the message about a record, to be delivered after so many seconds."""

    def __call__(
        self,
        platform: Platform,
        scope: TenantScope,
        record_id: str,
        /,
        *,
        attempt: int = 0,
        delay: int = 0,
    ) -> None: ...


@dataclass(frozen=True, slots=True)
class Errand(Generic[Record]):
    """Work on a record of a tenant's that is done a message at a time.

    ``name`` stands in the audit log; ``member`` of the message has the record's id. ``run`` gets
    the record, the tenant and the moment at which the process ends, and gives None when it has come
    to the end, else seconds until the next run.
    """

    name: str
    member: str
    read: Callable[[Table, TenantScope, str], Record | None]
    run: Callable[[Context, Record, Tenant, datetime], int | None]
    send: Send

    def work(
        self, platform: Platform, scope: TenantScope, message: Mapping[str, Any], deadline: datetime
    ) -> None:
        """One run; another is asked for when there is more to do."""
        record_id, attempt = str(message[self.member]), int(message.get("attempt", 0))
        with acting_as(scope):
            tenant = read_tenant(platform.table, scope)
            if tenant is None:
                return
            record = self.read(platform.table, scope, record_id)
            if record is None:
                if attempt < ATTEMPTS:
                    self.send(platform, scope, record_id, attempt=attempt + 1, delay=1)
                return
            delay = self.run(background(platform, tenant, self.name), record, tenant, deadline)
        if delay is not None:
            self.send(platform, scope, record_id, delay=delay)
