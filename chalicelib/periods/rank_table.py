"""A large table of ranks in order: the number of people with each total, by group.

Entries lie by group, the highest total first. The index counts the people of each piece, so a
position comes from at most three pieces of a group: that in which the group begins, that of the
total, and that in which the group ends. One person's change changes at most two pieces.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from chalicelib.periods import ordered_pieces
from chalicelib.periods.ordered_pieces import First, Index, Made
from chalicelib.periods.ranks import Counts, Place, Rank

#: Below all totals of a group, which lie from the highest to the lowest.
_LOWEST = Decimal("Infinity")
#: The number of people of a total that several have, in a group's text.
_SHARED = re.compile(r"\*(\d+)")


class Total(NamedTuple):
    """The number of people of a group with a total."""

    group: str
    total: Decimal
    people: int


class ByTotal:
    """Groups by name, in each the highest total first. Equal totals are one entry."""

    name = "totals"

    def place(self, entry: Total) -> tuple[Any, ...]:
        return entry.group, -entry.total

    def first(self, entry: Total) -> First:
        return entry.group, _plain(entry.total)

    def placed(self, first: First) -> tuple[Any, ...]:
        group, total = first
        return group, -Decimal(total)

    def people(self, entry: Total) -> int:
        return entry.people

    def rows(self, entries: Sequence[Total]) -> object:
        """A group's totals are one text: ``91.25 90*3`` is one person with 91.25, three with 90."""
        groups: dict[str, list[str]] = {}
        for group, total, people in entries:
            word = _plain(total) if people == 1 else f"{_plain(total)}*{people}"
            groups.setdefault(group, []).append(word)
        return [[group, " ".join(words)] for group, words in groups.items()]

    def entries(self, rows: Any) -> list[Total]:
        return [
            Total(group, Decimal(total), int(people or 1))
            for group, words in rows
            for total, _, people in (word.partition("*") for word in words.split(" "))
        ]


BY_TOTAL = ByTotal()


def made(counts: Counts, names: Iterator[str], former: Index = ()) -> Made:
    """Make the table of the counts (:func:`chalicelib.periods.ranks.counted`)."""
    entries = [
        Total(group, Decimal(total), people)
        for group, totals in counts.items()
        for total, people in totals.items()
    ]
    return ordered_pieces.made(BY_TOTAL, sorted(entries, key=BY_TOTAL.place), names, former)


def numbers_moved(index: Index, moves: Mapping[Place, int]) -> list[int]:
    """Return the numbers of the pieces that :func:`moved` needs."""
    return ordered_pieces.numbers_at(BY_TOTAL, index, map(_place, moves))


def moved(
    index: Index,
    opened: Mapping[int, Sequence[Total]],
    moves: Mapping[Place, int],
    names: Iterator[str],
) -> Made:
    """Return the table after people came and went: by group and total, how many more or fewer.

    One person who goes from 80 to 91 is ``{("", 80): -1, ("", 91): 1}``. ``opened`` are the pieces
    of :func:`numbers_moved`. Raises LookupError where more people would go than there are.
    """
    there = {BY_TOTAL.place(one): one.people for some in opened.values() for one in some}
    changes: dict[tuple[Any, ...], Total | None] = {}
    for (group, total), more in moves.items():
        place = _place((group, total))
        people = there.get(place, 0) + more
        if people < 0:
            raise LookupError("more people leave a total than have it")
        changes[place] = Total(group, total, people) if people else None
    return ordered_pieces.changed(BY_TOTAL, index, opened, changes, names)


def numbers_of(index: Index, places: Iterable[Place]) -> list[int]:
    """Return the numbers of the pieces that :func:`ranks_in` needs: at most three a place."""
    wanted = list(places)
    ends = [one for group in {group for group, _ in wanted} for one in _ends(group)]
    return ordered_pieces.numbers_at(BY_TOTAL, index, [*map(_place, wanted), *ends])


def ranks_in(index: Index, pieces: Mapping[int, Any], places: Iterable[Place]) -> dict[Place, Rank]:
    """Return the ranks of these places, without those that the table has not.

    ``pieces`` are the rows, as stored, of those of :func:`numbers_of`. Only groups that are asked
    for are looked into, and their totals are compared as texts: a page of a list needs few of many.
    """
    groups: dict[str, _Group] = {}
    found: dict[Place, Rank] = {}
    for group, total in places if index else ():
        if group not in groups:
            groups[group] = _Group(index, pieces, group)
        rank = groups[group].rank(total)
        if rank is not None:
            found[group, total] = rank
    return found


class _Group:
    """A group's ranks: the people of each of its pieces, and the totals of those that are there."""

    def __init__(self, index: Index, pieces: Mapping[int, Any], group: str) -> None:
        self._index, self._pieces, self._group = index, pieces, group
        start, end = (ordered_pieces.number_at(BY_TOTAL, index, one) for one in _ends(group))
        self._totals: dict[int, dict[str, tuple[int, int]]] = {}
        #: People of the group before each of its pieces, and the number of all.
        self._before: dict[int, int] = {}
        self._of = 0
        for number in range(start, end + 1):
            self._before[number] = self._of
            whole = start < number < end
            self._of += index[number].people if whole else self._people(number)

    def rank(self, total: Decimal) -> Rank | None:
        number = ordered_pieces.number_at(BY_TOTAL, self._index, _place((self._group, total)))
        found = self._in(number).get(_plain(total)) if number in self._before else None
        return None if found is None else (self._before[number] + found[0] + 1, self._of)

    def _words(self, number: int) -> str:
        """Return the group's totals in a piece, as it is stored; empty: it has none there."""
        return str(dict(self._pieces[number]).get(self._group, ""))

    def _people(self, number: int) -> int:
        """Return how many of the group are in a piece: one a word, but for ``90*3``."""
        words = self._words(number)
        if not words:
            return 0
        shared = _SHARED.findall(words)
        return 1 + words.count(" ") - len(shared) + sum(map(int, shared))

    def _in(self, number: int) -> dict[str, tuple[int, int]]:
        """Return, by total, how many of the group are before it in the piece, and how many have
        it."""
        if number not in self._totals:
            totals, before = dict[str, tuple[int, int]](), 0
            words = self._words(number)
            for word in words.split(" ") if words else ():
                if "*" in word:
                    total, _, number_of = word.partition("*")
                    people = int(number_of)
                else:
                    total, people = word, 1
                totals[total] = before, people
                before += people
            self._totals[number] = totals
        return self._totals[number]


def all_ranks(entries: Iterable[Total]) -> dict[Place, Rank]:
    """Return the rank of every place of a whole table, from its entries in order."""
    groups: dict[str, list[Total]] = {}
    for entry in entries:
        groups.setdefault(entry.group, []).append(entry)
    found: dict[Place, Rank] = {}
    for group, totals in groups.items():
        of, before = sum(one.people for one in totals), 0
        for one in totals:
            found[group, one.total] = (before + 1, of)
            before += one.people
    return found


def _place(place: Place) -> tuple[Any, ...]:
    group, total = place
    return group, -total


def _ends(group: str) -> tuple[tuple[Any, ...], tuple[Any, ...]]:
    """Return a place before all of a group, and one after."""
    return (group, -_LOWEST), (group, _LOWEST)


def _plain(total: Decimal) -> str:
    from chalicelib.scoring.exact import plain  # imported here: reading periods needs no scoring

    return plain(total)
