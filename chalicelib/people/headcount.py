"""The number of people on a company's register, and its limit.

One item has the number. Every transaction that adds people to the register or removes some changes
it too, on condition that the limit allows it. So requests and uploads at the same time cannot pass
the limit together, and a transaction that is repeated counts once. Tombstones are not counted.

``changes`` grows with each change of the number. So a count of the register is exact when it is the
same before and after.
"""

from dataclasses import dataclass

from pynamodb.expressions.operand import Path

from chalicelib.errors import Busy, OverLimit
from chalicelib.language import Text
from chalicelib.people.keys import key_of_headcount, partitions_of_employees
from chalicelib.people.records import DELETED, ID_ONLY
from chalicelib.store.records import from_item
from chalicelib.store.table import ConditionFailed, Table
from chalicelib.store.transactions import Refusal, Unit
from chalicelib.tenancy.context import Context
from chalicelib.tenancy.records import Limits, read_tenant
from chalicelib.tenancy.scope import TenantScope

#: Counts of a register that changes meanwhile, before a recount is given up.
ATTEMPTS = 10
_people, _changes = Path("people"), Path("changes")


@dataclass(frozen=True, slots=True)
class Headcount:
    """The stored number of people, and how often it was changed."""

    people: int
    changes: int = 0


@dataclass(frozen=True, slots=True)
class Recount:
    """The number that was stored, and the number of people that are on the register."""

    stored: int
    counted: int


def limit(context: Context) -> int:
    """Return how many people the company's register may have."""
    tenant = read_tenant(context.table, context.scope)
    return (tenant.allowance if tenant else Limits()).max_employees


def number(context: Context) -> int:
    """Return the number of people on the register."""
    return _stored(context.table, context.scope, context.principal.register_shards).people


def check(context: Context, more: int) -> int:
    """Return the limit. Raises OverLimit (``too_many_employees``) when ``more`` people exceed it.

    This refuses a request as a whole before anything is written. :func:`add` holds the limit.
    """
    most, there = limit(context), number(context)
    if more and there + more > most:
        raise _over(most, there, more)
    return most


def add(context: Context, unit: Unit, more: int, most: int, refusal: Refusal | None = None) -> None:
    """Count ``more`` new people in the transaction that writes them.

    ``most`` is the limit, as :func:`check` or :func:`limit` returns it. :func:`number` or
    :func:`check` must have been called before. ``refusal`` makes the error of a transaction that
    exceeds the limit; OverLimit by default.
    """
    if not more:
        return

    def over() -> Exception:
        return _over(most, number(context), more)

    changed = [_people.set(_people + more), _changes.set(_changes + 1)]
    unit.update(key_of_headcount(context.scope), changed, _people <= most - more, refusal or over)


def remove(context: Context, unit: Unit) -> None:
    """Count one person less in the transaction that makes the person a tombstone."""
    number(context)
    changed = [_people.set(_people - 1), _changes.set(_changes + 1)]
    unit.update(key_of_headcount(context.scope), changed)


def recount(table: Table, scope: TenantScope, shards: int, *, mend: bool) -> Recount:
    """Count the register of so many shards; with ``mend`` store the number, if it differs.

    Raises Busy when the register changed during every count.
    """
    for _ in range(ATTEMPTS):
        before = _stored(table, scope, shards)
        found = Recount(before.people, _counted(table, scope, shards))
        if not mend or found.stored == found.counted:
            if _stored(table, scope, shards) == before:
                return found
            continue
        same = (_changes == before.changes) & (_people == before.people)
        changed = [_people.set(found.counted), _changes.set(before.changes + 1)]
        try:
            table.update(key_of_headcount(scope), changed, same)
        except ConditionFailed:
            continue
        return found
    raise Busy(
        "register_busy", Text("名册正在变动，请稍后重试。", "The register is being changed.")
    )


def _stored(table: Table, scope: TenantScope, shards: int) -> Headcount:
    """Read the number. A register from before the number was kept is counted once.

    Nobody can change the register between this count and the write of its number, because every
    such change needs the stored number.
    """
    key = key_of_headcount(scope)
    item = table.get(key)
    if item is None:
        first = {"people": _counted(table, scope, shards), "changes": 0}
        try:
            table.put(key, first, Path("pk").does_not_exist())
        except ConditionFailed:
            # Another request was faster.
            item = table.get(key)
        item = item or first
    return from_item(Headcount, item)


def _counted(table: Table, scope: TenantScope, shards: int) -> int:
    status = Path("status")
    present = (status != DELETED) & (status != ID_ONLY)
    return sum(
        table.count(partition, present) for partition in partitions_of_employees(scope, shards)
    )


def _over(most: int, there: int, more: int) -> OverLimit:
    return OverLimit(
        "too_many_employees",
        Text(
            f"最多可登记 {most} 名员工，现有 {there} 名，本次新增 {more} 名。",
            f"At most {most} people can be registered; there are {there}, and this adds {more}.",
        ),
    )
