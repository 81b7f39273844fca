"""The register of employees: list, read, change one, delete."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from chalicelib.errors import NotFound
from chalicelib.language import Text
from chalicelib.people import external_ids, headcount
from chalicelib.people.drafts import put_draft
from chalicelib.people.id_changes import Change
from chalicelib.people.identity import Use, place
from chalicelib.people.keys import partitions_of_employees
from chalicelib.people.records import DELETED, Employee
from chalicelib.people.writing import DELETE, Draft, Writer
from chalicelib.person_keys import read_shown
from chalicelib.store.converters import Item
from chalicelib.store.filtered_page import collect
from chalicelib.store.records import from_item
from chalicelib.tenancy.context import Context
from chalicelib.web.etags import Expected, check
from chalicelib.web.modified_since import asked_since


def page(
    context: Context, filters: Mapping[str, Any], limit: int, after: str | None
) -> tuple[list[Employee], str | None]:
    """Return a page of the employees that the caller may see and the filters match.

    People come shard by shard, in each by key. The second value is the position of the next page
    (None: last): ``{shard}/{sort key}``. Tombstones are listed only with ``modified_since`` (so
    that copies in other systems can follow) or with ``status=deleted``.
    """

    def keep(item: Item) -> Employee | None:
        employee = from_item(Employee, item)
        return employee if employee.is_person and _matches(context, employee, filters) else None

    shards = partitions_of_employees(context.scope, context.register_shards)
    first, _, start = (after or "0/").partition("/")
    found: list[Employee] = []
    for shard in range(int(first), len(shards)):
        wanted = limit - len(found)
        more, last = collect(
            context.table, shards[shard], limit=wanted, after=start or None, keep=keep
        )
        found += more
        if last is not None:
            return found, f"{shard}/{last}"
        start = ""
        if len(found) == limit and shard + 1 < len(shards):
            return found, f"{shard + 1}/"
    return found, None


def _matches(context: Context, employee: Employee, filters: Mapping[str, Any]) -> bool:
    since, status = asked_since(filters), filters.get("status")
    if not context.principal.may_see(employee.key, employee.team):
        return False
    if employee.status == DELETED and since is None and status != DELETED:
        return False
    if status is not None and employee.status != status:
        return False
    if since is not None and employee.updated_at < since:
        return False
    if not _has_external_id(employee, filters.get("external_id")):
        return False
    if "person" in filters and employee.key != read_shown(filters["person"]):
        return False
    return filters.get("team") in (None, employee.team)


def _has_external_id(employee: Employee, external_id: str | None) -> bool:
    """Say whether another system knows the person by this id (``system:id``; None: no filter)."""
    if external_id is None:
        return True
    # A system's name may contain a colon, so ``system:id`` is compared as a whole.
    return any(
        f"{system}:{number}" == external_id for system, number in employee.external_ids.items()
    )


def seen(context: Context, employee_id: str) -> Employee:
    """Return an employee that the caller may see.

    Raises NotFound (404) for an id that nobody has now, and for an employee that the caller may not
    see. Of a former id it says what the person is called now, to those who may see the person.
    """
    there = place(context, employee_id)
    principal = context.principal
    person = there.person
    if person is None or not principal.may_see(person.key, person.team):
        raise NotFound("employee")
    if there.use is Use.FORMER and person.status != DELETED:
        raise NotFound("employee", _now_called(employee_id, person.id))
    if there.holder is None:
        raise NotFound("employee")
    return there.holder


def put(
    context: Context, employee_id: str, wanted: Mapping[str, Any], expected: Expected
) -> tuple[Employee, bool]:
    """Create or replace an employee. The second value says whether the employee is new.

    ``wanted`` is a loaded ``EmployeeBody``. Raises 412 when ``expected`` does not hold or the
    employee changes meanwhile, 422 ``too_many_employees`` for a new one beyond the tenant's limit,
    409 ``external_id_taken`` when another employee holds one of the external ids, and 409 for an id
    that was used before, as :func:`put_draft` does.
    """
    there = place(context, employee_id)
    check(expected, there.holder.revision if there.holder else None)
    draft = put_draft(there, wanted, context.time)
    return store(context, draft), draft.is_new


def delete(context: Context, employee_id: str, expected: Expected) -> None:
    """Replace an employee with a tombstone.

    The id stays known. Name, team, external ids and bonus base are removed. Raises NotFound (404)
    as :func:`seen`, and 412 when ``expected`` does not hold or the employee changes meanwhile.
    """
    before = seen(context, employee_id)
    check(expected, before.revision)
    tombstone = emptied(before, context.time)
    headcount.remove(context, context.unit)
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
        revision=before.revision + 1,
    )


def store(context: Context, draft: Draft) -> Employee:
    """Write one draft at the request's commit, unless it changes nothing. Return the person.

    Raises OverLimit (422) for a new person beyond the limit, Conflict (409 ``external_id_taken``).
    """
    if draft.before is not None and not draft.changes_something:
        return draft.before
    if draft.is_new:
        headcount.add(context, context.unit, 1, headcount.check(context, 1))
    writer = Writer(context, [draft])
    (stamped,) = writer.drafts
    external_ids.check_one(context, writer.ids, stamped.after)
    writer.add_to_request(stamped)
    return stamped.after


def _now_called(employee_id: str, now: str) -> Text:
    return Text(
        f"员工编号 {employee_id} 已改为 {now}。", f"The id {employee_id} was changed to {now}."
    )
