"""The register of employees: list, read, change one, change many, delete."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from pynamodb.expressions.operand import Path

from chalicelib.audit.records import event_write, record_change
from chalicelib.errors import Changed, NotFound
from chalicelib.people import before_locks, external_ids, headcount
from chalicelib.people.batches import joined
from chalicelib.people.keys import key_of_employee, partition_of_employees
from chalicelib.people.records import DELETED, Employee, read_employee, read_employees
from chalicelib.store.converters import Item
from chalicelib.store.filtered_page import collect
from chalicelib.store.records import from_item, to_item
from chalicelib.store.transactions import Unit
from chalicelib.tenancy.context import Context
from chalicelib.tenancy.roles import READERS
from chalicelib.web.etags import Expected, check
from chalicelib.web.modified_since import asked_since


def page(
    context: Context, filters: Mapping[str, Any], limit: int, after: str | None
) -> tuple[list[Employee], str | None]:
    """Return a page of the employees that the caller may see and the filters match.

    The second value is the position of the next page (None: last). Tombstones are listed only with
    ``modified_since`` (so that copies in other systems can follow) or with ``status=deleted``.
    """

    def keep(item: Item) -> Employee | None:
        employee = from_item(Employee, item)
        return employee if _matches(context, employee, filters) else None

    return collect(
        context.table, partition_of_employees(context.scope), limit=limit, after=after, keep=keep
    )


def _matches(context: Context, employee: Employee, filters: Mapping[str, Any]) -> bool:
    since, status = asked_since(filters), filters.get("status")
    if not context.principal.may_see(employee.id, employee.team):
        return False
    if employee.status == DELETED and since is None and status != DELETED:
        return False
    if status is not None and employee.status != status:
        return False
    if since is not None and employee.updated_at < since:
        return False
    if not _has_external_id(employee, filters.get("external_id")):
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

    Raises NotFound (404) for an unknown or deleted employee, and for one that the caller may not
    see.
    """
    employee = read_employee(context.table, context.scope, employee_id)
    if employee is None or employee.status == DELETED:
        raise NotFound("employee")
    if not context.principal.may_see(employee.id, employee.team):
        raise NotFound("employee")
    return employee


def put(
    context: Context, employee_id: str, wanted: Mapping[str, Any], expected: Expected
) -> tuple[Employee, bool]:
    """Create or replace an employee. The second value says whether the employee is new.

    ``wanted`` is a loaded ``EmployeeBody``. Raises 412 when ``expected`` does not hold or the
    employee changes meanwhile, 422 ``too_many_employees`` for a new one beyond the tenant's limit,
    and 409 ``external_id_taken`` when another employee holds one of the external ids.
    """
    before = read_employee(context.table, context.scope, employee_id)
    _check_conditions(expected, before)
    changes = before_locks.Changes(context)
    after = changes.stamped(before, _employee_of(context, employee_id, wanted, before))
    if before is not None and _same(before, after):
        return before, False
    if _is_new(before):
        headcount.add(context, context.unit, 1, headcount.check(context, 1))
    ids = external_ids.looked_up(context, [before, after] if before else [after])
    external_ids.check_one(ids, after)
    external_ids.move(context, context.unit, ids, before, after)
    changes.keep(context.unit, before, after)
    context.unit.put(
        key_of_employee(context.scope, employee_id),
        to_item(after),
        _unchanged_since(before),
        Changed,
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
    """Replace an employee with a tombstone.

    The id stays known. Name, team, external ids and bonus base are removed. Raises NotFound (404)
    as :func:`seen`, and 412 when ``expected`` does not hold or the employee changes meanwhile.
    """
    before = seen(context, employee_id)
    check(expected, before.revision)
    changes = before_locks.Changes(context)
    tombstone = changes.stamped(
        before,
        Employee(
            id=before.id, status=DELETED, updated_at=context.time, revision=before.revision + 1
        ),
    )
    changes.keep(context.unit, before, tombstone)
    context.unit.put(
        key_of_employee(context.scope, employee_id),
        to_item(tombstone),
        _unchanged_since(before),
        Changed,
    )
    headcount.remove(context, context.unit)
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
    """Create or replace many: (id, ``created`` | ``updated`` | ``unchanged``) for each, in order.

    A transaction writes about fifty people. Each person is written together with the audit event
    and the external ids, and only if the register has not changed since it was read. After an error
    the same batch can be sent again and completes, because people that are already as wanted are
    skipped.

    With nothing written, raises 422 ``too_many_employees`` when the new people exceed the tenant's
    limit, and 422 ``external_id_taken`` with a fault for each id that another employee holds, in
    the batch or on the register. To move an id, a request before must give it up. Raises 409 when
    another request takes an id meanwhile, 412 when it changes a person, and 422
    ``too_many_employees`` when it takes the last places. Some transactions may be written then.
    """
    known = read_employees(context.table, context.scope, (one["id"] for one in wanted))
    most = headcount.check(context, sum(_is_new(known.get(one["id"])) for one in wanted))
    changes = before_locks.Changes(context)
    made = [
        changes.stamped(
            known.get(one["id"]), _employee_of(context, one["id"], one, known.get(one["id"]))
        )
        for one in wanted
    ]
    ids = external_ids.looked_up(context, [*known.values(), *made])
    external_ids.check_batch(ids, made)
    outcomes: list[tuple[str, str]] = []
    units: list[tuple[Unit, bool]] = []
    for after in made:
        before = known.get(after.id)
        if before is not None and _same(before, after):
            outcomes.append((after.id, "unchanged"))
            continue
        unit = Unit(context.table)
        unit.put(
            key_of_employee(context.scope, after.id),
            to_item(after),
            _unchanged_since(before),
            Changed,
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
        changes.keep(unit, before, after)
        units.append((unit, _is_new(before)))
        outcomes.append((after.id, "created" if _is_new(before) else "updated"))
    *first, last = joined(context, units, most)
    for unit in first:
        unit.commit()
    context.unit.join(last)
    return outcomes


def shown(context: Context, employee: Employee) -> dict[str, Any]:
    """Return an employee as the API shows it to the caller.

    The bonus base is for those who see the whole company. Supervisors and agents get None.
    """
    body = described(employee)
    return body if context.principal.role in READERS else {**body, "bonus_base": None}


def described(employee: Employee) -> dict[str, Any]:
    """Return an employee with everything that is stored, as a copy of the company holds it."""
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


def _employee_of(
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
    """Say whether a put creates an employee: the id is unknown or has a tombstone."""
    return before is None or before.status == DELETED


def _check_conditions(expected: Expected, before: Employee | None) -> None:
    """Raise 412 unless the caller's conditions hold. A tombstone counts as no employee."""
    check(expected, None if before is None or before.status == DELETED else before.revision)


def _same(before: Employee, after: Employee) -> bool:
    return replace(after, updated_at=before.updated_at, revision=before.revision) == before


def _unchanged_since(before: Employee | None) -> Any:
    if before is None:
        return Path("pk").does_not_exist()
    return Path("revision") == before.revision
