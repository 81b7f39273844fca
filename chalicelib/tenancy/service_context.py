"""The context of work that no request is behind: a message of a queue."""

from chalicelib.store.transactions import Unit
from chalicelib.tenancy.context import Context
from chalicelib.tenancy.platform import Platform
from chalicelib.tenancy.principal import Kind, Principal
from chalicelib.tenancy.records import Tenant
from chalicelib.tenancy.roles import Role
from chalicelib.tenancy.scope import TenantScope


def service_context(platform: Platform, tenant: Tenant, name: str) -> Context:
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
