"""Work for a tenant that no request is behind: messages of queues."""

from chalicelib.context import Context
from chalicelib.platform import Platform
from chalicelib.store.transactions import Unit
from chalicelib.tenancy.principal import Principal
from chalicelib.tenancy.records import Tenant
from chalicelib.tenancy.roles import Role
from chalicelib.tenancy.scope import TenantScope


def background(platform: Platform, tenant: Tenant, name: str) -> Context:
    """A context of the tenant's; ``name`` stands in the audit log where a credential would."""
    principal = Principal(
        name,
        Role.HR,
        tenant.id,
        shards=tenant.shards,
        time_zone=tenant.time_zone,
        locale=tenant.locale,
    )
    scope = TenantScope(tenant.id)
    return Context(platform, scope, principal, Unit(platform.table), platform.clock())
