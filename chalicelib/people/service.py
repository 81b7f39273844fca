"""The register of employees: read, change one, delete."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from chalicelib.errors import NotFound
from chalicelib.language import Text
from chalicelib.people import external_ids, headcount
from chalicelib.people.changes import enter_people
from chalicelib.people.drafts import put_draft
from chalicelib.people.id_changes import Change
from chalicelib.people.identity import Use, place
from chalicelib.people.in_teams import in_teams
from chalicelib.people.records import DELETED, Employee
from chalicelib.people.today import team_today, today
from chalicelib.people.wanted import Basis, as_wanted, names_a_level
from chalicelib.people.writing import DELETE, Draft, Writer
from chalicelib.tenancy.context import Context
from chalicelib.tenancy.records import read_tenant
from chalicelib.web.etags import Expected, check


def seen(context: Context, employee_id: str) -> Employee:
    """Return an employee that the caller may see.

    Raises NotFound (404) for an id that nobody has now, and for an employee that the caller may not
    see. Of a former id it says what the person is called now, to those who may see the person.
    """
    there = place(context, employee_id)
    principal = context.principal
    person = there.person
    if person is None:
        raise NotFound("employee")
    if not principal.may_see(person.key, team_today(context, person)):
        raise NotFound("employee")
    if there.use is Use.FORMER and person.status != DELETED:
        raise NotFound("employee", _now_called(employee_id, person.id))
    if there.holder is None:
        raise NotFound("employee")
    return there.holder


def put(
    context: Context, employee_id: str, wanted: Mapping[str, Any], expected: Expected
) -> tuple[Employee, bool]:
    """Create a person, or name one whole. The second value says whether the person is new.

    ``wanted`` is a loaded ``EmployeeBody``. Raises 412 when ``expected`` does not hold or the
    employee changes meanwhile, 422 ``too_many_employees`` for a new one beyond the tenant's limit
    and ``would_empty`` for members that have a value and are not named, 409 ``external_id_taken``
    when another employee holds one of the external ids, and 409 for an id that was used before, as
    :func:`put_draft` does.
    """
    there = place(context, employee_id)
    check(expected, there.holder.revision if there.holder else None)
    basis = basis_of(context, [wanted], whole=True)
    put_draft(there, wanted, basis)  # what refuses the person comes before a new team
    draft = put_draft(there, in_teams(context, [wanted])[0], basis)
    return store(context, draft), draft.is_new


def change(
    context: Context, employee_id: str, wanted: Mapping[str, Any], expected: Expected
) -> Employee:
    """Change what ``wanted`` (a loaded ``EmployeeChange``) names. Return the person.

    Raises NotFound (404), and the others as :func:`put` does.
    """
    before = seen(context, employee_id)
    check(expected, before.revision)
    basis = basis_of(context, [wanted])
    as_wanted(before, wanted, basis)  # what refuses the change comes before a new team
    after = as_wanted(before, in_teams(context, [wanted])[0], basis)
    return store(context, Draft([Change(before, after)]))


def basis_of(
    context: Context, wanted: Iterable[Mapping[str, Any]], *, whole: bool = False
) -> Basis:
    """Return by what these are put on people. Reads the company's ladder if one names a level."""
    levels = None
    if any(map(names_a_level, wanted)):
        tenant = read_tenant(context.table, context.scope)
        levels = frozenset(one["code"] for one in tenant.job_levels) if tenant else frozenset()
    return Basis(context.time, today(context), whole, levels)


def delete(context: Context, employee_id: str, expected: Expected) -> None:
    """Replace an employee with a tombstone.

    The id stays known. Everything else of the person is removed. Raises NotFound (404)
    as :func:`seen`, and 412 when ``expected`` does not hold or the employee changes meanwhile.
    """
    before = seen(context, employee_id)
    check(expected, before.revision)
    tombstone = emptied(before, context.time)
    store(context, Draft([Change(before, tombstone)], DELETE))


def emptied(before: Employee, time: str) -> Employee:
    """Return the tombstone of a person: ids, without anything else."""
    return replace(
        before,
        status=DELETED,
        updated_at=time,
        name=None,
        team=None,
        external_ids={},
        bonus_base=None,
        facts={},
        employments=(),
        probation_until=None,
        leaves=(),
        status_set=False,
        unmade_by=None,
        revision=before.revision + 1,
    )


def store(context: Context, draft: Draft) -> Employee:
    """Write one draft at the request's commit, unless it changes nothing. Return the person.

    Raises OverLimit (422) for a new person beyond the limit, Conflict (409 ``external_id_taken``).
    """
    if draft.before is not None and not draft.changes_something:
        return draft.before
    if draft.changes_numbers:
        room = headcount.check(context, int(draft.is_new))
        headcount.add(context, context.unit, draft.numbers, room)
    writer = Writer(context, {0: draft})
    stamped = writer.drafts[0]
    external_ids.check_one(context, writer.ids, stamped.after)
    writer.add(context.unit, stamped)
    enter_people(context, context.unit, stamped.changes)
    return stamped.after


def _now_called(employee_id: str, now: str) -> Text:
    return Text(
        f"员工编号 {employee_id} 已改为 {now}。", f"The id {employee_id} was changed to {now}."
    )
