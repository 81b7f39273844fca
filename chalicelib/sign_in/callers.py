"""The principal of a company's credential: what the credential says, and the company's settings."""

from typing import Any

from chalicelib.api_keys.binding import Bound
from chalicelib.people.records import RegisterOf
from chalicelib.store.converters import Item
from chalicelib.store.keys import Key
from chalicelib.store.records import from_item
from chalicelib.store.table import Table
from chalicelib.tenancy.current_tenant import acting_as
from chalicelib.tenancy.keys import key_of_company
from chalicelib.tenancy.principal import Principal
from chalicelib.tenancy.records import Tenant
from chalicelib.tenancy.scope import TenantScope


def register_of(table: Table, tenant: Tenant) -> RegisterOf:
    """Return the company's register of people."""
    return RegisterOf(table, TenantScope(tenant.id), tenant.register_shards)


def stored_with_company(
    table: Table, scope: TenantScope, key: Key
) -> tuple[Item | None, Tenant | None]:
    """Return the item of a credential and its company, by one batched read."""
    company = key_of_company(scope)
    with acting_as(scope):
        found = table.get_many((key, company))
    tenant = found.get(company)
    return found.get(key), from_item(Tenant, tenant) if tenant else None


def principal_of(tenant: Tenant, bound: Bound | None, **said: Any) -> Principal:
    """Return the caller of a company. ``said``: the members that come from the credential.

    ``bound``: the person to whom the credential is bound; None: nobody.
    """
    return Principal(
        tenant=tenant.id,
        person=bound.person if bound else None,
        employee_id=bound.employee_id if bound else None,
        shards=tenant.shards,
        register_shards=tenant.register_shards,
        people_by_team=tenant.people_by_team,
        time_zone=tenant.time_zone,
        locale=tenant.locale,
        requests_per_minute=tenant.allowance.requests_per_minute,
        request_shares=tenant.shares,
        **said,
    )
