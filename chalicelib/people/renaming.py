"""A new id for the same person, and the return of somebody who left."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from chalicelib.errors import Conflict, Fault, Invalid, NotFound, ServiceError
from chalicelib.language import Text
from chalicelib.people.drafts import not_reused
from chalicelib.people.employment import JOINED_ON, LEFT_ON, again, goes_on
from chalicelib.people.id_changes import renamed, returned, was_of
from chalicelib.people.identity import Place, Use, place, places
from chalicelib.people.in_teams import in_teams
from chalicelib.people.records import DELETED, LEFT, Employee, read_person_shown
from chalicelib.people.service import basis_of, seen, store
from chalicelib.people.today import on_day, today
from chalicelib.people.wanted import EFFECTIVE_FROM, as_wanted
from chalicelib.people.writing import REHIRE, RENAME, Draft
from chalicelib.tenancy.context import Context
from chalicelib.web.etags import Expected, check


def rename(
    context: Context, employee_id: str, new_id: str, *, reuse: bool, expected: Expected
) -> Employee:
    """Give a person another id; everything of the person follows. Returns the person.

    ``reuse``: also an id that somebody else had before. Raises NotFound (404), 412, Conflict (409):
    ``employee_id_taken`` when somebody has the id, ``employee_id_used`` when somebody had it,
    ``too_many_ids``.
    """
    before = seen(context, employee_id)
    check(expected, before.revision)
    if new_id == employee_id:
        return before
    found = places(context, (employee_id, new_id))
    comes = found[new_id]
    _check_free(comes, before, reuse=reuse)
    after = replace(before, updated_at=context.time, revision=before.revision + 1)
    draft = Draft(renamed(before, after, found[employee_id], comes, context.time), RENAME)
    return store(context, draft)


def rehire(
    context: Context, employee_id: str, wanted: Mapping[str, Any], expected: Expected
) -> Employee:
    """Let somebody who left or was deleted return with this id. Returns the person.

    ``wanted`` is a loaded ``RehireBody``: what it leaves out stays as it is. Its ``person`` names
    somebody whose id is another one now; without it the person is who had the id last. ``reuse``:
    also with an id that somebody else had since. Raises NotFound (404) for nobody, Conflict (409):
    ``not_left`` for somebody present, ``person_erased``, ``employee_id_taken`` and
    ``employee_id_used`` as :func:`rename` does, and Invalid (422) for a return before the person
    left.
    """
    there = place(context, employee_id)
    before = _returning(context, there, wanted.get("person"))
    check(expected, before.revision if before.status != DELETED else None)
    if on_day(before, today(context)).status not in (LEFT, DELETED):
        raise _not_left(before)
    if before.erased_at is not None:
        raise _erased(before)
    after = _back(context, before, wanted)
    if before.id == employee_id and was_of(there, before.key):
        return store(context, Draft(returned(there, before, after), REHIRE))
    _check_free(there, before, reuse=wanted["reuse"])
    former = place(context, before.id)
    leaves = former if was_of(former, before.key) else None
    return store(context, Draft(renamed(before, after, leaves, there, context.time), REHIRE))


def _back(context: Context, before: Employee, wanted: Mapping[str, Any]) -> Employee:
    """Return the person with another employment, from the day of the return on."""
    basis = basis_of(context, [wanted])
    day, left = wanted.get(JOINED_ON), wanted.get(LEFT_ON)
    if day is not None and left is None and goes_on(before.employments):
        raise Invalid([Fault(f"/{LEFT_ON}", "left_on_unknown", _LEFT_ON_UNKNOWN)])
    day = day or basis.day
    back = again(before.back_at(context.time), day, left)
    members = {name: wanted[name] for name in wanted if name not in (JOINED_ON, LEFT_ON)}
    if before.status != DELETED:
        members.setdefault(EFFECTIVE_FROM, day)
    members["status"] = None
    as_wanted(back, members, basis)  # what refuses the person comes before a new team
    return as_wanted(back, in_teams(context, [members])[0], basis)


def _returning(context: Context, there: Place, person: str | None) -> Employee:
    if person is None:
        if there.person is None or there.use is Use.FORMER:
            raise NotFound("employee")
        return there.person
    found = read_person_shown(context, person)
    if found is None:
        raise NotFound("employee")
    return found


def _check_free(there: Place, person: Employee, *, reuse: bool) -> None:
    """Raise Conflict (409) unless the person may have the id."""
    if there.holder is not None:
        raise taken_id(there)
    if there.use is not Use.FREE and not reuse and not was_of(there, person.key):
        raise not_reused(there)


def taken_id(there: Place) -> ServiceError:
    """Return the 409 for an id that somebody has."""
    return Conflict(
        "employee_id_taken",
        Text(f"编号 {there.id} 已有员工使用。", f"Somebody has the id {there.id}."),
        employee_id=there.id,
    )


def _not_left(person: Employee) -> ServiceError:
    return Conflict(
        "not_left",
        Text(f"员工 {person.id} 并未离职。", f"The employee {person.id} has not left."),
        employee_id=person.id,
    )


def _erased(person: Employee) -> ServiceError:
    return Conflict(
        "person_erased",
        Text(
            f'员工 {person.id} 的个人信息已被删除，无法恢复；请以 "new_person": true 重新登记。',
            f"The person {person.id} was erased and cannot return: register `new_person: true`.",
        ),
        employee_id=person.id,
    )


_LEFT_ON_UNKNOWN = Text(
    "名册中上一段雇佣期没有结束日期；请写明 left_on。",
    "The register knows no end of the employment before: say `left_on`.",
)
