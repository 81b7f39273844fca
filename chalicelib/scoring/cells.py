"""Reading the cells of a row: numbers, text and blanks."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Final

from .exact import decimals, plain
from .faults import RowFault
from .limits import CELL_DECIMALS, CELL_NUMBER
from .reading.scalars import brief, exact_number
from .rows import Cell, ColumnUse, Row

# Words that mean a blank cell (rules.md §1), in lower case.
BLANKS: Final = frozenset({"", "-", "—", "n/a", "na", "无"})


def clean_row(row: Row, uses: Iterable[ColumnUse]) -> dict[str, Cell]:
    """The row's cells of these columns: numbers as Decimal, text as str, blanks as None.

    A missing column is blank. Raises RowFault for the first cell that cannot be read.
    """
    cells: dict[str, Cell] = {}
    for use in uses:
        cell: object = row.get(use.column)
        if cell is None or (isinstance(cell, str) and cell.strip().casefold() in BLANKS):
            cells[use.column] = None
        elif use.kind == "number":
            cells[use.column] = number(cell, use.column)
        else:
            cells[use.column] = cell_text(cell, use.column)
    return cells


def number(cell: object, column: str) -> Decimal:
    """The number in a cell, exactly as written.

    Raises RowFault when it is no number, or beyond the limits of size and decimals.
    """
    figure = exact_number(cell)
    if figure is None:
        raise RowFault(column, "not_a_number", found=brief(cell))
    if not -CELL_NUMBER < figure < CELL_NUMBER:
        raise RowFault(column, "number_too_large", found=brief(cell))
    if decimals(figure) > CELL_DECIMALS:
        raise RowFault(column, "number_too_fine", most=CELL_DECIMALS)
    return figure


def cell_text(cell: object, column: str) -> str:
    """The text in a cell; a number (a single mark) as it is written. Raises RowFault."""
    if isinstance(cell, str):
        return cell
    figure = exact_number(cell)
    if figure is None:
        raise RowFault(column, "not_text", found=brief(cell))
    if not -CELL_NUMBER < figure < CELL_NUMBER:
        raise RowFault(column, "number_too_large", found=brief(cell))
    return plain(figure)
