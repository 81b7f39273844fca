"""Who holds an employee id now, who held it before, and what a person is called now.

A person is stored under a key (chalicelib/person_keys.py). The item at the key ``X`` also says who
holds the *id* ``X``, when that is not simply the person of this key:

- nobody has used the id again, and the person of the key still has it: the common case, one read;
- the person was renamed and nobody has the id now: ``holder`` is empty;
- somebody else has it now, or has come with it again: ``holder`` is that person's key;
- nobody ever came with the id, but somebody was renamed to it: the item is a record of the id.

So everything about an id changes in one item, and a transaction that gives an id is refused when
another gave it meanwhile. Resolving ids costs one batch read, and one more when some are held under
other keys. A former id leads to nobody.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from chalicelib.people.records import DELETED, Employee, Register, read_items, read_people
from chalicelib.person_keys import PersonKey, first_key


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


def holder(register: Register, employee_id: str) -> Employee | None:
    """Return who has the id now; None for nobody, and for somebody who is deleted."""
    return place(register, employee_id).holder


def holders(register: Register, employee_ids: Iterable[str]) -> dict[str, Employee]:
    """Return who has each id now, by id. Ids that nobody has now are left out."""
    found = places(register, employee_ids)
    return {one: who for one, place in found.items() if (who := place.holder) is not None}


def person_called(register: Register, employee_id: str) -> PersonKey | None:
    """Return the key of whoever results under this id belong to: the holder, or who was deleted.

    None for an id that nobody had, and for a former one. So results of a deleted person stay
    readable under the id until somebody else has it.
    """
    found = place(register, employee_id)
    if found.use in (Use.HELD, Use.DELETED) and found.person is not None:
        return found.person.key
    return None


def current_ids(register: Register, persons: Iterable[PersonKey]) -> Mapping[PersonKey, str]:
    """Return what each person is called now; the key's own text for somebody unknown."""
    wanted = list(dict.fromkeys(persons))
    found = read_people(register, wanted)
    return {one: found[one].id if one in found else one for one in wanted}


def _other(item: Employee) -> PersonKey | None:
    """Return the key of whoever has the id, or had it last, when the item is not that person."""
    key = item.holder or item.used_by
    return PersonKey(key) if key else None


def _place(employee_id: str, item: Employee | None, others: Mapping[Any, Employee]) -> Place:
    if item is None:
        return Place(employee_id, Use.FREE)
    if item.holder is None:
        # The id was never used again: the item is the person who came with it, and still has it.
        return _used(employee_id, item, item)
    if item.holder:
        return _used(employee_id, item if item.holder == item.key else others[item.holder], item)
    last = item if item.used_by == item.key else others.get(item.used_by)
    return Place(employee_id, Use.FORMER, last, item)


def _used(employee_id: str, person: Employee, item: Employee) -> Place:
    use = Use.DELETED if person.status == DELETED else Use.HELD
    return Place(employee_id, use, person, item)
