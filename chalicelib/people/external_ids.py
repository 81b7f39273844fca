"""The register of ids in other systems. Each id belongs to one person at most.

Each (system, id) has an item, which names the person's key. It is written in the transaction that
writes the employee, so that two simultaneous requests cannot both assign the same id.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from pynamodb.expressions.operand import Path

from chalicelib.errors import Conflict, Fault, ServiceError
from chalicelib.language import Text
from chalicelib.people.emptying import escaped
from chalicelib.people.identity import current_ids
from chalicelib.people.keys import key_of_external_id
from chalicelib.people.other_systems import Pair, known_as
from chalicelib.people.records import Employee
from chalicelib.person_keys import PersonKey
from chalicelib.store.transactions import Unit
from chalicelib.tenancy.context import Context


@dataclass(frozen=True, slots=True)
class Holders:
    """The holders of the ids that were looked up. An id without an entry is free."""

    holders: Mapping[Pair, PersonKey]

    def taken(self, employee: Employee) -> list[tuple[Pair, PersonKey]]:
        """Return the employee's ids that another person holds, each with the holder."""
        found = ((pair, self.holders.get(pair)) for pair in employee.external_ids.items())
        return [(pair, other) for pair, other in found if other not in (None, employee.key)]


def of_changes(context: Context, changes: Iterable[tuple[Employee | None, Employee]]) -> Holders:
    """Read the holders of the ids that people get or give up, each before and after."""
    pairs: set[Pair] = set()
    for before, after in changes:
        pairs |= _pairs(before) ^ _pairs(after)
    return Holders(known_as(context, sorted(pairs)))


def _pairs(employee: Employee | None) -> set[Pair]:
    return set(employee.external_ids.items()) if employee else set()


def move(
    context: Context, unit: Unit, held: Holders, before: Employee | None, after: Employee
) -> None:
    """Add to the unit the writes that assign the ids of ``after`` and free its former ids.

    The commit raises Conflict (409 ``external_id_taken``) when another request has taken an id.
    """
    scope = context.scope
    own = Path("employee_id") == after.key
    for pair in sorted(_pairs(after) - _pairs(before)):
        free_or_own = Path("pk").does_not_exist() | own
        entry = {"employee_id": after.key}
        unit.put(
            key_of_external_id(scope, *pair), entry, free_or_own, partial(taken_now, context, pair)
        )
    for pair in sorted(_pairs(before) - _pairs(after)):
        if held.holders.get(pair) == after.key:
            unit.delete(key_of_external_id(scope, *pair), Path("pk").does_not_exist() | own)


def check_one(context: Context, held: Holders, employee: Employee) -> None:
    """Raise Conflict (409 ``external_id_taken``) when another employee holds one of the ids."""
    for pair, other in held.taken(employee):
        raise taken(pair, _called(context, other))


def faults_of_batch(
    context: Context, held: Holders, employees: Mapping[int, Employee]
) -> dict[int, list[Fault]]:
    """Return a fault for each id that is another's, stored or before in the batch, by row.

    An id that its holder gives up in the same batch still belongs to the holder, because one
    transaction cannot free and assign the same entry. The fault then says how to move the id.
    """
    giving = {employee.key: employee.external_ids.items() for employee in employees.values()}
    found: dict[int, list[tuple[Pair, PersonKey]]] = {}
    first: dict[Pair, PersonKey] = {}
    for number, employee in employees.items():
        others = dict(held.taken(employee))
        for pair in employee.external_ids.items():
            other = others.get(pair) or first.get(pair)
            if other not in (None, employee.key):
                found.setdefault(number, []).append((pair, other))
        if number not in found:
            first |= dict.fromkeys(employee.external_ids.items(), employee.key)
    called = current_ids(context, (other for some in found.values() for _, other in some))

    def fault(pair: Pair, other: PersonKey) -> Fault:
        moves = other in giving and pair not in giving[other]
        words = _moving(pair, called[other]) if moves else _words(pair, called[other])
        return Fault(f"/external_ids/{escaped(pair[0])}", "external_id_taken", words)

    return {number: [fault(*one) for one in some] for number, some in found.items()}


def taken_now(context: Context, pair: Pair) -> ServiceError:
    """Return the error for an id that the transaction found taken. Its holder is read again."""
    item = context.table.get(key_of_external_id(context.scope, *pair))
    return taken(pair, _called(context, PersonKey(item["employee_id"])) if item else None)


def taken(pair: Pair, other: str | None) -> ServiceError:
    """Return the 409 for an id that the employee ``other`` holds (None: changed just now)."""
    extra: dict[str, Any] = {"employee_id": other, "system": pair[0]}
    return Conflict("external_id_taken", _words(pair, other), **extra)


def _called(context: Context, person: PersonKey) -> str:
    return current_ids(context, (person,))[person]


def _words(pair: Pair, other: str | None) -> Text:
    system, number = pair
    return Text(
        f"{system} 中的编号 {number} 已属于员工 {other or '（刚被修改）'}。",
        f"The id {number} in {system} is already that of employee {other or '(just changed)'}.",
    )


def _moving(pair: Pair, other: str) -> Text:
    system, number = pair
    return Text(
        f"{system} 中的编号 {number} 仍属于员工 {other}。"
        f"请分两次提交：先让 {other} 放弃，再分配给此员工。",
        f"The id {number} in {system} is still that of employee {other}. Send two batches: "
        f"one in which {other} gives it up, then one with this person.",
    )
