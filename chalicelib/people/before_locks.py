"""The register as it was when a period was locked, until the period's snapshot is taken.

Each lock counts the company's locks up by one, in its own transaction, and is pending until its
snapshot is taken. Whoever changes ids in other systems reads that count, stores it with the person
(``Employee.locks``), and keeps the former ids when a pending lock needs them. So lock number ``n``
has, of each person, the version with the greatest count below ``n``. No clock is compared, and a
change costs one read (docs/decisions/locked-snapshots.md).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice

from pynamodb.expressions.operand import Path

from chalicelib.people.keys import (
    FORMER,
    former_prefix,
    key_of_former_ids,
    key_of_locks,
    partition_of_register_locks,
)
from chalicelib.people.records import Employee, everybody
from chalicelib.person_keys import PersonKey, first_id
from chalicelib.store.converters import Item
from chalicelib.store.keys import key_of_item, parts_of
from chalicelib.store.records import from_item
from chalicelib.store.transactions import Unit
from chalicelib.tenancy.context import Context
from chalicelib.tenancy.holdings import Erasing

#: People looked up together, and items of one query while former ids are removed.
PAGE = 500
#: Separates period and scheme in the name of a pending lock. No other attribute has it.
_OF = "/"


@dataclass(frozen=True, slots=True)
class Locks:
    """How many locks the company has had, and the numbers of the pending ones by their names."""

    number: int = 0
    pending: Mapping[str, int] | None = None

    def need(self, since: int, until: int) -> bool:
        """Say whether a pending lock needs ids that were written at ``since`` locks, replaced at
        ``until``."""
        return any(since < number <= until for number in (self.pending or {}).values())


def name_of_lock(period: str, scheme: str) -> str:
    """Return the name under which the lock of a scheme's period is pending."""
    return f"{period}{_OF}{scheme}"


def read_locks(context: Context) -> Locks:
    """Read the count of locks and the pending ones."""
    item = context.table.get(key_of_locks(context.scope))
    if item is None:
        return Locks()
    pending = {name: int(value) for name, value in item.items() if _OF in name}
    return Locks(int(item["number"]), pending)


def count_lock(context: Context, unit: Unit, name: str) -> None:
    """Count a lock and make it pending, at the unit's commit."""
    more = (Path("number") | 0) + 1
    actions = [Path([name]).set(more), Path("number").set(more)]
    unit.update(key_of_locks(context.scope), actions)


def end_lock(context: Context, unit: Unit, name: str) -> None:
    """End a pending lock at the unit's commit: its snapshot is taken."""
    unit.update(key_of_locks(context.scope), [Path([name]).remove()], Path("number").exists())


class Changes:
    """Changes of people in one request. The count of locks is read once, when it is needed."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._locks: Locks | None = None

    def stamped(self, before: Employee | None, after: Employee) -> Employee:
        """Return the person with the count of locks of the ids, the own one too."""
        former = before or Employee(after.id, after.status, after.updated_at)
        if after.external_ids == former.external_ids and after.id == former.id:
            return replace(after, locks=former.locks)
        if self._locks is None:
            self._locks = read_locks(self._context)
        return replace(after, locks=max(self._locks.number, former.locks))

    def keep(self, unit: Unit, before: Employee | None, after: Employee) -> None:
        """Keep the former ids in the unit that writes ``after``, when a pending lock needs them."""
        if before is None or self._locks is None:
            return
        if self._locks.need(before.locks, after.locks):
            former = {
                "until": after.locks,
                "external_ids": dict(before.external_ids),
                "id": before.id,
            }
            unit.put(key_of_former_ids(self._context.scope, before.key, before.locks), former)


Ids = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Named:
    """A person's key, what the person was called at a lock, and the ids in other systems then."""

    person: PersonKey
    employee_id: str
    external_ids: Ids


def ids_before(context: Context, number: int, after: PersonKey | None) -> Iterator[Named]:
    """Give everybody with the ids at lock ``number``, by key.

    ``after``: the key after which to begin. Somebody who came later has no ids.
    """
    people = (from_item(Employee, item) for item in everybody(context, after))
    while page := list(islice(people, PAGE)):
        former = _former(context, [one for one in page if one.locks >= number], number)
        for one in page:
            if one.locks < number:
                yield Named(one.key, one.id, one.external_ids)
            else:
                yield former.get(one.key) or Named(one.key, one.id, {})


def _former(context: Context, people: Sequence[Employee], number: int) -> dict[PersonKey, Named]:
    """Return the kept ids at lock ``number`` of these people, by key."""
    if not people:
        return {}
    keys = [
        key_of_former_ids(context.scope, one.key, locks) for one in people for locks in (0, number)
    ]
    wanted, found = {one.key for one in people}, dict[PersonKey, Named]()
    low, high = min(key.sk for key in keys), max(key.sk for key in keys)
    while True:
        page = context.table.query_from(keys[0].pk, low, high)
        for item in page.items:
            person, locks = _named(item)
            if person in wanted and locks < number:
                # Later versions come later. Older items were kept when no id could change.
                called = item.get("id", first_id(person))
                found[person] = Named(person, called, item["external_ids"])
        if page.after is None:
            return found
        low = page.after


def _named(item: Item) -> tuple[PersonKey, int]:
    _, person, locks = parts_of(item["sk"])
    return PersonKey(person), int(locks)


def forget_former(context: Context, until: datetime) -> bool:
    """Remove former ids that no pending lock needs. Return False when time was up before the end.

    A lock to come has a greater number than every stored version, so it needs none of them.
    """
    partition, after = partition_of_register_locks(context.scope), None
    locks = read_locks(context)
    while True:
        page = context.table.query(partition, prefix=FORMER, after=after, limit=PAGE)
        gone = [
            key_of_item(item)
            for item in page.items
            if not locks.need(_named(item)[1], int(item["until"]))
        ]
        for key in gone:
            context.table.delete(key)
        if page.after is None:
            return True
        if context.platform.clock() > until:
            return False
        after = page.after


def erase(erasing: Erasing, _after: str | None) -> Iterator[str]:
    """Remove the kept ids of a person who is erased. No checkpoint is needed."""
    context = erasing.context
    partition = partition_of_register_locks(context.scope)
    prefix = former_prefix(erasing.person)
    for item in list(context.table.query_all(partition, prefix=prefix, only=("pk", "sk"))):
        context.table.delete(key_of_item(item))
    yield from ()
