"""Bonus coefficients of a period over REST: page by page, or whole as CSV.

A locked period's are those of its snapshot, as in a file.
"""

from collections.abc import Iterator
from itertools import islice

from chalicelib.coefficients.columns import Columns
from chalicelib.coefficients.locked_rows import locked_rows
from chalicelib.coefficients.rows import (
    CoefficientRow,
    RowMaker,
    coefficient_rows,
    external_systems,
)
from chalicelib.coefficients.snapshots import snapshot_of
from chalicelib.coefficients.writing import csv_lines
from chalicelib.errors import OverLimit
from chalicelib.language import Text
from chalicelib.people.identity import called
from chalicelib.people.records import read_people
from chalicelib.periods.records import PeriodRecord
from chalicelib.scorecards.records import Scorecard
from chalicelib.scorecards.service import cards_after
from chalicelib.tenancy.context import Context

#: Rows of one answer at most: the gateway allows 6 MB. More rows need an export.
MOST_IN_ANSWER = 20_000


def page(
    context: Context, periods: list[PeriodRecord], limit: int, after: str | None
) -> tuple[list[CoefficientRow], str | None]:
    """Return up to ``limit`` rows by scheme and person.

    ``after`` and the second result are positions ``{scheme}/{person}``: where the page begins
    and where the next begins (None: the end). Raises SnapshotPending and SnapshotFailed (409).
    """
    scheme_after, _, employee_after = (after or "").partition("/")
    rows: list[CoefficientRow] = []
    for period in periods:
        if period.scheme < scheme_after:
            continue
        start = employee_after if period.scheme == scheme_after else ""
        wanted = limit + 1 - len(rows)
        rows += islice(_rows_after(context, period, start, wanted), wanted)
        if len(rows) > limit:
            last = rows[limit - 1]
            return rows[:limit], f"{last.scheme}/{last.person}"
    return rows, None


def as_csv(context: Context, periods: list[PeriodRecord]) -> str:
    """Return all rows as CSV, with one header.

    Raises OverLimit above MOST_IN_ANSWER rows (422), SnapshotPending and SnapshotFailed (409).
    """
    if sum(period.scorecards for period in periods) > MOST_IN_ANSWER:
        raise OverLimit(
            "too_many_rows",
            Text(
                f"超过 {MOST_IN_ANSWER} 行，请使用 POST /v1/exports。",
                f"There are more than {MOST_IN_ANSWER} rows: use POST /v1/exports.",
            ),
        )
    snapshots = [snapshot_of(context, period) for period in periods]
    systems = {name for found in snapshots if found is not None for name in found.systems}
    if None in snapshots:
        systems.update(external_systems(context))

    def rows() -> Iterator[CoefficientRow]:
        for period, snapshot in zip(periods, snapshots, strict=True):
            if snapshot is None:
                yield from coefficient_rows(context, period)
            else:
                yield from locked_rows(context, snapshot)

    columns = Columns(sorted(systems), any(period.split for period in periods))
    return "".join(csv_lines(rows(), columns))


def _rows_after(
    context: Context, period: PeriodRecord, start: str, at_once: int
) -> Iterator[CoefficientRow]:
    """Yield the rows after the person ``start``. As many results are read ``at_once``."""
    snapshot = snapshot_of(context, period)
    if snapshot is not None:
        yield from locked_rows(context, snapshot, start)
        return
    cards = cards_after(context, period.scheme, period.period, start)
    maker = RowMaker(context, period)
    while found := list(islice(cards, at_once)):
        yield from _rows(context, maker, found)


def _rows(context: Context, maker: RowMaker, cards: list[Scorecard]) -> Iterator[CoefficientRow]:
    people = read_people(context, (card.person for card in cards))
    for card in cards:
        employee = people.get(card.person)
        employee_id = called(card.person, employee)
        row = maker.row(card, employee_id, employee.external_ids if employee else {})
        if row is not None:
            yield row
