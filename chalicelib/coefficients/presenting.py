"""A row of coefficients as the API and a copy of the company show it."""

from dataclasses import fields
from typing import Any, Final

from chalicelib.coefficients.rows import CoefficientRow
from chalicelib.periods.records import PeriodRecord
from chalicelib.person_keys import shown

#: The members of a row. Their values are plain, so none has to be copied.
_MEMBERS: Final = tuple(one.name for one in fields(CoefficientRow))


def updated_at(row: CoefficientRow, period: PeriodRecord) -> str:
    """Return when a row as it is shown last changed, its rank and ids apart."""
    return max((row.computed_at, *period.changed_whole_at))


def described(row: CoefficientRow) -> dict[str, Any]:
    """Return the row with all its members; the person's key as the API shows it."""
    return {**{name: getattr(row, name) for name in _MEMBERS}, "person": shown(row.person)}
