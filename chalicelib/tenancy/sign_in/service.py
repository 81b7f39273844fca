"""Saying, reading and ending a company's sign-in. The operator's work: see the decision page."""

from collections.abc import Mapping
from typing import Any

from pynamodb.expressions.operand import Path

from chalicelib.audit.records import record_change
from chalicelib.context import OperatorContext
from chalicelib.store.records import to_item
from chalicelib.tenancy import operator_keys
from chalicelib.tenancy.sign_in.records import (
    SignIn,
    of_company,
    read_of_company,
    registered_at,
)
from chalicelib.web.languages import Text
from chalicelib.web.problems import Problem, conflict, not_found


def read(context: OperatorContext, tenant: str) -> SignIn:
    """404 when the company has none, or is none."""
    found = read_of_company(context.table, tenant)
    if found is None:
        raise not_found()
    return found


def put(context: OperatorContext, tenant: str, wanted: Mapping[str, Any]) -> SignIn:
    """The company's provider from now on, in place of what it had.

    404 for a company that is not there, 409 when another company has this issuer and audience.
    """
    before = read_of_company(context.table, tenant)
    after = SignIn(tenant=tenant, **wanted)
    unit = context.unit
    unit.check(operator_keys.tenant(tenant), Path("pk").exists(), not_found)
    if before is not None and _place(before) != _place(after):
        unit.delete(_place(before))
    own = Path("pk").does_not_exist() | (Path("tenant") == tenant)
    unit.put(_place(after), to_item(after), own, _taken)
    unit.put(of_company(tenant), to_item(after))
    record_change(
        context,
        "tenants.sign_in_change",
        f"tenants/{tenant}/sign-in",
        described(before) if before else None,
        described(after),
    )
    return after


def remove(context: OperatorContext, tenant: str) -> None:
    """Tokens of the provider are refused from now on. 404 when there is none."""
    before = read(context, tenant)
    context.unit.delete(_place(before))
    context.unit.delete(of_company(tenant))
    record_change(
        context, "tenants.sign_in_remove", f"tenants/{tenant}/sign-in", described(before), None
    )


def described(sign_in: SignIn) -> dict[str, Any]:
    """As the API shows it. There is no secret in it."""
    return {
        "issuer": sign_in.issuer,
        "audience": sign_in.audience,
        "key_set": sign_in.key_set,
        "role_claim": sign_in.role_claim,
        "roles": dict(sign_in.roles),
        "team_claim": sign_in.team_claim,
        "employee_claim": sign_in.employee_claim,
    }


def _place(sign_in: SignIn) -> Any:
    return registered_at(sign_in.issuer, sign_in.audience)


def _taken() -> Problem:
    return conflict(
        "sign_in_taken",
        Text(
            "该签发者与受众已属于另一租户。",
            "This issuer and audience are another company's already.",
        ),
    )
