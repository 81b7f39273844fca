"""Columns of a coefficient file, in the order of the contract."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from chalicelib.coefficients.rows import CoefficientRow

#: Columns before and after those of external systems.
BEFORE: Final = ("employee_id",)
AFTER: Final = (
    "employee_name",
    "team",
    "period",
    "scheme",
    "version",
    "total",
    "grade",
    "coefficient",
    "rank",
    "revision",
    "state",
    "computed_at",
)

Cell = str | int | Decimal | None


def header(systems: Sequence[str]) -> list[str]:
    """Return the column names. An external system's column is ``external_id_`` and its name."""
    return [*BEFORE, *(f"external_id_{system}" for system in systems), *AFTER]


def cells(row: CoefficientRow, systems: Sequence[str]) -> list[Cell]:
    """Return a row's cells in the order of :func:`header` for the same systems."""
    return [
        row.employee_id,
        *(row.external_ids.get(system) for system in systems),
        *(getattr(row, name) for name in AFTER),
    ]
