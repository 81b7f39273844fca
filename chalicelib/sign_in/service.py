"""Set, read and remove a company's sign-in. Operator only: see docs/decisions/sign-in.md."""

from collections.abc import Mapping
from typing import Any

from pynamodb.expressions.operand import Path

from chalicelib.audit.records import record_for_company
from chalicelib.companies.service import registered_tenant, tenant_deleted
from chalicelib.errors import Changed, Conflict, Invalid, NotFound, ServiceError
from chalicelib.language import Text
from chalicelib.outbound.errors import PLACE, NotAllowed
from chalicelib.sign_in.records import (
    LONGEST_NAME,
    SignIn,
    of_company,
    read_of_company,
    registered_at,
)
from chalicelib.store.errors import NoSuchKey
from chalicelib.store.keys import Key
from chalicelib.store.records import to_item
from chalicelib.tenancy import operator_scope
from chalicelib.tenancy.context import OperatorContext
from chalicelib.tenancy.current_tenant import open_tenant
from chalicelib.tenancy.leaving import is_leaving
from chalicelib.tenancy.records import ACTIVE, SUSPENDED
from chalicelib.tenancy.scope import TenantScope
from chalicelib.web.etags import NO_CONDITIONS, Expected, check
from chalicelib.web.faults import fault

_TARGET = "tenant/sign-in"
#: Time to look up the name of a key set before it is stored.
LOOKUP_SECONDS = 3


def read(context: OperatorContext, tenant: str) -> SignIn:
    """Return the company's sign-in. Raises NotFound (404) without one or for an unknown company."""
    found = read_of_company(context.table, tenant)
    if found is None:
        raise NotFound("sign_in")
    return found


def put(
    context: OperatorContext,
    tenant: str,
    wanted: Mapping[str, Any],
    expected: Expected = NO_CONDITIONS,
) -> SignIn:
    """Set the company's provider in place of the former one.

    ``wanted`` is a loaded ``SignInBody``. Raises 404 for an unknown company, and 409 for a deleted
    one. Raises 422 for a key set that is not on the public Internet. Raises 409 also when another
    company has this issuer and audience. Raises 412 when another request changes the sign-in
    meanwhile, or when ``expected`` does not hold.
    """
    scope, company = registered_tenant(context, tenant)
    if is_leaving(company):
        raise tenant_deleted()
    _check_addresses(context, wanted)
    before = read_of_company(context.table, tenant)
    check(expected, before.revision if before else None)
    kept = before is not None and (before.issuer, before.audience) == (
        wanted["issuer"],
        wanted["audience"],
    )
    since = before.since if before is not None and kept else context.time
    revision = before.revision + 1 if before else 1
    after = SignIn(tenant=tenant, since=since, revision=revision, **wanted)
    open_tenant(scope)
    unit = context.unit
    there = Path("status").is_in(ACTIVE, SUSPENDED)
    unit.check(operator_scope.tenant(tenant), there, tenant_deleted)
    if before is not None and not kept:
        unit.delete(_register_key(before), _free_or_own(tenant))
    unit.put(_register_key(after), to_item(after), _free_or_own(tenant), _sign_in_taken)
    unit.put(of_company(tenant), to_item(after), _unchanged_since(before), Changed)
    record_for_company(
        context,
        scope,
        "tenants.sign_in_change",
        _TARGET,
        described(before) if before else None,
        described(after),
        revision=revision,
    )
    return after


def remove(context: OperatorContext, tenant: str) -> None:
    """Remove the company's sign-in, so that the provider's tokens are refused.

    Raises 404 when there is none, 412 when another request changes it meanwhile.
    """
    before = read(context, tenant)
    scope = TenantScope(tenant)
    open_tenant(scope)
    context.unit.delete(_register_key(before), _free_or_own(tenant))
    context.unit.delete(of_company(tenant), _unchanged_since(before), Changed)
    record_for_company(
        context,
        scope,
        "tenants.sign_in_remove",
        _TARGET,
        described(before),
        None,
        revision=before.revision + 1,
    )


def described(sign_in: SignIn) -> dict[str, Any]:
    """Return the sign-in as the API shows it. It contains no secret."""
    return {
        "issuer": sign_in.issuer,
        "audience": sign_in.audience,
        "key_set": sign_in.key_set,
        "role_claim": sign_in.role_claim,
        "roles": dict(sign_in.roles),
        "team_claim": sign_in.team_claim,
        "department_claim": sign_in.department_claim,
        "employee_claim": sign_in.employee_claim,
    }


def _check_addresses(context: OperatorContext, wanted: Mapping[str, Any]) -> None:
    """Raise Invalid unless the key set may be fetched, and the names fit in a key.

    The key set's name is looked up here, and again at each fetch: it may lead elsewhere later.
    """
    try:
        context.platform.outbound.check(wanted["key_set"], seconds=LOOKUP_SECONDS)
    except NotAllowed as error:
        code = "not_a_public_address" if str(error) == PLACE else "not_a_key_sets_address"
        raise Invalid([fault("/key_set", code)]) from None
    try:
        registered_at(wanted["issuer"], wanted["audience"])
    except NoSuchKey:
        raise Invalid([fault("/issuer", f"too_long:{LONGEST_NAME}")]) from None


def _register_key(sign_in: SignIn) -> Key:
    return registered_at(sign_in.issuer, sign_in.audience)


def _free_or_own(tenant: str) -> Any:
    return Path("pk").does_not_exist() | (Path("tenant") == tenant)


def _unchanged_since(before: SignIn | None) -> Any:
    """Return the condition that the company's entry is unchanged since it was read.

    Without it, an entry that a simultaneous request has written could stay in the register.
    """
    if before is None:
        return Path("pk").does_not_exist()
    return (Path("issuer") == before.issuer) & (Path("audience") == before.audience)


def _sign_in_taken() -> ServiceError:
    return Conflict(
        "sign_in_taken",
        Text(
            "该签发者与受众已属于另一租户。",
            "This issuer and audience are another company's already.",
        ),
    )
