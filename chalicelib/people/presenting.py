"""People as the API, the audit log and a copy of the company show them."""

from collections.abc import Mapping, Sequence
from typing import Any

from chalicelib.people.records import Employee
from chalicelib.person_keys import shown as shown_key
from chalicelib.teams.canonical import codes
from chalicelib.tenancy.context import Context
from chalicelib.web.etags import of_revision


def shown(context: Context, employee: Employee) -> dict[str, Any]:
    """Return an employee as the API shows it to the caller (:func:`shown_all`)."""
    return shown_all(context, [employee])[0]


def shown_all(context: Context, employees: Sequence[Employee]) -> list[dict[str, Any]]:
    """Return employees as the API shows them to the caller, with the codes of their teams.

    The bonus base is for those who see the whole company. Supervisors and agents get None.
    """
    team_codes = codes(context, [one.team for one in employees])
    bodies = [{**described(one), "team_code": team_codes[one.team]} for one in employees]
    if context.principal.sees_all:
        return bodies
    return [{**body, "bonus_base": None} for body in bodies]


def etag_of(employee: Employee, body: Mapping[str, Any]) -> str:
    """Return the ETag of a shown employee. It tells the team's code too: a merge changes it."""
    code, revision = body["team_code"], employee.revision
    return str(revision) if code is None else of_revision(revision, code)


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
