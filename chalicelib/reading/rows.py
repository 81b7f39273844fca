"""One row of the file: good (Row) or bad (BadRow)."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from .faults import CellError

CellValue = Decimal | str | None


@dataclass(frozen=True, slots=True)
class Row:
    """A good row.

    number: the row's number as Excel shows it.
    employee_id: trimmed; full-width letters and digits are made half-width.
    cells: the value of every requested column, by code; None is not available (blank, `-`, `N/A`,
    `无`).
    id_only: no other cell of the row is filled, in unknown columns too. It is an employee without
    figures, or a remark below the table (`签字：`).
    again: the row is the contact of an earlier row once more; it counts nowhere.
    """

    number: int
    employee_id: str
    employee_name: str | None
    team: str | None
    cells: Mapping[str, CellValue]
    id_only: bool = False
    again: bool = False


#: A row's texts by header label.
Raw = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Repeated:
    """The rows to show with a duplicate in the error report.

    first: the number of the employee's first row, which is valid.
    beside: (number, texts) of the rows to show with this one: the first row and the further
    duplicates.
    elsewhere: this row is already shown with another one, or is beyond the number of duplicates
    that are shown.
    """

    first: int
    beside: tuple[tuple[int, Raw], ...] = ()
    elsewhere: bool = False


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row with errors: all of them, and the row's texts by header label.

    against: whose row it contradicts, when it is a contact that stands in the file twice.
    """

    number: int
    employee_id: str | None
    errors: tuple[CellError, ...]
    raw: Raw
    repeated: Repeated | None = None
    against: str | None = None
