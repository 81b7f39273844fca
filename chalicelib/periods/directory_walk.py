"""Read a part of a period's directory: entries of one order, in ranges, after a place.

A walk reads the pieces that it needs, several in a request, and no more than its :class:`Reads`
allow: then it stops at a place from which another request goes on.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from chalicelib.periods import directory, ordered_pieces, ordered_tables
from chalicelib.periods.listed import CHANGED, Listed, ListOrder
from chalicelib.periods.ordered_pieces import First, Index
from chalicelib.periods.records import PeriodRecord
from chalicelib.periods.summaries import reading
from chalicelib.tenancy.context import Context

#: Pieces that one request of the API reads at most, of all directories that it looks into, and
#: pieces in one read of the table.
MOST_PIECES, TOGETHER = 24, 8


@dataclass(frozen=True, slots=True)
class Range:
    """The entries of an order from ``low`` on whose places begin with ``prefix``."""

    low: First = ()
    prefix: First = ()


#: All entries of an order.
WHOLE = Range()


def within(*prefix: str) -> Range:
    """Return the range of all places that begin with these parts."""
    return Range(prefix, prefix)


@dataclass(slots=True)
class Reads:
    """How many pieces a request may still read."""

    pieces: int = MOST_PIECES


@dataclass(frozen=True, slots=True)
class Part:
    """The entries of an order that lie in ``ranges``, which are sorted and apart.

    ``people``: at most so many are in them.
    """

    order: ListOrder
    ranges: tuple[Range, ...]
    index: Index
    people: int


def parts(
    context: Context, record: PeriodRecord, wanted: Mapping[ListOrder, Sequence[Range]]
) -> list[Part]:
    """Return the parts of a directory in pieces that these orders' ranges are, in one request.

    Raises SummaryReplaced.
    """
    indexes = ordered_tables.read_indexes(context, record, [order.name for order in wanted])
    found: list[Part] = []
    for order, ranges in wanted.items():
        index = indexes[order.name]
        numbers = {number for one in ranges for number in _numbers(order, index, one, ())}
        people = sum(index[number].people for number in numbers)
        found.append(Part(order, tuple(ranges), index, people))
    return found


class Walk:
    """The entries of a part after a place, in order. ``stopped``: where the reads ended, if so.

    ``wanted`` is how many entries are expected to be enough. Raises SummaryReplaced.
    """

    def __init__(
        self,
        context: Context,
        record: PeriodRecord,
        part: Part,
        after: First,
        reads: Reads,
        wanted: int,
    ) -> None:
        self._context, self._record, self._part = context, record, part
        self._after, self._reads, self._wanted = after, reads, wanted
        self.stopped: First | None = None

    def __iter__(self) -> Iterator[Listed]:
        order, index = self._part.order, self._part.index
        after = self._after
        left = [
            (one, number)
            for one in self._part.ranges
            for number in _numbers(order, index, one, after)
        ]
        while left:
            numbers = self._next(left)
            if not numbers:
                self.stopped = after
                return
            pieces = ordered_tables.read_pieces(self._context, self._record, order, index, numbers)
            while left and left[0][1] in pieces:
                one, number = left.pop(0)
                yield from in_range(order, pieces[number], one, self._after)
            after = order.place(pieces[numbers[-1]][-1])

    def _next(self, left: Sequence[tuple[Range, int]]) -> list[int]:
        """Return the numbers of the next pieces: for as many entries as are wanted."""
        order, index = self._part.order, self._part.index
        numbers: list[int] = []
        people = 0
        most = min(TOGETHER, self._reads.pieces)
        for one, number in left:
            if number in numbers[-1:]:
                continue
            if len(numbers) == most or people >= self._wanted:
                break
            # Of a piece in which the range begins, the wanted entries may be the last ones.
            if order.placed(index[number].first) >= max(one.low, self._after):
                people += index[number].people
            numbers.append(number)
        self._reads.pieces -= len(numbers)
        return numbers


def in_range(
    order: ListOrder, entries: Sequence[Listed], one: Range, after: First
) -> Iterator[Listed]:
    """Give those of sorted entries that lie in a range, after a place."""
    size = len(one.prefix)
    for entry in entries[bisect_left(entries, max(one.low, after), key=order.place) :]:
        place = order.place(entry)
        if place[:size] > one.prefix:
            return
        if place[:size] == one.prefix and place > after:
            yield entry


def changed_after(
    context: Context, record: PeriodRecord, since: str, limit: int, after: First = ()
) -> tuple[list[Listed], First | None]:
    """Return up to ``limit`` entries that changed after a time, by time and person.

    ``since`` is an earlier directory's ``listing.at``: whatever that directory did not have comes.
    Empty: everything comes.
    ``after`` and the second result are places: where the page begins, and where the next begins
    (None: the end). The record must have a directory. It reads the index and the pieces of the
    answer, and at most MOST_PIECES: a page may be short and have a next one.
    """
    after = max(after, (f"{since}~",) if since else ())

    def read(current: PeriodRecord) -> tuple[list[Listed], First | None]:
        small = directory.small(current)
        if small is not None:
            in_order = sorted(small, key=CHANGED.place)
            return page(CHANGED, in_range(CHANGED, in_order, WHOLE, after), lambda _: True, limit)
        (part,) = parts(context, current, {CHANGED: [WHOLE]})
        walk = Walk(context, current, part, after, Reads(), limit + 1)
        found, further = page(CHANGED, walk, lambda _: True, limit)
        return found, further or walk.stopped

    return reading(context, record, read)


def page(
    order: ListOrder, entries: Iterable[Listed], keep: Callable[[Listed], bool], limit: int
) -> tuple[list[Listed], First | None]:
    """Return up to ``limit`` entries that are kept, and the last one's place when more follow."""
    found: list[Listed] = []
    for entry in entries:
        if not keep(entry):
            continue
        if len(found) == limit:
            return found, order.place(found[-1])
        found.append(entry)
    return found, None


def _numbers(order: ListOrder, index: Index, one: Range, after: First) -> Iterator[int]:
    """Give the numbers of the pieces that may have entries of a range after a place."""
    size = len(one.prefix)
    if not index or after[:size] > one.prefix:
        return
    start = ordered_pieces.number_at(order, index, max(one.low, after))
    for number in range(start, len(index)):
        if number > start and index[number].first[:size] > one.prefix:
            return
        yield number
