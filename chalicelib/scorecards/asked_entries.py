"""Which entries of a period's directory a list asks for, and a page of them.

Each filter is a range of an order of the directory. The list reads the order in which the fewest
entries lie in the ranges, and the other filters are looked up in the entries. So it reads in
proportion to what it answers, and of a company of any size at most ``Reads.pieces`` pieces.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from chalicelib.periods import directory
from chalicelib.periods.directory_walk import (
    WHOLE,
    Range,
    Reads,
    Walk,
    in_range,
    page,
    parts,
    within,
)
from chalicelib.periods.listed import (
    CHANGED,
    GRADE,
    ORDERS,
    PERSON,
    TEAM,
    UPLOAD,
    Listed,
    ListOrder,
    team_part,
)
from chalicelib.periods.ordered_pieces import First
from chalicelib.periods.records import PeriodRecord
from chalicelib.periods.summaries import reading
from chalicelib.scorecards.period_cards import NOTHING, PAST, VOID, WAITS
from chalicelib.scorecards.presenting import state_by, state_of
from chalicelib.scorecards.records import Scorecard
from chalicelib.store.keys import escaped
from chalicelib.team_folds import fold
from chalicelib.teams.sight import is_in
from chalicelib.tenancy.context import Context

SEPARATOR = "/"


@dataclass(frozen=True, slots=True)
class Asked:
    """The filters of a list; None: not asked for.

    ``folds`` are those of all names of the teams. ``state`` is that of results. ``since`` is the
    time from which entries have changed. ``unpaid_versions``: only what pays is listed, and nothing
    of these versions. ``whole``: cards are wanted with their lines. ``outdated``: made with another
    result of the previous period than stands; known of a period that has a directory alone.
    ``other_than``: computed here by another version than this one, and not settled ahead.
    ``changed_after`` is the time after which an entry itself has changed, whatever happened to the
    period.
    """

    folds: frozenset[str] | None = None
    grade: str | None = None
    upload: str | None = None
    since: str | None = None
    unpaid_versions: frozenset[int] | None = None
    state: str | None = None
    whole: bool = False
    outdated: bool = False
    other_than: int | None = None
    changed_after: str | None = None

    def ranges(self, record: PeriodRecord) -> dict[ListOrder, Sequence[Range]]:
        """Return the ranges that have the wanted entries, by order. Any of them has all."""
        found: dict[ListOrder, Sequence[Range]] = {PERSON: [WHOLE]}
        if self.folds is not None:
            found[TEAM] = [within(one) for one in sorted(map(team_part, self.folds))]
        if self.grade is not None:
            found[GRADE] = [within(self.grade)]
        if self.upload is not None:
            found[UPLOAD] = [within(self.upload)]
        since = self.since_in(record) or self.changed_after
        if since is not None:
            found[CHANGED] = [Range((since,))]
        return found

    def since_in(self, record: PeriodRecord) -> str | None:
        """Return the time from which single entries have changed. None: all have since, or any."""
        whole = (*record.changed_whole_at, record.any_outdated_at)
        if self.since is None or any(one is not None and one >= self.since for one in whole):
            return None
        return self.since

    def has(self, entry: Listed, record: PeriodRecord) -> bool:
        """Say whether the list has an entry."""
        since = self.since_in(record)
        return (
            (self.folds is None or fold(entry.team) in self.folds)
            and self.grade in (None, entry.grade)
            and self.upload in (None, entry.upload)
            and (self.state is None or self.state == _state_of(entry, record))
            and (since is None or entry.changed_at >= since)
            and (self.changed_after is None or entry.changed_at >= self.changed_after)
            and (self.unpaid_versions is None or self._pays(entry, self.unpaid_versions))
            and (not self.outdated or bool(entry.outdated))
            and (entry.pays not in (PAST, VOID) or self.other_than is None)
            and self.other_than != entry.version
        )

    def shows(self, card: Scorecard, record: PeriodRecord) -> bool:
        """Say whether the list shows a card as it stands."""
        return (
            is_in(card.team, self.folds)
            and self.grade in (None, card.grade)
            and self.upload in (None, card.upload)
            and (self.state is None or self.state == state_of(card, record, current=True))
            and (self.other_than is None or not (card.imported or card.void or card.closed))
            and self.other_than != card.version
        )

    def _pays(self, entry: Listed, unpaid: frozenset[int]) -> bool:
        return entry.pays not in (NOTHING, PAST, VOID, WAITS) and entry.version not in unpaid


def _state_of(entry: Listed, record: PeriodRecord) -> str:
    """Return the state of an entry's result."""
    return state_by(
        record,
        imported=entry.pays == PAST,
        insufficient=entry.insufficient,
        incomplete=entry.pays == WAITS,
        is_void=entry.pays == VOID,
    )


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page begins or ends in a scheme's directory: an order, and a place in it."""

    order: ListOrder
    after: First

    @staticmethod
    def of_person(person: str) -> "Place":
        """Return the place of a person in the order by person."""
        return Place(PERSON, (escaped(person),))

    @staticmethod
    def beginning(scheme: str) -> str:
        """Return the position before all entries of a scheme."""
        return f"{scheme}{SEPARATOR}"

    def text(self, scheme: str) -> str:
        """Return it as a position in a list: ``{scheme}/{person}``, or with the order's name."""
        order = () if self.order is PERSON else (self.order.name,)
        return SEPARATOR.join((scheme, *order, *self.after))


def read_place(position: str | None) -> tuple[str, Place | None]:
    """Return the scheme and the place of a position; no place at a scheme's beginning."""
    scheme, _, rest = (position or "").partition(SEPARATOR)
    if not rest:
        return scheme, None
    name, *after = rest.split(SEPARATOR)
    if after and name in ORDERS:
        return scheme, Place(ORDERS[name], tuple(after))
    return scheme, Place(PERSON, (rest,))


@dataclass(frozen=True, slots=True)
class Found:
    """A page of entries, the period's record that they belong to, and where the next page begins.

    ``after`` is None at the end.
    """

    record: PeriodRecord
    entries: list[Listed]
    after: Place | None


def entries_of(
    context: Context,
    record: PeriodRecord,
    asked: Asked,
    limit: int,
    begin: Place | None,
    reads: Reads,
) -> Found:
    """Return up to ``limit`` entries from a place on, of a period that has a directory.

    A page of which ``reads`` is used up ends there, may be short, and has a next one. It costs a
    request for the indexes, and one for each eight pieces.
    """

    def read(current: PeriodRecord) -> Found:
        order, entries, stopped = _walked(context, current, asked, limit, begin, reads)
        found, further = page(order, entries, lambda one: asked.has(one, current), limit)
        after = further or stopped()
        return Found(current, found, None if after is None else Place(order, after))

    return reading(context, record, read)


def _walked(
    context: Context,
    record: PeriodRecord,
    asked: Asked,
    limit: int,
    begin: Place | None,
    reads: Reads,
) -> tuple[ListOrder, Iterator[Listed], Callable[[], First | None]]:
    """Return the order that is read, its entries, and what says where the reads have ended."""
    after = () if begin is None else begin.after
    small = directory.small(record)
    if small is not None:
        order = PERSON if begin is None else begin.order
        in_order = small if order is PERSON else sorted(small, key=order.place)
        return order, in_range(order, in_order, WHOLE, after), lambda: None
    ranges = asked.ranges(record)
    if begin is not None:
        ranges = {begin.order: ranges.get(begin.order, [WHOLE])}
    part = min(parts(context, record, ranges), key=lambda one: one.people)
    walk = Walk(context, record, part, after, reads, limit + 1)
    return part.order, iter(walk), lambda: walk.stopped
