"""Onboard companies, and read and change their settings."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from pynamodb.expressions.operand import Path

from chalicelib.api_keys import service
from chalicelib.api_keys.records import ApiKey
from chalicelib.audit.records import record_change, record_for_company
from chalicelib.errors import Changed, Conflict, NotFound, ServiceError
from chalicelib.jobs import given_up
from chalicelib.language import Text
from chalicelib.store.records import from_item, to_item
from chalicelib.tenancy import operator_scope
from chalicelib.tenancy.api_secret import ApiSecret
from chalicelib.tenancy.context import Context, OperatorContext
from chalicelib.tenancy.current_tenant import open_tenant
from chalicelib.tenancy.keys import key_of_company
from chalicelib.tenancy.leaving import is_leaving
from chalicelib.tenancy.records import DELETING, Limits, Tenant, read_tenant
from chalicelib.tenancy.scope import TenantScope
from chalicelib.web.etags import Expected, check

#: What a company's admin may change.
OWN_SETTINGS = (
    *("name", "time_zone", "locale", "unknown_employees", "job_levels", "request_shares"),
    *("four_eyes", "appeal_days", "appeal_decision_days", "announced_plans", "rating_reminders"),
)


def onboard(
    context: OperatorContext, wanted: Mapping[str, Any]
) -> tuple[Tenant, ApiKey, ApiSecret]:
    """Add a new tenant, its entry in the operator's register and its first admin key.

    All are in the context's unit of work. ``wanted`` is a loaded ``TenantBody``. The commit raises
    Conflict (409 ``tenant_exists``) when the id is taken.
    """
    scope = TenantScope(wanted["id"])
    tenant = Tenant(
        id=scope.tenant,
        name=wanted["name"],
        time_zone=wanted["time_zone"],
        locale=wanted["locale"],
        status="active",
        created_at=context.time,
        shards=wanted["shards"],
        register_shards=wanted["shards"],
        people_by_team=True,
        limits=_limits(wanted.get("limits", {})),
        unknown_employees=wanted["unknown_employees"],
        appeal_days=wanted["appeal_days"],
    )
    open_tenant(scope)
    context.unit.put(key_of_company(scope), to_item(tenant), Path("pk").does_not_exist(), _id_taken)
    registered = operator_scope.tenant(tenant.id)
    # The register keeps deleted companies, so that an id is never given to another company.
    context.unit.put(registered, to_item(tenant), Path("pk").does_not_exist(), _id_taken)
    record_for_company(
        context,
        scope,
        "tenants.create",
        "tenant",
        None,
        described(tenant, context.time),
        revision=tenant.revision,
    )
    key, secret = service.issue_first(context, scope)
    return tenant, key, secret


def registered(
    context: OperatorContext, limit: int, after: str | None
) -> tuple[list[Tenant], str | None]:
    """Return a page of the register of tenants, by id, and the position of the next page."""
    page = context.table.query(
        operator_scope.TENANTS,
        limit=limit,
        after=after or None,
    )
    found = [from_item(Tenant, item) for item in page.items]
    return found, page.after


def change_registered(
    context: OperatorContext, tenant_id: str, wanted: Mapping[str, Any], expected: Expected
) -> Tenant:
    """Suspend a tenant, make it active again, or change its limits. Return the changed tenant.

    Raises NotFound (404) for an unknown tenant, Conflict (409 ``tenant_deleted``) for a deleted
    one, and 412 when ``expected`` does not hold.
    """
    scope, before = registered_tenant(context, tenant_id)
    check(expected, before.revision)
    if is_leaving(before):
        raise tenant_deleted()
    open_tenant(scope)
    after = {
        "status": wanted.get("status", before.status),
        "limits": {**before.limits, **_limits(wanted.get("limits", {}))},
    }
    _change(context, scope, before, after)
    record_for_company(
        context,
        scope,
        "tenants.change",
        "tenant",
        _values(before, after),
        after,
        revision=before.revision + 1,
    )
    return changed(before, after)


def registered_tenant(context: OperatorContext, tenant_id: str) -> tuple[TenantScope, Tenant]:
    """Return a tenant of the register, deleted ones too. Raises NotFound for an unknown id."""
    try:
        scope = TenantScope(tenant_id)
    except ValueError:
        raise NotFound("company") from None
    item = context.table.get(operator_scope.tenant(scope.tenant))
    if item is None:
        raise NotFound("company")
    return scope, from_item(Tenant, item)


def tenant_deleted() -> ServiceError:
    """Return the error for a deleted tenant (409 ``tenant_deleted``)."""
    return Conflict("tenant_deleted", Text("该租户已删除。", "This tenant has been deleted."))


def own(context: Context) -> Tenant:
    """Return the caller's tenant. Raises NotFound when it has no settings."""
    tenant = read_tenant(context.table, context.scope)
    if tenant is None:
        raise NotFound("company")
    return tenant


