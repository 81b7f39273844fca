"""Who holds an employee id now, who held it before, and what a person is called now.

A person is stored under a key (chalicelib/person_keys.py). The item at the key ``X`` also says who
holds the *id* ``X``, when that is not simply the person of this key:

- nobody has used the id again, and the person of the key still has it: the common case, one read;
- the person was renamed and nobody has the id now: ``holder`` is empty;
- somebody else has it now, or has come with it again: ``holder`` is that person's key;
- nobody ever came with the id, but somebody was renamed to it: the item is a record of the id.

So every id that was ever used has an item, which also tells to whom the id went, and when.

So everything about an id changes in one item, and a transaction that gives an id is refused when
another gave it meanwhile. Resolving ids costs one batch read, and one more when some are held under
other keys. A former id leads to nobody.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from chalicelib.people.records import (
    DELETED,
    Employee,
    Register,
    all_items,
    read_items,
    read_people,
)
from chalicelib.person_keys import PersonKey, first_id, first_key


class Use(Enum):
    """What an id is now."""

    #: Nobody has ever had it.
    FREE = "free"
    #: Somebody has it.
    HELD = "held"
    #: It was the id of somebody who was renamed.
    FORMER = "former"
    #: It was the id of somebody who was deleted.
    DELETED = "deleted"


@dataclass(frozen=True, slots=True)
class Place:
    """An id: its use, who holds it (HELD), who had it last (FORMER, DELETED).

    ``item`` is what is stored at the key with the id's text; None for a free id.
    """

    id: str
    use: Use
    person: Employee | None = None
    item: Employee | None = None

    @property
    def holder(self) -> Employee | None:
        """The person who has the id now and is not deleted."""
        return self.person if self.use is Use.HELD else None

    @property
    def people(self) -> int:
        """How many people have come with this id so far, or were renamed to it."""
        return 0 if self.item is None else self.item.used


def places(register: Register, employee_ids: Iterable[str]) -> dict[str, Place]:
    """Return what each id is now."""
    wanted = dict.fromkeys(employee_ids)
    return placed(register, wanted, read_items(register, map(first_key, wanted)))


def placed(
    register: Register, wanted: Iterable[str], at_ids: Mapping[PersonKey, Employee]
) -> dict[str, Place]:
    """Return what each id is now. ``at_ids``: what lies at the keys with the ids' texts."""
    elsewhere = {
        key for item in at_ids.values() for key in (_other(item),) if key not in (None, item.key)
    }
    others = read_people(register, sorted(key for key in elsewhere if key))
    return {one: _place(one, at_ids.get(first_key(one)), others) for one in wanted}


def place(register: Register, employee_id: str) -> Place:
    """Return what an id is now."""
    return places(register, (employee_id,))[employee_id]


def holders(register: Register, employee_ids: Iterable[str]) -> dict[str, Employee]:
    """Return who has each id now, by id. Ids that nobody has now are left out."""
    found = places(register, employee_ids)
    return {one: who for one, place in found.items() if (who := place.holder) is not None}


def current_ids(register: Register, persons: Iterable[PersonKey]) -> Mapping[PersonKey, str]:
    """Return what each person is called now; the key's own text for somebody unknown."""
    wanted = list(dict.fromkeys(persons))
    return ids_now(wanted, read_people(register, wanted))


def ids_now(
    persons: Iterable[PersonKey], people: Mapping[PersonKey, Employee]
) -> dict[PersonKey, str]:
    """Return what each person is called now, of ``people`` who are on the register."""
    return {one: called(one, people.get(one)) for one in persons}


def external_ids_of(person: PersonKey, people: Mapping[PersonKey, Employee]) -> dict[str, str]:
    """Return a person's ids in other systems, sorted. None of somebody not in ``people``."""
    there = people.get(person)
    return {} if there is None else dict(sorted(there.external_ids.items()))


def called(person: PersonKey, employee: Employee | None) -> str:
    """Return what a person is called now. ``employee`` None: the person is not on the register."""
    return first_id(person) if employee is None else employee.id


def called_in(person: PersonKey, ids: Mapping[PersonKey, str] | None) -> str:
    """Return what a person is called by ``ids`` (:func:`ids_now`). None: what the person came
    with."""
    return first_id(person) if ids is None else ids[person]


def all_places(register: Register, most: int) -> dict[str, Place] | None:
    """Return every id that was ever used, as :func:`place` does.

    Reads the whole register. None when it has more than ``most`` items.
    """
    items: dict[PersonKey, Employee] = {}
    for item in all_items(register):
        if len(items) == most:
            return None
        items[item.key] = item
    ids = {key: item for key, item in items.items() if first_id(key) == key}
    return {one: _place(one, item, items) for one, item in ids.items()}


@dataclass(frozen=True, slots=True)
class Held:
    """A time in which what was said under an id was said of one person.

    Times are RFC 3339, UTC. ``since`` empty: from the beginning; ``until`` None: up to now.
    """

    id: str
    since: str
    until: str | None

    def meets(self, since: str, until: str) -> bool:
        """Whether any moment of this time lies between two, both included."""
        return self.since <= until and (self.until is None or since <= self.until)


def ids_of(register: Register, person: Employee) -> list[Held]:
    """Return all ids that a person has and had, each with its times. One batch read.

    An id that a person gave up stays the person's until somebody else gets it: a file that still
    names it then means this person.
    """
    items = read_items(register, map(first_key, person.all_ids))
    return [
        Held(one, times["since"], until)
        for one in person.all_ids
        if (item := items.get(first_key(one))) is not None
        for times, until in _with_ends(handed(item))
        if times["person"] == person.key
    ]


def handed(item: Employee) -> Sequence[dict[str, str]]:
    """Return to whom the id with the text of this item's key went: ``{"person", "since"}``.

    The latest is at the end: who has the id now, or had it last.
    """
    return item.handed or ({"person": item.key, "since": ""},)


def _with_ends(entries: Sequence[dict[str, str]]) -> Iterator[tuple[dict[str, str], str | None]]:
    ends: Sequence[str | None] = [*(one["since"] for one in entries[1:]), None]
    yield from zip(entries, ends, strict=True)


def _other(item: Employee) -> PersonKey | None:
    """Return the key of whoever has the id, or had it last; None: it was never used again."""
    if item.holder is None:
        return None
    return PersonKey(item.holder or handed(item)[-1]["person"])


def _place(employee_id: str, item: Employee | None, others: Mapping[Any, Employee]) -> Place:
    if item is None:
        return Place(employee_id, Use.FREE)
    other = _other(item)
    person = item if other in (None, item.key) else others[other]
    if item.holder == "":
        return Place(employee_id, Use.FORMER, person, item)
    use = Use.DELETED if person.status == DELETED else Use.HELD
    return Place(employee_id, use, person, item)
