"""The list of a period's scorecards: which ones from the directory, and then just these cards.

Who is listed is as of the last settling; each card is shown as it stands. A card that has left the
filter meanwhile, or is gone, is left out; one that was written since the settling comes with the
next one (docs/decisions/lists.md).
"""

from collections.abc import Mapping
from typing import Any

from chalicelib.periods.directory_walk import Reads
from chalicelib.periods.keys import key_of_period, partition_of_periods
from chalicelib.periods.records import PeriodRecord, period_of
from chalicelib.person_keys import PersonKey
from chalicelib.scorecards.asked_entries import Asked, Place, entries_of, read_place
from chalicelib.scorecards.keys import key_of_scorecard
from chalicelib.scorecards.outdated import Shown
from chalicelib.scorecards.records import BRIEF, Scorecard, brief_card_of, card_of
from chalicelib.scorecards.unlisted import unlisted
from chalicelib.scorecards.versions import version_of
from chalicelib.scorecards.visibility import visible
from chalicelib.store.records import from_item
from chalicelib.tenancy.context import Context
from chalicelib.web.modified_since import asked_since

#: Schemes whose directories one request looks into at most.
MOST_SCHEMES = 10


def of_period(
    context: Context, period: list[PeriodRecord], asked: Asked, limit: int, after: str | None
) -> tuple[list[Shown], str | None]:
    """Return up to ``limit`` current cards of a period, scheme after scheme.

    ``period`` has the records of its schemes (:func:`records_of`), ``asked`` the filters
    (:func:`asked_of`). Cards that the caller may not see are left out. ``after`` and the second
    result are positions: where the page begins and where the next begins (None: the end). A page
    may be short and have a next one: it reads a bounded number of items.
    """
    if asked.folds is not None and not asked.folds:
        return [], None
    scheme_after, begin = read_place(after)
    records = [one for one in period if one.scheme >= scheme_after]
    reads, found = Reads(), list[tuple[PeriodRecord, PersonKey, Scorecard | None]]()
    next_page = None
    for number, record in enumerate(records):
        if number == MOST_SCHEMES or not reads.pieces:
            next_page = Place.beginning(record.scheme)
            break
        left = limit - len(found)
        place = begin if record.scheme == scheme_after else None
        # Without a place on this page, one entry of a further scheme says that there is a next.
        some, further = _page(context, record, asked, max(1, left), place, reads)
        if not left and some:
            next_page = Place.beginning(record.scheme)
            break
        found += some
        if further is not None:
            next_page = further
            break
    return _shown(context, asked, found), next_page


def asked_of(context: Context, filters: Mapping[str, Any], team: frozenset[str] | None) -> Asked:
    """Return what a list asks for: ``grade``, ``state``, ``upload``, ``modified_since``, and
    ``explain``, for which the cards are read with their lines.

    ``team``: the folds of the names of the team asked for. Who sees some teams alone asks for
    these.
    """
    folds, principal = team, context.principal
    if not principal.sees_all:
        folds = principal.led_folds if folds is None else folds & principal.led_folds
    grade, upload = filters.get("grade"), filters.get("upload")
    state, whole = filters.get("state"), bool(filters.get("explain"))
    return Asked(folds, grade, upload, asked_since(filters), state=state, whole=whole)


def records_of(context: Context, period: str, code: str | None) -> list[PeriodRecord]:
    """Return the records of a period, of one scheme or by scheme of all: one request."""
    if code:
        item = context.table.get(key_of_period(context.scope, period, code))
        return [period_of(item, period, code)]
    partition = partition_of_periods(context.scope)
    items = context.table.query_all(partition, prefix=f"{period}#")
    return [from_item(PeriodRecord, item) for item in items]


def _page(
    context: Context,
    record: PeriodRecord,
    asked: Asked,
    limit: int,
    begin: Place | None,
    reads: Reads,
) -> tuple[list[tuple[PeriodRecord, PersonKey, Scorecard | None]], str | None]:
    """Return a page of a scheme's people, and the position of the next."""
    if record.listing is None:
        cards, person = unlisted(context, record, asked, limit, begin)
        further = None if person is None else Place.of_person(person).text(record.scheme)
        return [(record, card.person, card) for card in cards], further
    page = entries_of(context, record, asked, limit, begin, reads)
    further = None if page.after is None else page.after.text(record.scheme)
    return [(page.record, entry.person, None) for entry in page.entries], further


def _shown(
    context: Context,
    asked: Asked,
    found: list[tuple[PeriodRecord, PersonKey, Scorecard | None]],
) -> list[Shown]:
    """Return the cards of a page as they stand: one request for a hundred."""
    shards = context.principal.shards
    keys = {
        (record.scheme, person): key_of_scorecard(
            context.scope, record.scheme, record.period, person, shards
        )
        for record, person, card in found
        if card is None
    }
    # Whether a card takes a team mean that is not done (scorecards/outdated.py), its lines tell.
    whole = asked.whole or any(record.means_due is not None for record, _, _ in found)
    only, made = (None, card_of) if whole else (BRIEF, brief_card_of)
    items = context.table.get_many(list(keys.values()), only=only) if keys else {}
    shown: list[Shown] = []
    for record, person, given in found:
        card = given
        if card is None:
            key = keys[record.scheme, person]
            card = made(key, items[key]) if key in items else None
        if card is None or not visible(context.principal, card, record):
            continue
        if asked.shows(card, record):
            shown.append((card, version_of(context, card), record))
    return shown
