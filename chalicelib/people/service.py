"""The register of employees: reading, changing one, changing many."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from pynamodb.expressions.operand import Path

from chalicelib.audit.records import event_write, record_change
from chalicelib.errors import Changed, NotFound
from chalicelib.people import external_ids, headcount
from chalicelib.people.keys import key_of_employee, partition_of_employees
from chalicelib.people.records import DELETED, Employee, read_employee, read_employees
from chalicelib.store.converters import Item
from chalicelib.store.filtered_page import collect
from chalicelib.store.records import from_item, to_item
from chalicelib.store.transactions import MOST_WRITES, Unit, join_units
from chalicelib.tenancy.context import Context
from chalicelib.web.etags import Expected, check
from chalicelib.web.modified_since import asked_since

#: Writes of a batch in one transaction; the last has room for the answer that an Idempotency-Key
#: keeps, so that a small batch is one transaction with it.
AT_ONCE = MOST_WRITES - 1


def page(
    context: Context, filters: Mapping[str, Any], limit: int, after: str | None
) -> tuple[list[Employee], str | None]:
    """Those whom the caller may see and the filters keep.

    Tombstones are listed only with ``modified_since`` (so that a copy elsewhere can follow) or
    with ``status=deleted``.
    """

    def keep(item: Item) -> Employee | None:
        employee = from_item(Employee, item)
        return employee if _kept(context, employee, filters) else None

    return collect(
        context.table, partition_of_employees(context.scope), limit=limit, after=after, keep=keep
    )


def _kept(context: Context, employee: Employee, filters: Mapping[str, Any]) -> bool:
    since, status = asked_since(filters), filters.get("status")
    if not context.principal.may_see(employee.id, employee.team):
        return False
    if employee.status == DELETED and since is None and status != DELETED:
        return False
    if status is not None and employee.status != status:
        return False
    if since is not None and employee.updated_at < since:
        return False
    if not _known_as(employee, filters.get("external_id")):
        return False
    return filters.get("team") in (None, employee.team)


def _known_as(employee: Employee, external_id: str | None) -> bool:
    """Whether another system knows the person so: ``system:id``, as the filter has it."""
    if external_id is None:
        return True
    # A system's name may hold a colon itself, so its pairs are compared whole.
    return any(
        f"{system}:{number}" == external_id for system, number in employee.external_ids.items()
    )


def seen(context: Context, employee_id: str) -> Employee:
    """One whom the caller may see; 404 for anybody else's, or a deleted one."""
    employee = read_employee(context.table, context.scope, employee_id)
    if employee is None or employee.status == DELETED:
        raise NotFound
    if not context.principal.may_see(employee.id, employee.team):
        raise NotFound
    return employee


def put(
    context: Context, employee_id: str, wanted: Mapping[str, Any], expected: Expected
) -> tuple[Employee, bool]:
    """Make or replace one; the second value says whether it is new. 412 when it has changed.

    422 ``too_many_employees`` for a new one beyond the tenant's limit, 409 ``external_id_taken``
    when another system's id is somebody else's.
    """
    before = read_employee(context.table, context.scope, employee_id)
    _check_seen(expected, before)
    after = _made(context, employee_id, wanted, before)
    if before is not None and _same(before, after):
        return before, False
    if _is_new(before):
        headcount.check(context, 1)
    ids = external_ids.looked_up(context, [before, after] if before else [after])
    external_ids.check_one(ids, after)
    external_ids.move(context, context.unit, ids, before, after)
    context.unit.put(
        key_of_employee(context.scope, employee_id), to_item(after), _unmoved(before), Changed
    )
    record_change(
        context,
        "employees.change",
        f"employees/{employee_id}",
        described(before) if before else None,
        described(after),
        revision=after.revision,
    )
    return after, _is_new(before)


