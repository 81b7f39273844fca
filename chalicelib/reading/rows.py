"""One row of the file: read, or not."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from .faults import CellError

CellValue = Decimal | str | None


@dataclass(frozen=True, slots=True)
class Row:
    """A row that was read.

    number: the row's number as Excel shows it.
    employee_id: trimmed, full-width letters and digits made half-width.
    cells: every column asked for, by code; None is not available (blank, `-`, `N/A`, `无`).
    id_only: no other cell of the row is filled, whether asked for or not: somebody without figures,
    or a remark below the table (`签字：`).
    """

    number: int
    employee_id: str
    employee_name: str | None
    team: str | None
    cells: Mapping[str, CellValue]
    id_only: bool = False


Raw = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Repeated:
    """Which rows a duplicate is to be mended with.

    first: the number of the employee's first row, which stands. beside: rows to show with this
    one, by number, as they came: the first one and the further duplicates. elsewhere: this row is
    shown with another one already, or is one too many to be shown at all.
    """

    first: int
    beside: tuple[tuple[int, Raw], ...] = ()
    elsewhere: bool = False


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that was not read, every reason at once, with the row itself by header label."""

    number: int
    employee_id: str | None
    errors: tuple[CellError, ...]
    raw: Raw
    repeated: Repeated | None = None
