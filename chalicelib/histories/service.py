"""The revisions of a result as the caller may read them, a page at a time, the oldest first."""

from collections.abc import Mapping
from typing import Final, NamedTuple

from chalicelib.errors import NotFound
from chalicelib.people.paths import found_in_path
from chalicelib.periods.records import PeriodRecord
from chalicelib.scorecards import chain, taken_back
from chalicelib.scorecards.corrected import standing_of
from chalicelib.scorecards.keys import key_of_scorecard_revision, revisions_prefix
from chalicelib.scorecards.records import Scorecard, card_of
from chalicelib.scorecards.service import one, readable
from chalicelib.scorecards.visibility import visible
from chalicelib.store.keys import key_of_item
from chalicelib.tenancy.context import Context

#: Characters of packed results on a page: reading, hashing and comparing them is two seconds of the
#: API's function. A result of ten lines has about 1,000, one of 100 lines with 60 slices 160,000.
MOST_PACKED: Final = 2_000_000


class Revision(NamedTuple):
    """A revision: its number, the card (None: it is missing) and the one before it, if any.

    ``shown``: the caller may read it, ``former_shown``: and the one before it. ``current``: it is
    the one that stands, or the locked one. ``holds``: it is what its hash says (None: it was made
    before there were hashes).
    """

    number: int
    card: Scorecard | None
    former: Scorecard | None
    shown: bool
    former_shown: bool
    current: bool
    holds: bool | None


class History(NamedTuple):
    """A page of a result's revisions. ``top`` is the last revision of all, ``after`` the position
    of the next page (None: last)."""

    record: PeriodRecord
    revisions: list[Revision]
    top: Scorecard
    after: str | None


def history(
    context: Context,
    employee_id: str,
    period: str,
    scheme: str | None,
    limit: int,
    after: str | None,
) -> History:
    """Return up to ``limit`` revisions after the number ``after``, of MOST_PACKED together.

    It costs a page of one partition beside what reading the result costs. Raises as reading the
    result does. Of one that was taken back the revisions are still there.
    """
    standing, record = _standing(context, employee_id, period, scheme)
    top, first = max(standing), int(after or 0) + 1
    last = min(first + limit - 1, top)
    there = _former(context, standing[top], first - 1, last + 1) | standing
    last = _fitting(there, first, last)
    revisions = [_revision(context, record, there, standing, n) for n in range(first, last + 1)]
    return History(record, revisions, standing[top], str(last) if last < top else None)


def _fitting(there: Mapping[int, Scorecard], first: int, last: int) -> int:
    """Return the last revision of a page that begins with ``first``."""
    size = 0
    for number in range(first, last + 1):
        size += len(there[number].packed) if number in there else 0
        if size > MOST_PACKED:
            return max(first, number - 1)
    return last


def _standing(
    context: Context, employee_id: str, period: str, scheme: str | None
) -> tuple[dict[int, Scorecard], PeriodRecord]:
    """Return the current card, and the corrected one beside it, by their revisions. Of a result
    that was taken back it is the last one."""
    try:
        current, _, record, _ = one(context, employee_id, period, scheme)
    except NotFound:
        person, _ = found_in_path(context, employee_id)
        gone = taken_back.last_card(context, person, period, scheme)
        if gone is None:
            raise
        last, record = gone
        # What is left of a removed result may be declared void later; its revision stays.
        return {last.revision: _as_revision(context, last)}, record
    stands = standing_of(context, current)
    return {card.revision: card for card in (current, stands)}, record


def _as_revision(context: Context, last: Scorecard) -> Scorecard:
    return _former(context, last, last.revision - 1, last.revision).get(last.revision, last)


def _former(context: Context, of: Scorecard, first: int, last: int) -> dict[int, Scorecard]:
    """Return the former revisions with numbers from ``first`` to ``last``. Those missing are left
    out, and those after more than a page holds."""
    place = (of.scheme, of.period, of.person, context.principal.shards)
    start = key_of_scorecard_revision(context.scope, *place, max(first - 1, 0))
    left, after = last - max(first - 1, 0), start.sk
    found: dict[int, Scorecard] = {}
    # A query reads a megabyte at most, which the cards of a page may pass.
    while left > 0:
        page = context.table.query(
            start.pk, prefix=revisions_prefix(of.person), after=after, limit=left
        )
        cards = (card_of(key_of_item(item), item) for item in page.items)
        found.update((card.revision, card) for card in cards if card.revision <= last)
        if page.after is None or _fitting(found, first + 1, last) < last - 1:
            break
        left, after = left - len(page.items), page.after
    return found


def _revision(
    context: Context,
    record: PeriodRecord,
    there: Mapping[int, Scorecard],
    standing: Mapping[int, Scorecard],
    number: int,
) -> Revision:
    card, former = there.get(number), there.get(number - 1)
    lost = card is None or (former is None and number > 1)
    return Revision(
        number,
        card,
        former,
        _shown(context, record, there, standing, number),
        _shown(context, record, there, standing, number - 1),
        number in standing and card is not None and card.withdrawn is None,
        False if lost else _holds(card, former),
    )


def _shown(
    context: Context,
    record: PeriodRecord,
    there: Mapping[int, Scorecard],
    standing: Mapping[int, Scorecard],
    number: int,
) -> bool:
    """Return whether the caller may read a revision, as reading it by its number does."""
    card = there.get(number)
    if card is None:
        return False
    if card.correction is not None or (number in standing and card.withdrawn is None):
        return visible(context.principal, card, record)
    return readable(context.principal, card, there.get(number + 1, card), record)


def _holds(card: Scorecard | None, former: Scorecard | None) -> bool | None:
    """Return whether a card is what its hash says. None: neither it nor the one before has one."""
    if card is None:
        return False
    before = None if former is None else chain.hash_shown(former)
    if card.link is None:
        # Every revision after one with a hash has one too.
        return None if before is None else False
    return chain.holds(card, before)
