"""Columns of a coefficient file, in the order of the contract."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from chalicelib.coefficients.rows import CoefficientRow
from chalicelib.coefficients.sheets import Cell

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

#: The last column, in the file of a period in which people moved between schemes.
SHARE: Final = "share"


@dataclass(frozen=True, slots=True)
class Columns:
    """What the columns of a file depend on.

    ``systems``: external systems, each with a column ``external_id_`` and its name. ``split``:
    whether some rows are of a share of their person's month.
    """

    systems: Sequence[str]
    split: bool = False


def header(columns: Columns) -> list[str]:
    """Return the column names."""
    systems = (f"external_id_{system}" for system in columns.systems)
    return [*BEFORE, *systems, *AFTER, *([SHARE] if columns.split else ())]


def cells(row: CoefficientRow, columns: Columns) -> list[Cell]:
    """Return a row's cells in the order of :func:`header` for the same columns.

    A row that pays all of its month has an empty share.
    """
    return [
        row.employee_id,
        *(row.external_ids.get(system) for system in columns.systems),
        *(getattr(row, name) for name in AFTER),
        *([row.share] if columns.split else ()),
    ]
