"""The stored record of a person, and the record of an id that somebody else's key has."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal
from heapq import merge
from typing import Any, Final, Protocol

from pynamodb.expressions.operand import Path

from chalicelib.people.keys import key_of_employee, partitions_of_employees
from chalicelib.person_keys import PersonKey, first_id, first_key, read_shown
from chalicelib.store.converters import Item
from chalicelib.store.keys import Key, escaped
from chalicelib.store.records import from_item, to_item
from chalicelib.store.table import Table
from chalicelib.tenancy.scope import TenantScope

ACTIVE, LEFT, DELETED = "active", "left", "deleted"
#: The status of an item that is no person: a key whose text is the id of another key's person.
ID_ONLY = "id_only"


@dataclass(frozen=True, slots=True)
class Employee:
    """A person. ``status`` is active, left or deleted. A deleted one is a tombstone without a name.

    ``id`` is what the company calls the person now, or called last. ``person`` is the key when it
    is not the id. ``id_since`` is when the person got the id; None: the person came with it.
    ``former_ids`` are the ids before, the latest at the end. ``returned_at`` is when the person
    came back after having been deleted; credentials of before have ended (api_keys/binding.py).

    ``holder``, ``used`` and ``handed`` are about the id that has the same text as the person's
    key, and are absent until it is used again: who holds it now (empty: nobody), how many people
    have come with it, and to whom it went: ``{"person", "since"}``, the latest at the end. An item
    with the status ``id_only`` has these alone (people/identity.py).

    ``made_by_upload`` is the upload whose file put the person on the register, then of the revision
    ``made_revision``. ``unmade_by``, of a tombstone: that upload was withdrawn, and nothing else
    had named the person (uploads/unmade_people.py). To a file the id is unknown then.

    ``locks`` is how many locks of periods there had been when ``external_ids`` changed
    (people/before_locks.py). ``bonus_base`` is money in the tenant's currency: a month's full
    performance bonus. On an erased person's tombstone, ``erased_at`` is the time and ``erasure``
    the id of the erasure (docs/personal-data.md).

    ``facts`` are what holds from a day on, by name (people/dated.py): lists of
    ``{"from": day, "value": text or None}``, sorted; the first may have no ``from``: always. A team
    without a list is ``team``, always. ``employments`` are ``{"joined_on", "left_on"}``, sorted; an
    absent day is not known, or open. ``leaves`` are ``{"from", "to", "protected"}``, sorted.
    ``team`` and ``status`` are those of the day of the last write; ``status_set``: the status was
    set against the employments (people/today.py).
    """

    id: str
    status: str
    updated_at: str
    name: str | None = None
    team: str | None = None
    external_ids: dict[str, str] = field(default_factory=dict)
    bonus_base: Decimal | None = None
    revision: int = 1
    erased_at: str | None = None
    erasure: str | None = None
    locks: int = 0
    person: PersonKey | None = None
    id_since: str | None = None
    former_ids: tuple[str, ...] = ()
    holder: str | None = None
    used: int = 1
    handed: tuple[dict[str, str], ...] | None = None
    returned_at: str | None = None
    made_by_upload: str | None = None
    made_revision: int = 1
    unmade_by: str | None = None
    facts: dict[str, list[dict[str, str | None]]] = field(default_factory=dict)
    employments: tuple[dict[str, str], ...] = ()
    probation_until: str | None = None
    leaves: tuple[dict[str, Any], ...] = ()
    status_set: bool = False

    def back_at(self, time: str) -> "Employee":
        """Return the person as of a return: it is noted of somebody who was deleted."""
        return replace(self, returned_at=time) if self.status == DELETED else self

    @property
    def key(self) -> PersonKey:
        """The key under which everything of the person is stored."""
        return self.person or first_key(self.id)

    @property
    def all_ids(self) -> list[str]:
        """The ids that the person has and had."""
        return list(dict.fromkeys((*self.former_ids, first_id(self.key), self.id)))

    @property
    def unmade(self) -> bool:
        """Whether a file may put the person on the register again, as it did before."""
        gone = self.status == DELETED and self.unmade_by is not None
        return gone and self.holder is None and self.erased_at is None

    @property
    def is_person(self) -> bool:
        """Whether the item is a person, present or deleted."""
        return self.status != ID_ONLY


#: What a list of results or of their coefficients needs of a person: what the person is called now,
#: here and in other systems, and what the register says of the month.
BRIEF: Final = (
    *("id", "status", "updated_at", "team", "external_ids", "person"),
    *("facts", "employments", "leaves", "status_set"),
)
#: Attributes that an item has only when they say something: most people have none of them.
_RARE: Final = frozenset(("facts", "employments", "leaves", "status_set"))


def stored(employee: Employee) -> Item:
    """Return the item of a person."""
    item = {name: value for name, value in to_item(employee).items() if value or name not in _RARE}
    if employee.made_revision == 1:
        item.pop("made_revision", None)
    return item


class Register(Protocol):
    """A company's register of people: a context, or :class:`RegisterOf` without one."""

    @property
    def table(self) -> Table: ...

    @property
    def scope(self) -> TenantScope: ...

    @property
    def register_shards(self) -> int: ...


