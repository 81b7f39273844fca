"""Who sees to a plan: an employee of the company, or a name."""

from collections.abc import Mapping
from typing import Any

from chalicelib.errors import invalid_value
from chalicelib.language import Text
from chalicelib.people.identity import Use, place
from chalicelib.people.records import Employee
from chalicelib.people.today import team_today
from chalicelib.tenancy.context import Context


def owner_of(
    context: Context,
    owner: Mapping[str, Any] | None,
    before: Mapping[str, Any] | None = None,
    pointer: str = "",
) -> dict[str, str] | None:
    """Return the owner as stored: an employee by key. Raises Invalid (422) for somebody unknown.

    ``pointer`` is where the plan's parts stand in the request.

    A supervisor may name the own teams' people and themself. The answer for somebody of another
    team is the one for nobody. The owner that a plan has already (``before``) is always taken.
    """
    if owner is None:
        return None
    employee_id = owner.get("employee_id")
    if not employee_id:
        return dict(owner)
    there = place(context, employee_id)
    # An id that nobody ever had may be the pseudonym of an erased owner.
    named = there.person.key if there.person else employee_id
    if there.use is not Use.FORMER and before and before.get("employee_id") == named:
        return {**owner, "employee_id": named}
    employee = there.holder
    if employee is None or not _may_own(context, employee):
        raise invalid_value(
            f"{pointer}/owner/employee_id",
            "unknown_employee",
            Text("没有此员工。", "There is no employee of this id."),
        )
    return {**owner, "employee_id": employee.key}


def _may_own(context: Context, employee: Employee) -> bool:
    principal = context.principal
    if employee.key == principal.person:
        return True
    return principal.oversees(team_today(context, employee))