def delete(context: Context, employee_id: str, expected: Expected) -> None:
    """Leave a tombstone: the id stays known, name, team, external ids and bonus base go."""
    before = seen(context, employee_id)
    check(expected, before.revision)
    tombstone = Employee(
        id=before.id, status=DELETED, updated_at=context.time, revision=before.revision + 1
    )
    context.unit.put(
        key_of_employee(context.scope, employee_id), to_item(tombstone), _unmoved(before), Changed
    )
    ids = external_ids.looked_up(context, [before])
    external_ids.move(context, context.unit, ids, before, tombstone)
    record_change(
        context,
        "employees.delete",
        f"employees/{employee_id}",
        described(before),
        described(tombstone),
        revision=tombstone.revision,
    )


def put_many(context: Context, wanted: Sequence[Mapping[str, Any]]) -> list[tuple[str, str]]:
    """Make or replace many: (id, ``created`` | ``updated`` | ``unchanged``) for each, in order.

    Each person is written with the event and the ids in other systems that belong to it, and only
    where the register is still as it was read: some fifty of them a transaction. Sending the same
    batch again after an error completes it, because an employee that is already as wanted is left
    alone. 422 ``too_many_employees``, with nothing written, when the new ones are beyond the
    tenant's limit, and ``external_id_taken`` for each id that is somebody else's, in the batch or
    on the register: an id that moves from one to another is given up by a request before. 409 when
    that happens meanwhile, 412 when a person changes.
    """
    known = read_employees(context.table, context.scope, (one["id"] for one in wanted))
    headcount.check(context, sum(_is_new(known.get(one["id"])) for one in wanted))
    made = [_made(context, one["id"], one, known.get(one["id"])) for one in wanted]
    ids = external_ids.looked_up(context, [*known.values(), *made])
    external_ids.check_batch(ids, made)
    outcomes: list[tuple[str, str]] = []
    units: list[Unit] = []
    for after in made:
        before = known.get(after.id)
        if before is not None and _same(before, after):
            outcomes.append((after.id, "unchanged"))
            continue
        unit = Unit(context.table)
        unit.put(
            key_of_employee(context.scope, after.id), to_item(after), _unmoved(before), Changed
        )
        unit.put(
            *event_write(
                context,
                "employees.change",
                f"employees/{after.id}",
                described(before) if before else None,
                described(after),
                revision=after.revision,
            )
        )
        external_ids.move(context, unit, ids, before, after)
        units.append(unit)
        outcomes.append((after.id, "created" if _is_new(before) else "updated"))
    *first, last = join_units(context.table, units, AT_ONCE)
    for unit in first:
        unit.commit()
    context.unit.join(last)
    return outcomes


def described(employee: Employee) -> dict[str, Any]:
    """An employee as the API shows it."""
    return {
        "id": employee.id,
        "name": employee.name,
        "team": employee.team,
        "status": employee.status,
        "external_ids": dict(employee.external_ids),
        "bonus_base": employee.bonus_base,
        "updated_at": employee.updated_at,
        "erased_at": employee.erased_at,
    }


def _made(
    context: Context, employee_id: str, wanted: Mapping[str, Any], before: Employee | None
) -> Employee:
    return Employee(
        id=employee_id,
        status=wanted["status"],
        updated_at=context.time,
        name=wanted["name"],
        team=wanted["team"],
        external_ids=wanted["external_ids"],
        bonus_base=wanted["bonus_base"],
        revision=before.revision + 1 if before else 1,
    )


def _is_new(before: Employee | None) -> bool:
    """Whether whoever is put now was nobody before: never there, or deleted since."""
    return before is None or before.status == DELETED


def _check_seen(expected: Expected, before: Employee | None) -> None:
    """Raise 412 unless what the caller says of the person holds; a tombstone is nobody."""
    check(expected, None if before is None or before.status == DELETED else before.revision)


def _same(before: Employee, after: Employee) -> bool:
    return replace(after, updated_at=before.updated_at, revision=before.revision) == before


def _unmoved(before: Employee | None) -> Any:
    if before is None:
        return Path("pk").does_not_exist()
    return Path("revision") == before.revision
