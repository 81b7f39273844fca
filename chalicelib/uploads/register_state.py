"""The people on the register before a chunk is scored, and the places left for new people.

For a small file people are read by key. For a large file the whole register is read once
(:func:`chalicelib.results.stored_state.most_read_whole` decides, as it does for results).
"""

import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from chalicelib.people import headcount
from chalicelib.people.identity import Place, Use, all_places, places
from chalicelib.people.other_systems import known_as
from chalicelib.people.records import DELETED, Employee, read_people
from chalicelib.person_keys import PersonKey
from chalicelib.scorecards.belonging import Belonging, Belongings
from chalicelib.tenancy.context import Context

#: A register of so many people is looked through for near ids, when it was not read whole anyway:
#: one or two requests, instead of a read for each form of each unknown id.
LOOKED_THROUGH = 1000


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """Somebody whom the register knows by an id.

    ``team`` is that of the upload's period, and ``belonging`` says who pays the person's result of
    it; None of somebody deleted.
    ``use``: whether the person has the id now, was deleted, or had it before a rename. ``now`` is
    the id today, ``former`` are the ids before. ``erased``: it is an erased person's tombstone.
    ``made_by``: the upload whose file put the person on the register.
    """

    person: PersonKey
    name: str | None
    team: str | None
    use: Use
    now: str
    erased: bool
    former: tuple[str, ...]
    made_by: str | None
    belonging: Belonging | None

    @property
    def present(self) -> bool:
        """Whether a row with the id is a row of this person."""
        return self.use is Use.HELD


People = Mapping[str, KnownPerson]


class RegisterState:
    """The people on the register by id, and its free places, for one run of an upload.

    ``belongings``: where results of the upload's period belong.
    ``most``: read the whole register at once if it has at most this many people. None: read by key.
    ``promised``: the number of new people for whom an earlier run's check reserved a place
    (uploads/rejection.py). ``system``: the ids are those of this other system.
    """

    def __init__(
        self,
        context: Context,
        belongings: Belongings,
        most: int | None = None,
        promised: int = 0,
        system: str | None = None,
    ) -> None:
        self._context, self._promised, self._system = context, promised, system
        self._belongings = belongings
        self._room: int | None = None
        self._admitted: set[str] = set()
        self._people: People | None = None
        if most is not None:
            self._people = self._read_whole(most)

    def people(self, ids: Iterable[str]) -> People:
        """Return whom the register knows by these ids, by id. May return more."""
        if self._people is not None:
            return self._people
        if self._system is None:
            return _known_by_id(places(self._context, ids), self._belongings)
        return self._of_system(self._system, ids)

    def all_people(self) -> People | None:
        """Return everybody by id, to look for near ids; None when there are too many to read."""
        if self._people is None and headcount.number(self._context) <= LOOKED_THROUGH:
            return self._read_whole(2 * LOOKED_THROUGH)
        return self._people

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
        other = RegisterState(self._context, self._belongings, system=self._system)
        other._people = self._people
        return other

    def begin_scoring(self) -> None:
        """Forget all reserved places.

        After the check, the file's people are admitted again, when they are scored.
        """
        self._promised, self._room = 0, None
        self._admitted.clear()

    def _read_whole(self, most: int) -> People | None:
        register = all_places(self._context, most)
        if register is None:
            return None
        if self._system is None:
            return _known_by_id(register, self._belongings)
        held = (one for place in register.values() if (one := place.holder) is not None)
        return {
            number: _known(one, Use.HELD, self._belongings)
            for one in held
            if (number := one.external_ids.get(self._system)) is not None
        }

    def _of_system(self, system: str, ids: Iterable[str]) -> People:
        keys = known_as(self._context, ((system, one) for one in ids))
        found = read_people(self._context, dict.fromkeys(keys.values()))
        return {
            pair[1]: _known(found[key], Use.HELD, self._belongings)
            for pair, key in keys.items()
            if key in found and found[key].status != DELETED
        }


def _known_by_id(found: Mapping[str, Place], belongings: Belongings) -> dict[str, KnownPerson]:
    return {
        one: _known(there.person, there.use, belongings)
        for one, there in found.items()
        if there.person is not None and not there.person.unmade
    }


def _known(one: Employee, use: Use, belongings: Belongings) -> KnownPerson:
    belonging = belongings.of(one)
    team = one.team if belonging is None else belonging.team
    # Many people share a team: keep its text once.
    team = sys.intern(team) if team else None
    erased = one.erased_at is not None
    made_by = one.made_by_upload
    return KnownPerson(
        one.key, one.name, team, use, one.id, erased, one.former_ids, made_by, belonging
    )
