"""People as the API, the audit log and a copy of the company show them."""

from typing import Any

from chalicelib.people.records import Employee
from chalicelib.person_keys import shown as shown_key
from chalicelib.tenancy.context import Context


def shown(context: Context, employee: Employee) -> dict[str, Any]:
    """Return an employee as the API shows it to the caller.

    The bonus base is for those who see the whole company. Supervisors and agents get None.
    """
    body = described(employee)
    return body if context.principal.sees_all else {**body, "bonus_base": None}


def described(employee: Employee) -> dict[str, Any]:
    """Return an employee with everything that is stored."""
    return {
        "id": employee.id,
        "person": shown_key(employee.key),
        "name": employee.name,
        "team": employee.team,
        "status": employee.status,
        "external_ids": dict(employee.external_ids),
        "bonus_base": employee.bonus_base,
        "former_ids": list(employee.former_ids),
        "updated_at": employee.updated_at,
        "erased_at": employee.erased_at,
    }
