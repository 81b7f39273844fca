"""The context of work that starts from a queue's message, without a request."""

from chalicelib.store.transactions import Unit
from chalicelib.tenancy.context import Context
from chalicelib.tenancy.platform import Platform
from chalicelib.tenancy.principal import Kind, Principal
from chalicelib.tenancy.records import Tenant
from chalicelib.tenancy.roles import Role
from chalicelib.tenancy.scope import TenantScope


def service_context(platform: Platform, tenant: Tenant, name: str) -> Context:
    """Return a context of the tenant. The audit log shows ``name`` as the credential."""
    principal = Principal(
        name,
        frozenset({Role.HR}),
        tenant.id,
        shards=tenant.shards,
        register_shards=tenant.register_shards,
        people_by_team=tenant.people_by_team,
        time_zone=tenant.time_zone,
        locale=tenant.locale,
        kind=Kind.SERVICE,
    )
    scope = TenantScope(tenant.id)
    return Context(platform, scope, principal, Unit(platform.table), platform.clock())
