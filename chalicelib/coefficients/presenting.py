"""A row of coefficients as the API and a copy of the company show it."""

from dataclasses import asdict
from typing import Any

from chalicelib.coefficients.rows import CoefficientRow
from chalicelib.person_keys import shown


def described(row: CoefficientRow) -> dict[str, Any]:
    """Return the row with all its members; the person's key as the API shows it."""
    return {**asdict(row), "person": shown(row.person)}
