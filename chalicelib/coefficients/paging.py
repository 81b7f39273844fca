"""Bonus coefficients of a period over REST, page by page.

A locked period's are those of its snapshot, as in a file. Others are listed by the directory of the
period: who pays is in it, so that a page reads just the results that it shows.
"""

from itertools import islice

from chalicelib.coefficients.locked_rows import locked_rows
from chalicelib.coefficients.rows import CoefficientRow, RowMaker, pilot_versions
from chalicelib.coefficients.snapshots import snapshot_of
from chalicelib.people.identity import called
from chalicelib.people.records import read_people
from chalicelib.periods.directory_walk import Reads
from chalicelib.periods.records import PeriodRecord
from chalicelib.scorecards.asked_entries import Asked, Place, entries_of, read_place
from chalicelib.scorecards.listing import MOST_SCHEMES
from chalicelib.scorecards.ranking import ranked
from chalicelib.scorecards.records import Scorecard, read_cards
from chalicelib.scorecards.unlisted import unlisted
from chalicelib.scorecards.versions import version_of
from chalicelib.tenancy.context import Context


def page(
    context: Context, periods: list[PeriodRecord], limit: int, after: str | None
) -> tuple[list[CoefficientRow], str | None]:
    """Return up to ``limit`` rows by scheme and person.

    ``after`` and the second result are positions ``{scheme}/{person}``: where the page begins and
    where the next begins (None: the end). A page may be short and have a next one: it reads a
    bounded number of items. Raises SnapshotPending and SnapshotFailed (409).
    """
    scheme_after, begin = read_place(after)
    wanted = [period for period in periods if period.scheme >= scheme_after]
    reads, rows = Reads(), list[CoefficientRow]()
    for number, period in enumerate(wanted):
        left = limit - len(rows)
        if number == MOST_SCHEMES or not reads.pieces:
            return rows, Place.beginning(period.scheme)
        place = begin if period.scheme == scheme_after else None
        some, further = _page(context, period, max(1, left), place, reads)
        if not left and (some or further):
            # No place on this page: something of a further scheme says that there is a next.
            return rows, Place.beginning(period.scheme)
        rows += some
        if further is not None:
            return rows, further.text(period.scheme)
    return rows, None


def _page(
    context: Context, period: PeriodRecord, limit: int, begin: Place | None, reads: Reads
) -> tuple[list[CoefficientRow], Place | None]:
    """Return a page of a scheme's rows, and where the next begins."""
    snapshot = snapshot_of(context, period)
    if snapshot is not None:
        after = "" if begin is None else begin.after[-1]
        found = list(islice(locked_rows(context, snapshot, after), limit + 1))
        more = len(found) > limit
        return found[:limit], Place.of_person(found[limit - 1].person) if more else None
    pilots = pilot_versions(context, period.scheme)
    asked = Asked(unpaid_versions=pilots)
    if period.listing is None:
        cards, person = unlisted(context, period, asked, limit, begin)
        further = None if person is None else Place.of_person(person)
        return _rows(context, period, cards, pilots), further
    entries = entries_of(context, period, asked, limit, begin, reads)
    people = [entry.person for entry in entries.entries]
    by_person = read_cards(
        context.table, context.scope, period.scheme, period.period, people, context.principal.shards
    )
    cards = [by_person[person] for person in people if person in by_person]
    return _rows(context, entries.record, cards, pilots), entries.after


def _rows(
    context: Context, period: PeriodRecord, cards: list[Scorecard], pilots: frozenset[int]
) -> list[CoefficientRow]:
    """Return the rows of the cards, without those that pay nobody."""
    shown = [(card, version_of(context, card), period) for card in cards]
    persons = [card.person for card in cards]
    ranks = dict(zip(persons, ranked(context, shown), strict=True))
    maker = RowMaker(context, period, ranks, pilots)
    people = read_people(context, persons)
    rows = []
    for card in cards:
        employee = people.get(card.person)
        ids = employee.external_ids if employee else {}
        rows.append(maker.row(card, called(card.person, employee), ids))
    return [row for row in rows if row is not None]
