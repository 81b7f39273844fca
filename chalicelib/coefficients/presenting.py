"""A row of coefficients as the API and a copy of the company show it."""

from dataclasses import asdict
from typing import Any

from chalicelib.coefficients.rows import CoefficientRow
from chalicelib.periods.records import PeriodRecord
from chalicelib.person_keys import shown


def updated_at(row: CoefficientRow, period: PeriodRecord) -> str:
    """Return when a row as it is shown last changed, its rank and ids apart."""
    times = (period.published_at, period.locked_at)
    return max((row.computed_at, *(time for time in times if time is not None)))


def described(row: CoefficientRow) -> dict[str, Any]:
    """Return the row with all its members; the person's key as the API shows it."""
    return {**asdict(row), "person": shown(row.person)}
