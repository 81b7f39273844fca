"""What must be stored when an id gets another holder: the items of the people and ids concerned.

All functions return items with the ones before them; the caller writes them in one transaction,
each only if it is as it was read (people/identity.py says what the members mean).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from chalicelib.errors import Conflict, ServiceError
from chalicelib.language import Text
from chalicelib.people.identity import Place, handed
from chalicelib.people.records import ID_ONLY, Employee
from chalicelib.person_keys import PersonKey, first_id, first_key, next_key

#: Ids that one person may have had.
MOST_FORMER_IDS = 50
#: Times that one id may go to another person.
MOST_HOLDERS = 100


@dataclass(frozen=True, slots=True)
class Change:
    """An item as it is to be, and as it was read (None: nothing there)."""

    before: Employee | None
    after: Employee


def newcomer(there: Place, person: Employee, time: str) -> Sequence[Change]:
    """Return the items of a person who comes with the id ``there``, which nobody holds.

    ``person`` has the id and no key yet. Raises Conflict (409 ``id_used_too_often``).
    """
    if there.item is None:
        return [Change(None, person)]
    key = next_key(there.id, there.people + 1)
    came = replace(person, person=key, id_since=time)
    return [Change(None, came), _held_by(there, key, time)]


def returned(there: Place, before: Employee, after: Employee) -> Sequence[Change]:
    """Return the items of a person who returns with the id had last, which nobody holds.

    The id's item is written even when it stays as it is: so it meets the request of somebody else
    who gets the id at the same time.
    """
    found = [Change(before, after)]
    if there.item is not None and there.item.key != before.key:
        found.append(Change(there.item, replace(there.item, revision=there.item.revision + 1)))
    return found


def renamed(
    before: Employee, after: Employee, leaves: Place | None, comes: Place, time: str
) -> Sequence[Change]:
    """Return the items when a person's id becomes ``comes``, which nobody holds.

    ``leaves`` is the person's id until now; None when somebody else got it already. ``after`` has
    everything else as it is to be. Raises Conflict (409 ``too_many_ids``, ``id_used_too_often``).
    """
    former = [one for one in before.former_ids if one not in (comes.id, before.id)]
    if before.id != comes.id:
        former.append(before.id)
    if len(former) > MOST_FORMER_IDS:
        raise _too_many_ids()
    key = before.key
    person = replace(
        after,
        id=comes.id,
        person=None if key == first_key(comes.id) else key,
        id_since=time,
        former_ids=tuple(former),
    )
    found: list[Change] = []
    if leaves is not None and leaves.item is not None:
        if leaves.item.key == key:
            person = replace(person, holder="")
        else:
            given_up = replace(leaves.item, holder="", revision=leaves.item.revision + 1)
            found.append(Change(leaves.item, given_up))
    if comes.item is not None and comes.item.key == key:
        person = replace(person, holder=key, handed=_handed_on(comes.item, key, time))
    else:
        found.append(_held_by(comes, key, time))
    return [Change(before, person), *found]


def check_apart(people: Iterable[Sequence[Change]]) -> None:
    """Raise Conflict (409 ``ids_of_one_another``) when two people of one request share an item.

    The item of a person also tells who has the person's first id. One transaction takes an item
    once, so whoever gets the id and the person of the key are sent one after another.
    """
    first: dict[PersonKey, str] = {}
    for changes in people:
        own = changes[0].after.id
        for change in changes:
            other = first.setdefault(change.after.key, own)
            if other != own:
                raise _ids_of_one_another(own, other)


def was_of(there: Place, person: PersonKey) -> bool:
    """Return whether nobody else had the id since this person had it."""
    return there.person is not None and there.person.key == person


def _held_by(there: Place, key: PersonKey, time: str) -> Change:
    """Return the change of the id's item that names its new holder."""
    if there.item is None:
        first = ({"person": key, "since": time},)
        return Change(None, Employee(there.id, ID_ONLY, time, holder=key, handed=first))
    return Change(
        there.item,
        replace(
            there.item,
            holder=key,
            used=there.people + (not was_of(there, key)),
            handed=_handed_on(there.item, key, time),
            revision=there.item.revision + 1,
        ),
    )


def _handed_on(item: Employee, key: PersonKey, time: str) -> tuple[dict[str, str], ...]:
    """Return to whom the id of this item went, with this person at the end."""
    before = handed(item)
    if before[-1]["person"] == key:
        return tuple(before)
    if len(before) == MOST_HOLDERS:
        raise _used_too_often(first_id(item.key))
    return (*before, {"person": key, "since": time})


def _too_many_ids() -> ServiceError:
    return Conflict(
        "too_many_ids",
        Text(
            f"一名员工最多可更换 {MOST_FORMER_IDS} 次编号。",
            f"A person's id can change {MOST_FORMER_IDS} times at most.",
        ),
    )


def _ids_of_one_another(one: str, other: str) -> ServiceError:
    return Conflict(
        "ids_of_one_another",
        Text(
            f"{one} 与 {other} 曾使用同一编号，请分两次提交。",
            f"{one} and {other} had the same id at different times: send them in two requests.",
        ),
        employee_id=one,
    )


def _used_too_often(employee_id: str) -> ServiceError:
    return Conflict(
        "id_used_too_often",
        Text(
            f"编号 {employee_id} 已转用 {MOST_HOLDERS} 次，请另选编号。",
            f"The id {employee_id} went from one person to another {MOST_HOLDERS} times: take "
            "another one.",
        ),
        employee_id=employee_id,
    )
