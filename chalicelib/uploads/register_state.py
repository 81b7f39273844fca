"""The people on the register before a chunk is scored, and the places left for new people.

For a small file people are read by key. For a large file the whole register is read once
(:func:`chalicelib.results.stored_state.most_read_whole` decides, as it does for results).
"""

import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from chalicelib.people import headcount
from chalicelib.people.identity import Place, Use, all_places, places
from chalicelib.people.records import Employee
from chalicelib.person_keys import PersonKey
from chalicelib.tenancy.context import Context


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """Somebody whom the register knows by an id.

    ``use``: whether the person has the id now, was deleted, or had it before a rename; then ``now``
    is the id since. ``erased``: it is an erased person's tombstone.
    """

    person: PersonKey
    name: str | None
    team: str | None
    use: Use = Use.HELD
    now: str | None = None
    erased: bool = False

    @property
    def present(self) -> bool:
        """Whether a row with the id is a row of this person."""
        return self.use is Use.HELD


class RegisterState:
    """The people on the register by id, and its free places, for one run of an upload.

    ``most``: read the whole register at once if it has at most this many people. None: read by key.
    ``promised``: the number of new people for whom an earlier run's check reserved a place
    (uploads/rejection.py).
    """

    def __init__(self, context: Context, most: int | None = None, promised: int = 0) -> None:
        self._context, self._promised = context, promised
        self._room: int | None = None
        self._admitted: set[str] = set()
        self._people: dict[str, KnownPerson] | None = None
        if most is not None:
            register = all_places(context, most)
            self._people = None if register is None else _known_by_id(register)

    def people(self, employee_ids: Iterable[str]) -> Mapping[str, KnownPerson]:
        """Return whom the register knows by these ids, by id. May return more."""
        if self._people is not None:
            return self._people
        return _known_by_id(places(self._context, employee_ids))

    def admit(self, employee_id: str) -> bool:
        """Return whether there is a place on the register for a new person, as far as is known.

        The write decides (uploads/new_people.py): another request may take the place before.
        """
        if employee_id in self._admitted:
            return True
        if self._room is None:
            context = self._context
            there = headcount.number(context)
            self._room = headcount.limit(context) - there - self._promised
        if len(self._admitted) >= self._room:
            return False
        self._admitted.add(employee_id)
        return True

    def apart(self) -> "RegisterState":
        """Return the same people with places of its own, to look ahead: none is promised yet."""
        other = RegisterState(self._context)
        other._people = self._people
        return other

    def begin_scoring(self) -> None:
        """Forget all reserved places.

        After the check, the file's people are admitted again, when they are scored.
        """
        self._promised, self._room = 0, None
        self._admitted.clear()


def _known_by_id(found: Mapping[str, Place]) -> dict[str, KnownPerson]:
    return {
        one: _known(there.person, there.use)
        for one, there in found.items()
        if there.person is not None
    }


def _known(one: Employee, use: Use) -> KnownPerson:
    # Many people share a team: keep its text once.
    team = sys.intern(one.team) if one.team else None
    return KnownPerson(one.key, one.name, team, use, one.id, one.erased_at is not None)
