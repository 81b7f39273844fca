"""Bonus coefficients of a period over REST, page by page.

A locked period's are those of its snapshot, as in a file. Others are listed by the directory of the
period: who pays is in it, so that a page reads just the results that it shows.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import islice
from typing import Any, Final, NamedTuple

from chalicelib.coefficients.effective_rows import effective_rows
from chalicelib.coefficients.locked_rows import locked_rows
from chalicelib.coefficients.rows import CoefficientRow, RowMaker, pilot_versions
from chalicelib.coefficients.snapshots import snapshot_of
from chalicelib.people.identity import called
from chalicelib.people.records import read_people
from chalicelib.periods.directory_walk import Reads
from chalicelib.periods.records import PeriodRecord
from chalicelib.person_keys import shown as shown_key
from chalicelib.scorecards.asked_entries import Asked, Place, entries_of, read_place
from chalicelib.scorecards.following import before_entries, entries_after, left_since
from chalicelib.scorecards.listing import MOST_SCHEMES
from chalicelib.scorecards.ranking import ranked
from chalicelib.scorecards.records import Scorecard, read_cards
from chalicelib.scorecards.unlisted import unlisted
from chalicelib.scorecards.versions import version_of
from chalicelib.tenancy.context import Context, timestamp

#: Begins positions among results that pay nobody in periods that were locked since.
_UNPAID: Final = "unpaid:"


class Page(NamedTuple):
    """Rows, those whose results the list has no more, and the next page's position (None: last)."""

    rows: Sequence[CoefficientRow]
    removed: Sequence[Mapping[str, Any]]
    after: str | None


class _Found(NamedTuple):
    """A page of a scheme's rows, results that have none, and where the next page begins."""

    rows: Sequence[CoefficientRow] = ()
    unpaid: Sequence[Scorecard] = ()
    after: Place | None = None


def page(
    context: Context,
    periods: list[PeriodRecord],
    limit: int,
    after: str | None,
    since: str | None = None,
    *,
    effective: bool = False,
    unpaid: bool = False,
) -> Page:
    """Return up to ``limit`` rows by scheme and person, or of those that changed ``since``.

    Results that changed and pay nobody are told as removed then. A locked period's rows change no
    more. ``after`` and the last result are positions ``{scheme}/{person}``: where the page begins
    and where the next begins (None: the end). A page may be short and have a next one: it reads a
    bounded number of items. ``effective``: of a locked period what stands now. ``unpaid``: only
    those that pay nobody. Raises SnapshotPending and SnapshotFailed (409).
    """
    scheme_after, begin = read_place(after)
    wanted = [period for period in periods if period.scheme >= scheme_after]
    reads, rows, removed = Reads(), list[CoefficientRow](), list[Mapping[str, Any]]()
    for number, period in enumerate(wanted):
        left = limit - len(rows) - len(removed)
        if number == MOST_SCHEMES or not reads.pieces:
            return Page(rows, removed, Place.beginning(period.scheme))
        place = begin if period.scheme == scheme_after else None
        if unpaid:
            changed_after = Asked(changed_after=since)
            pilots = pilot_versions(context, period.scheme)
            found = _listed(context, period, changed_after, max(1, left), place, reads, pilots)
            found = found._replace(rows=())
        else:
            found = _page(context, period, max(1, left), place, reads, since, effective=effective)
        if left <= 0 and (found.rows or found.unpaid or found.after):
            # No place on this page: something of a further scheme says that there is a next.
            return Page(rows, removed, Place.beginning(period.scheme))
        rows += found.rows
        if since is not None:
            removed += [_removed(card) for card in found.unpaid]
        if found.after is not None:
            return Page(rows, removed, found.after.text(period.scheme))
    return Page(rows, removed, None)