def change_own(context: Context, wanted: Mapping[str, Any], expected: Expected) -> Tenant:
    """Change settings of the caller's tenant (OWN_SETTINGS). Return the changed tenant.

    ``wanted`` is a loaded ``OwnTenantPatch``. Raises 412 when ``expected`` does not hold. The
    commit raises Changed (412) when another request has changed the tenant meanwhile.
    """
    before = own(context)
    check(expected, before.revision)
    after = {name: wanted.get(name, getattr(before, name)) for name in OWN_SETTINGS}
    after["job_levels"] = list(after["job_levels"])
    after["rating_reminders"] = list(after["rating_reminders"])
    after["request_shares"] = {**before.request_shares, **after["request_shares"]}
    context.unit.update(
        key_of_company(context.scope),
        _actions(before, after),
        Path("revision") == before.revision,
        Changed,
    )
    record_change(
        context,
        "tenant.change",
        "tenant",
        _values(before, after),
        after,
        revision=before.revision + 1,
    )
    return changed(before, after)


def described(tenant: Tenant, now: str) -> dict[str, Any]:
    """Return a tenant as the API shows it at the time ``now`` (RFC 3339, UTC)."""
    failed_at = given_up.since(tenant.deletion_gave_up_at, now)
    allowance = tenant.allowance
    return {
        "id": tenant.id,
        "name": tenant.name,
        "time_zone": tenant.time_zone,
        "locale": tenant.locale,
        "unknown_employees": tenant.unknown_employees,
        "job_levels": list(tenant.job_levels),
        "request_shares": asdict(tenant.shares),
        "four_eyes": tenant.four_eyes,
        "appeal_days": tenant.appeal_days,
        "appeal_decision_days": tenant.appeal_decision_days,
        "announced_plans": tenant.announced_plans,
        "rating_reminders": list(tenant.rating_reminders),
        "status": tenant.status,
        "created_at": tenant.created_at,
        "deleted_at": tenant.deleted_at,
        "deletion_failed_at": failed_at if tenant.status == DELETING else None,
        "limits": {name: getattr(allowance, name) for name in Limits.__dataclass_fields__},
    }


def changed(before: Tenant, parts: Mapping[str, Any]) -> Tenant:
    """Return the tenant with the changed parts and the next revision."""
    item = {**to_item(before), **parts, "revision": before.revision + 1}
    return from_item(Tenant, item)


def _change(
    context: OperatorContext, scope: TenantScope, before: Tenant, after: Mapping[str, Any]
) -> None:
    actions = _actions(before, after)
    same = Path("revision") == before.revision
    context.unit.update(operator_scope.tenant(scope.tenant), actions, same, Changed)
    settings = [Path(name).set(value) for name, value in after.items()]
    context.unit.update(key_of_company(scope), settings, Path("pk").exists(), NotFound)


def _actions(before: Tenant, after: Mapping[str, Any]) -> list[Any]:
    parts = {**after, "revision": before.revision + 1}
    return [Path(name).set(value) for name, value in parts.items()]


def _values(tenant: Tenant, names: Mapping[str, Any]) -> dict[str, Any]:
    return {name: getattr(tenant, name) for name in names}


def _limits(wanted: Mapping[str, Any]) -> dict[str, int]:
    return {name: int(number) for name, number in wanted.items()}


def _id_taken() -> ServiceError:
    return Conflict(
        "tenant_exists", Text("该租户编号已被使用。", "A tenant of this id exists already.")
    )
