"""The register of other systems' ids: each belongs to one employee at most.

An item for each (system, id), written in the transaction that writes the employee, so that two
requests at the same moment cannot both give an id away.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from pynamodb.expressions.operand import Path

from chalicelib.errors import Conflict, Fault, Invalid, ServiceError
from chalicelib.language import Text
from chalicelib.people.keys import key_of_external_id
from chalicelib.people.records import Employee
from chalicelib.store.transactions import Unit
from chalicelib.tenancy.context import Context

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Register:
    """Whose the ids are that were looked up; what is not there is nobody's."""

    holders: Mapping[Pair, str]

    def taken(self, employee: Employee) -> list[tuple[Pair, str]]:
        """The person's wanted ids that are another's, each with the other's id."""
        found = ((pair, self.holders.get(pair)) for pair in employee.external_ids.items())
        return [(pair, other) for pair, other in found if other not in (None, employee.id)]


def looked_up(context: Context, employees: Sequence[Employee]) -> Register:
    """The holders of all the ids of these employees."""
    scope = context.scope
    pairs = {pair for employee in employees for pair in employee.external_ids.items()}
    keys = {key_of_external_id(scope, *pair): pair for pair in sorted(pairs)}
    found = context.table.get_many(list(keys)) if keys else {}
    return Register({keys[key]: item["employee_id"] for key, item in found.items()})


def move(
    context: Context, unit: Unit, register: Register, before: Employee | None, after: Employee
) -> None:
    """Add to the unit what gives ``after`` its ids and frees those that it has no more.

    The commit raises 409 ``external_id_taken`` when another was quicker.
    """
    scope = context.scope
    own = Path("employee_id") == after.id
    for pair in sorted(after.external_ids.items()):
        free_or_own = Path("pk").does_not_exist() | own
        entry = {"employee_id": after.id}
        unit.put(
            key_of_external_id(scope, *pair), entry, free_or_own, partial(taken_now, context, pair)
        )
    for pair in sorted(set(before.external_ids.items()) if before else ()):
        if pair not in after.external_ids.items() and register.holders.get(pair) == after.id:
            unit.delete(key_of_external_id(scope, *pair), Path("pk").does_not_exist() | own)


def check_one(register: Register, employee: Employee) -> None:
    """Raise 409 ``external_id_taken`` when one of the person's ids is another's."""
    for pair, other in register.taken(employee):
        raise taken(pair, other)


def check_batch(register: Register, employees: Sequence[Employee]) -> None:
    """Raise 422 with a fault for each id that is another's, on the register or in the batch.

    An id that its holder gives up in the same batch is still the holder's: its entry cannot be
    freed and taken in one transaction. The fault then says how it moves.
    """
    giving = {employee.id: employee.external_ids.items() for employee in employees}
    faults: list[Fault] = []
    first: dict[Pair, str] = {}
    for place, employee in enumerate(employees):
        others = dict(register.taken(employee))
        for pair in employee.external_ids.items():
            other = others.get(pair) or first.setdefault(pair, employee.id)
            if other != employee.id:
                pointer = f"/employees/{place}/external_ids/{_escaped(pair[0])}"
                moves = other in giving and pair not in giving[other]
                words = _moving(pair, other) if moves else _words(pair, other)
                faults.append(Fault(pointer, "external_id_taken", words))
    if faults:
        raise Invalid(faults)


def taken_now(context: Context, pair: Pair) -> ServiceError:
    """The same found out by the transaction; whose it is now is read anew."""
    item = context.table.get(key_of_external_id(context.scope, *pair))
    return taken(pair, item["employee_id"] if item else None)


def taken(pair: Pair, other: str | None) -> ServiceError:
    extra: dict[str, Any] = {"employee_id": other, "system": pair[0]}
    return Conflict("external_id_taken", _words(pair, other), **extra)


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


def _escaped(name: str) -> str:
    return name.replace("~", "~0").replace("/", "~1")
