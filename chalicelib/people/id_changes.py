"""What must be stored when an id gets another holder: the items of the people and ids concerned.

All functions return items with the ones before them; the caller writes them in one transaction,
each only if it is as it was read (people/identity.py says what the members mean).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from chalicelib.errors import Conflict, ServiceError
from chalicelib.language import Text
from chalicelib.people.identity import Place, Use
from chalicelib.people.records import ID_ONLY, Employee
from chalicelib.person_keys import PersonKey, first_key, next_key

#: Ids that one person may have had.
MOST_FORMER_IDS = 50


@dataclass(frozen=True, slots=True)
class Change:
    """An item as it is to be, and as it was read (None: nothing there)."""

    before: Employee | None
    after: Employee


def newcomer(there: Place, person: Employee, time: str) -> Sequence[Change]:
    """Return the items of a person who comes with the id ``there``, which nobody holds.

    ``person`` has the id and no key yet.
    """
    if there.use is Use.FREE:
        return [Change(None, person)]
    assert there.item is not None  # noqa: S101 (the id was used)
    key = next_key(there.id, there.people + 1)
    came = replace(person, person=key, id_since=time)
    return [Change(None, came), _held_by(there, key, again=True)]


def renamed(
    before: Employee, after: Employee, leaves: Place | None, comes: Place, time: str
) -> Sequence[Change]:
    """Return the items when a person's id becomes ``comes``, which nobody holds.

    ``leaves`` is the person's id until now; None when somebody else holds it already. ``after`` has
    everything else as it is to be. Raises Conflict (409 ``too_many_ids``).
    """
    former = (*(one for one in before.former_ids if one != comes.id), before.id)
    if len(former) > MOST_FORMER_IDS:
        raise _too_many_ids()
    key = before.key
    person = replace(
        after,
        id=comes.id,
        person=None if key == first_key(comes.id) else key,
        id_since=time,
        former_ids=former,
    )
    if leaves is not None and first_key(leaves.id) == key:
        person = replace(person, holder="", used_by=key)
    if first_key(comes.id) == key:
        person = replace(person, holder=key)
    found = [Change(before, person)]
    if leaves is not None and leaves.item is not None and first_key(leaves.id) != key:
        given_up = replace(leaves.item, holder="", used_by=key, revision=leaves.item.revision + 1)
        found.append(Change(leaves.item, given_up))
    if first_key(comes.id) != key:
        again = comes.use is not Use.FREE and not was_of(comes, key)
        found.append(_held_by(comes, key, again=again, time=time))
    return found


def was_of(there: Place, person: PersonKey) -> bool:
    """Return whether nobody else had the id since this person had it."""
    return there.person is not None and there.person.key == person


def _held_by(there: Place, key: PersonKey, *, again: bool, time: str = "") -> Change:
    """Return the change of the id's item that names its new holder."""
    if there.item is None:
        return Change(None, Employee(there.id, ID_ONLY, time, holder=key))
    last = there.person.key if there.person else None
    after = replace(
        there.item,
        holder=key,
        used=there.people + again,
        used_by=last,
        revision=there.item.revision + 1,
    )
    return Change(there.item, after)


def _too_many_ids() -> ServiceError:
    return Conflict(
        "too_many_ids",
        Text(
            f"一名员工最多可更换 {MOST_FORMER_IDS} 次编号。",
            f"A person's id can change {MOST_FORMER_IDS} times at most.",
        ),
    )
