"""The people of some teams, by the employee index: reading them costs what they are, whatever the
number of others (docs/decisions/people-of-a-team.md).

A person lies in the index under a digest of the team's fold, as of the day of the last write. Who
is to change teams on a day to come lies in a place of their own, since that day passes without a
write. What is found is read from the table and filtered as of today.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import blake2b

from chalicelib.people.dated import TEAM, entries_of
from chalicelib.people.keys import index_of_team
from chalicelib.people.records import ID_ONLY, Employee, key_of, stored
from chalicelib.people.today import on_day, today
from chalicelib.person_keys import PersonKey
from chalicelib.store.converters import Item
from chalicelib.store.keys import SEPARATOR, Key, escaped, parts_of
from chalicelib.store.records import from_item
from chalicelib.team_folds import fold
from chalicelib.tenancy.context import Context

#: Queries of one page at most, people that it reads, and people of one step. A team may be small.
MOST_QUERIES, MOST_READ, LARGEST = 40, 2000, 500
#: Begins a position in these lists; the rest is a place and a person's key.
POSITION = "team:"
#: The place of who is to change teams. It sorts before every team's.
_CHANGING = "!"


def item_of(context: Context, person: Employee) -> Item:
    """Return the item of a person with its place in the index."""
    place = _place(person, today(context))
    if place is None:
        return stored(person)
    index = index_of_team(context.scope, place)
    return {**stored(person), **context.scope.index_entry(index, person.key)}


@dataclass(frozen=True, slots=True)
class Found:
    """A page of people, and the position of the next page (None: last)."""

    people: list[Employee]
    after: str | None


def page(
    context: Context,
    folds: frozenset[str],
    keep: Callable[[Employee], bool],
    limit: int,
    after: str | None,
) -> Found:
    """Return up to ``limit`` people whom ``keep`` keeps, of the teams with these folds.

    Team after team, in each by key. A page that has read as much as it may ends with a position,
    even if it is not full.
    """
    walk = _Walk(context, [_CHANGING, *sorted(map(_digest, folds))], after)
    found: list[Employee] = []
    last = after
    while some := walk.keys(limit + 1 - len(found)):
        items = context.table.get_many([key for _, key in some])
        for place, key in some:
            person = from_item(Employee, items[key]) if key in items else None
            if person is None or not keep(person):
                continue
            if len(found) == limit:
                return Found(found, last)
            found.append(person)
            last = _position(place, key)
    return Found(found, walk.position)


class _Walk:
    """The keys of the people in some places of the index, after a position."""

    def __init__(self, context: Context, places: Sequence[str], after: str | None) -> None:
        self._context = context
        place, person = _read(after)
        self._places = [one for one in places if one >= place]
        begun = bool(person) and self._places[:1] == [place]
        self._start = key_of(context, PersonKey(person)) if begun else None
        self._queries, self._people, self._growth = MOST_QUERIES, MOST_READ, 1

    @property
    def position(self) -> str | None:
        """Where the walk is; None: at its end."""
        return _position(self._places[0], self._start) if self._places else None

    def keys(self, wanted: int) -> list[tuple[str, Key]]:
        """Return the next keys with their places: some more at each call, none when it is over."""
        found: list[tuple[str, Key]] = []
        size = min(wanted * self._growth, LARGEST, self._people)
        self._growth *= 4
        while self._places and len(found) < size and self._queries:
            place = self._places[0]
            keys, more = self._context.table.keys_in_index(
                index_of_team(self._context.scope, place),
                after=self._start,
                limit=size - len(found),
            )
            self._queries -= 1
            self._start = keys[-1] if keys and more else None
            if not more:
                del self._places[0]
            found += ((place, key) for key in keys)
        self._people -= len(found)
        return found


def _place(person: Employee, day: str) -> str | None:
    """Return where a person is in the index: a team's digest, or CHANGING; None: nowhere."""
    if person.status == ID_ONLY:
        return None
    # Two days before, whatever time zone the company will have.
    soon = (date.fromisoformat(day) - timedelta(days=2)).isoformat()
    if any((entry.get("from") or "") > soon for entry in entries_of(person, TEAM)):
        return _CHANGING
    team = on_day(person, day).team
    return None if team is None else _digest(fold(team))


def _digest(team_fold: str) -> str:
    return blake2b(team_fold.encode(), digest_size=8).hexdigest()


def _position(place: str, key: Key | None) -> str:
    return f"{POSITION}{escaped(place)}{SEPARATOR}{'' if key is None else key.sk}"


def _read(position: str | None) -> tuple[str, str]:
    """Return the place and the person's key of a position; empty: the beginning."""
    if position is None:
        return _CHANGING, ""
    place, person = parts_of(position.removeprefix(POSITION))
    return place, person
