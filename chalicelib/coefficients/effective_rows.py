"""Rows of a locked period as they stand now: corrected results in the place of the locked ones.

Ranks of others stand as they were locked, and a corrected result has none. Both are read side by
side, in the order of people, so that a page reads what it shows.
"""

from collections.abc import Iterator

from chalicelib.coefficients.locked_rows import locked_rows, place_of
from chalicelib.coefficients.records import Snapshot
from chalicelib.coefficients.rows import CoefficientRow, RowMaker
from chalicelib.people.identity import called
from chalicelib.people.records import read_people
from chalicelib.periods.records import PeriodRecord
from chalicelib.scorecards.corrected import corrected_cards
from chalicelib.scorecards.records import Scorecard
from chalicelib.store.keys import escaped
from chalicelib.tenancy.context import Context


def effective_rows(
    context: Context, period: PeriodRecord, snapshot: Snapshot, after: str = ""
) -> Iterator[CoefficientRow]:
    """Give the rows by person, after a person. Names and ids are those of the lock, and of somebody
    who was left out of it those of today."""
    locked = locked_rows(context, snapshot, after)
    if not period.corrections:
        yield from locked
        return
    maker = RowMaker(context, period, {})
    corrected = corrected_cards(context, period.scheme, period.period, after)
    row, card = next(locked, None), next(corrected, None)
    while row is not None or card is not None:
        if card is None or (row is not None and place_of(row) < escaped(card.person)):
            assert row is not None  # noqa: S101 (one of both is there)
            yield row
            row = next(locked, None)
            continue
        own = row if row is not None and row.person == card.person else None
        made = _row(context, maker, card, own)
        if made is not None:
            yield made
        card = next(corrected, None)
        if own is not None:
            row = next(locked, None)


def _row(
    context: Context, maker: RowMaker, card: Scorecard, own: CoefficientRow | None
) -> CoefficientRow | None:
    if own is not None:
        return maker.row(card, own.employee_id, own.external_ids)
    employee = read_people(context, [card.person]).get(card.person)
    ids = employee.external_ids if employee else {}
    return maker.row(card, called(card.person, employee), ids)