def changed(
    context: Context, periods: list[PeriodRecord], limit: int, after: str | None, since: datetime
) -> Page:
    """Return a page of what changed since a time: results that are no more, then rows; and of
    periods that were locked since, results that pay nobody and had a row before."""
    moment = timestamp(since)
    locked = [one for one in periods if _has_unpaid(one) and (one.locked_at or "") >= moment]
    if after is not None and after.startswith(_UNPAID):
        found = page(context, locked, limit, after.removeprefix(_UNPAID), moment, unpaid=True)
        return found._replace(after=None if found.after is None else f"{_UNPAID}{found.after}")
    left = left_since(context, periods, since, None, after, limit)
    if left is not None:
        return Page((), left.removed, left.after)
    found = page(context, periods, limit, entries_after(after), moment)
    further = before_entries(found.after)
    return found._replace(after=_UNPAID if further is None and locked else further)


def _has_unpaid(record: PeriodRecord) -> bool:
    """Return whether a period may have results without a row. A pilot's version is not counted."""
    counted = (record.not_paying, record.void, record.closed, record.incomplete, record.imported)
    return any(counted) or len(record.versions) > 1


def _page(
    context: Context,
    period: PeriodRecord,
    limit: int,
    begin: Place | None,
    reads: Reads,
    since: str | None,
    *,
    effective: bool,
) -> _Found:
    """Return a page of a scheme's rows."""
    snapshot = snapshot_of(context, period)
    if snapshot is not None:
        if since is not None and (period.locked_at or "") < since:
            return _Found()
        after = "" if begin is None else begin.after[-1]
        standing = (
            effective_rows(context, period, snapshot, after)
            if effective
            else locked_rows(context, snapshot, after)
        )
        locked = list(islice(standing, limit + 1))
        more = len(locked) > limit
        return _Found(
            locked[:limit], (), Place.of_person(locked[limit - 1].person) if more else None
        )
    pilots = pilot_versions(context, period.scheme)
    asked = Asked(unpaid_versions=pilots if since is None else None, since=since)
    return _listed(context, period, asked, limit, begin, reads, pilots)


def _listed(
    context: Context,
    period: PeriodRecord,
    asked: Asked,
    limit: int,
    begin: Place | None,
    reads: Reads,
    pilots: frozenset[int],
) -> _Found:
    """Return a page of a scheme's results as they stand: rows, and those that pay nobody."""
    if period.listing is None:
        cards, person = unlisted(context, period, asked, limit, begin)
        further = None if person is None else Place.of_person(person)
        return _rows(context, period, cards, pilots, further)
    entries = entries_of(context, period, asked, limit, begin, reads)
    people = [entry.person for entry in entries.entries]
    shards = context.principal.shards
    by_person = read_cards(
        context.table,
        context.scope,
        period.scheme,
        period.period,
        people,
        shards,
        brief=True,
    )
    cards = [by_person[person] for person in people if person in by_person]
    return _rows(context, entries.record, cards, pilots, entries.after)


def _rows(
    context: Context,
    period: PeriodRecord,
    cards: list[Scorecard],
    pilots: frozenset[int],
    further: Place | None,
) -> _Found:
    """Return the rows of the cards, and the cards that pay nobody."""
    shown = [(card, version_of(context, card), period) for card in cards]
    persons = [card.person for card in cards]
    ranks = dict(zip(persons, ranked(context, shown), strict=True))
    maker = RowMaker(context, period, ranks, pilots)
    people = read_people(context, persons, brief=True)
    rows: list[CoefficientRow] = []
    unpaid: list[Scorecard] = []
    for card in cards:
        employee = people.get(card.person)
        ids = employee.external_ids if employee else {}
        row = maker.row(card, called(card.person, employee), ids)
        if row is None:
            unpaid.append(card)
        else:
            rows.append(row)
    return _Found(rows, unpaid, further)


def _removed(card: Scorecard) -> dict[str, Any]:
    return {"person": shown_key(card.person), "scheme": card.scheme, "removed_at": card.computed_at}
