"""People as the API, the audit log and a copy of the company show them."""

from collections.abc import Mapping, Sequence
from typing import Any

from chalicelib.people.dated import FACTS, TEAM, entries_of, values_on
from chalicelib.people.records import Employee
from chalicelib.people.today import on_day, today
from chalicelib.person_keys import shown as shown_key
from chalicelib.teams.canonical import codes
from chalicelib.tenancy.context import Context
from chalicelib.web import exact_json
from chalicelib.web.etags import of_revision

#: Members that only those who see the whole company read.
_FOR_READERS = ("bonus_base", "leave")


def shown(context: Context, employee: Employee) -> dict[str, Any]:
    """Return an employee as the API shows it to the caller (:func:`shown_all`)."""
    return shown_all(context, [employee])[0]


def shown_all(context: Context, employees: Sequence[Employee]) -> list[dict[str, Any]]:
    """Return employees as the API shows them to the caller, with what holds today and the
    codes of their teams.

    The bonus base and leaves are for those who see the whole company. Supervisors and agents get
    None.
    """
    day = today(context)
    bodies = [described(one, day) for one in employees]
    team_codes = codes(context, [body["team"] for body in bodies])
    bodies = [{**body, "team_code": team_codes[body["team"]]} for body in bodies]
    if context.principal.sees_all:
        return bodies
    return [{**body, **dict.fromkeys(_FOR_READERS)} for body in bodies]


def etag_of(employee: Employee, body: Mapping[str, Any]) -> str:
    """Return the ETag of a shown employee. It tells the team's code too: a merge changes it.

    And what a day changes, if a day changes it.
    """
    code, revision = body["team_code"], employee.revision
    if employee.employments or employee.facts:
        by_day = [code, body["status"], [body[fact] for fact in FACTS]]
        return of_revision(revision, exact_json.write(by_day))
    return str(revision) if code is None else of_revision(revision, code)


def described(employee: Employee, day: str) -> dict[str, Any]:
    """Return an employee with everything that is stored, and what holds on a day."""
    by_day = values_on(employee, day)
    return {
        **lasting(employee),
        "team": by_day.pop(TEAM),
        "status": on_day(employee, day).status,
        **by_day,
        "dated": {fact: entries(employee, fact) for fact in FACTS},
    }


def lasting(employee: Employee) -> dict[str, Any]:
    """Return what of an employee holds on every day."""
    last = employee.employments[-1] if employee.employments else {}
    return {
        "id": employee.id,
        "person": shown_key(employee.key),
        "name": employee.name,
        "external_ids": dict(employee.external_ids),
        "bonus_base": employee.bonus_base,
        "joined_on": last.get("joined_on"),
        "left_on": last.get("left_on"),
        "employments": [
            {"joined_on": one.get("joined_on"), "left_on": one.get("left_on")}
            for one in employee.employments
        ],
        "probation_until": employee.probation_until,
        "leave": [
            {"from": one["from"], "to": one.get("to"), "protected": one["protected"]}
            for one in employee.leaves
        ],
        "former_ids": list(employee.former_ids),
        "updated_at": employee.updated_at,
        "erased_at": employee.erased_at,
    }


def entries(employee: Employee, fact: str) -> list[dict[str, Any]]:
    """Return the entries of a fact as they are shown."""
    return [{"from": one.get("from"), "value": one["value"]} for one in entries_of(employee, fact)]
