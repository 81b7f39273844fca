"""Every role on every route: served or refused, as the table in ``permissions.py`` says."""

import pytest

from chalicelib.tenancy.roles import Role
from tests.api.client import Api
from tests.api.company import Company
from tests.api.unlimited import unlimited
from tests.api.web.permissions import PERMISSIONS
from tests.api.web.walking import PRIVATE, ROUTES, ask


def _wrongly_served(caller: Api, role: Role) -> list[str]:
    """Return the operations whose answer to the role differs from the table."""
    wrong = []
    for route in PRIVATE:
        reply = ask(caller, route)
        let_in = reply.status not in (401, 403)
        if let_in != (role in PERMISSIONS[route.operation]):
            wrong.append(f"{role} {route.operation}: {reply.status}")
    return wrong


@pytest.mark.parametrize(
    "role", ["hr", "auditor", "supervisor", "agent", "payroll", "inspector", "admin"]
)
def test_a_role_of_a_company_is_let_in_where_the_table_says_and_nowhere_else(
    acme: Company, operator: Api, role: str
) -> None:
    """Of as many requests as there are routes, none is one too many."""
    unlimited(operator)
    caller = getattr(acme, role)
    # At some routes somebody decides or rates, so the key is bound to a person.
    if role in ("admin", "hr", "auditor"):
        caller = acme.with_role(role, employee_id="head-of-service")
    if role == "supervisor":
        caller = acme.with_role(role, team="red", employee_id="head-of-service")
    assert _wrongly_served(caller, Role(role)) == []


def test_the_operator_is_let_in_where_the_table_says_and_nowhere_else(operator: Api) -> None:
    assert _wrongly_served(operator, Role.OPERATOR) == []


def test_a_refusal_of_a_role_is_a_403(acme: Company) -> None:
    acme.hr.post("/v1/api-keys", {"role": "hr"}).problem(403, "forbidden")


def test_every_operation_of_the_table_has_its_route() -> None:
    assert {route.operation for route in PRIVATE} == set(PERMISSIONS)


def test_each_route_is_open_to_the_roles_of_the_table() -> None:
    assert {route.operation: route.roles for route in PRIVATE} == PERMISSIONS


def test_no_two_routes_share_an_operation() -> None:
    assert len({route.operation for route in ROUTES}) == len(ROUTES)
