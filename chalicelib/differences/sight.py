"""Who sees which difference: payroll, whoever sees the result, and its person."""

from chalicelib.differences.records import Difference
from chalicelib.people.paths import person_asked_for, person_in_path
from chalicelib.person_keys import PersonKey
from chalicelib.tenancy.context import Context
from chalicelib.tenancy.principal import Principal
from chalicelib.tenancy.roles import Role


def visible(principal: Principal, difference: Difference) -> bool:
    """Return whether the caller may see a difference. A locked result was published."""
    if principal.has(Role.PAYROLL):
        return True
    return principal.may_see(difference.person, difference.team)


def asked_for(context: Context, employee_id: str | None) -> PersonKey | None:
    """Return the person whose differences a list is asked for; None: everybody's."""
    if not context.principal.has(Role.PAYROLL):
        return person_asked_for(context, employee_id)
    return None if employee_id is None else person_in_path(context, employee_id)