@dataclass(frozen=True, slots=True)
class RegisterOf:
    """The register of a company outside of a request's context."""

    table: Table
    scope: TenantScope
    register_shards: int


def key_of(register: Register, person: PersonKey) -> Key:
    """Return the storage key of a person of the company."""
    return key_of_employee(register.scope, person, register.register_shards)


def read_item(register: Register, person: PersonKey) -> Employee | None:
    """Return what lies at a key: a person, or the record of an id; None: nothing."""
    item = register.table.get(key_of(register, person))
    return None if item is None else from_item(Employee, item)


def read_person(register: Register, person: PersonKey) -> Employee | None:
    """Return a person, or the tombstone of a deleted one; None when there is none of this key."""
    found = read_item(register, person)
    return found if found is not None and found.is_person else None


def read_person_shown(register: Register, text: str) -> Employee | None:
    """Return the person whom a shown key (``prs_…``) names, tombstones too; None: nobody."""
    person = read_shown(text)
    return None if person is None else read_person(register, person)


def read_items(
    register: Register, persons: Iterable[PersonKey], *, brief: bool = False
) -> dict[PersonKey, Employee]:
    """Return what lies at these keys, by key: people, and records of ids. ``brief``: BRIEF."""
    wanted = {key_of(register, person): person for person in persons}
    only = BRIEF if brief else None
    found = register.table.get_many(list(wanted), only=only) if wanted else {}
    return {wanted[key]: from_item(Employee, item) for key, item in found.items()}


def read_people(
    register: Register, persons: Iterable[PersonKey], *, brief: bool = False
) -> dict[PersonKey, Employee]:
    """Return the people of these keys, tombstones too. ``brief``: with what BRIEF has alone, to be
    shown and never written."""
    found = read_items(register, persons, brief=brief)
    return {person: one for person, one in found.items() if one.is_person}


def all_employees(register: Register) -> Iterator[Employee]:
    """Give all people of the company in the order of their keys, tombstones too."""
    for item in everybody(register):
        yield from_item(Employee, item)


def all_items(register: Register) -> Iterator[Employee]:
    """Give everything on the register, in no order: people, tombstones, records of ids."""
    for partition in partitions_of_employees(register.scope, register.register_shards):
        for item in register.table.query_all(partition):
            yield from_item(Employee, item)


def everybody(
    register: Register, after: PersonKey | None = None, only: tuple[str, ...] = ()
) -> Iterator[Item]:
    """Give the items of all people in the order of their keys, after a key.

    ``only``: the attributes to read; ``sk`` must be among them. Empty: all.
    """

    def of_shard(partition: str) -> Iterator[Item]:
        yield from register.table.query_all(
            partition,
            after=None if after is None else escaped(after),
            where=Path("status") != ID_ONLY,
            only=only or None,
        )

    shards = partitions_of_employees(register.scope, register.register_shards)
    return merge(*map(of_shard, shards), key=lambda item: item["sk"])
