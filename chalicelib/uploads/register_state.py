"""The people on the register before a chunk is scored, and the places left for new people.

For a small file people are read by key. For a large file the whole register is read once
(:func:`chalicelib.results.stored_state.most_read_whole` decides, as it does for results).
"""

import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from chalicelib.people import headcount
from chalicelib.people.records import Employee, all_employees, read_employees
from chalicelib.results.stored_state import whole
from chalicelib.tenancy.context import Context


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """Name and team of a person on the register. ``erased``: it is an erased person's tombstone."""

    name: str | None
    team: str | None
    erased: bool = False


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
            everybody = all_employees(context.table, context.scope)
            self._people = whole(((one.id, _person(one)) for one in everybody), most)

    def people(self, employee_ids: Iterable[str]) -> Mapping[str, KnownPerson]:
        """Return the people with these ids who are on the register, by id. May return more."""
        if self._people is not None:
            return self._people
        found = read_employees(self._context.table, self._context.scope, employee_ids)
        return {one.id: _person(one) for one in found.values()}

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


def _person(one: Employee) -> KnownPerson:
    # Many people share a team: keep its text once.
    team = sys.intern(one.team) if one.team else None
    return KnownPerson(one.name, team, one.erased_at is not None)
