"""Bonus coefficients of a period over REST, whole as CSV: a locked period's from its snapshot."""

from collections.abc import Iterator

from chalicelib.coefficients.columns import Columns
from chalicelib.coefficients.effective_rows import effective_rows
from chalicelib.coefficients.locked_rows import locked_rows
from chalicelib.coefficients.rows import CoefficientRow, coefficient_rows, external_systems
from chalicelib.coefficients.snapshots import snapshot_of
from chalicelib.coefficients.writing import csv_lines
from chalicelib.errors import OverLimit
from chalicelib.language import Text
from chalicelib.periods.records import PeriodRecord
from chalicelib.tenancy.context import Context

#: Rows of one answer at most: the gateway allows 6 MB. More rows need an export.
MOST_IN_ANSWER = 20_000


def as_csv(context: Context, periods: list[PeriodRecord], *, effective: bool = False) -> str:
    """Return all rows as CSV, with one header. ``effective``: of locked periods what stands now.

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
            elif effective:
                yield from effective_rows(context, period, snapshot)
            else:
                yield from locked_rows(context, snapshot)

    columns = Columns(sorted(systems), any(period.split for period in periods))
    return "".join(csv_lines(rows(), columns))
