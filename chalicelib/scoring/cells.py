"""Reading the cells of a row: what is blank, and what is no figure at all."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Final

from .exact import decimals, plain
from .faults import RowFault
from .limits import CELL_DECIMALS, CELL_NUMBER
from .reading.scalars import brief, exact_number
from .rows import Cell, Row, Use

# Written in place of a figure: there is none (rules.md §1).
BLANKS: Final = frozenset({"", "-", "—", "n/a", "na", "无"})


def clean(row: Row, uses: Iterable[Use]) -> dict[str, Cell]:
    """The row with every column that is read: figures as Decimal, words as str, blanks as None.

    Raises RowFault for the first cell that is neither.
    """
    cells: dict[str, Cell] = {}
    for use in uses:
        cell: object = row.get(use.column)
        if cell is None or (isinstance(cell, str) and cell.strip().casefold() in BLANKS):
            cells[use.column] = None
        elif use.kind == "number":
            cells[use.column] = number(cell, use.column)
        else:
            cells[use.column] = words(cell, use.column)
    return cells


def number(cell: object, column: str) -> Decimal:
    """The figure in a cell, exactly as written; RowFault when it is none or too large."""
    figure = exact_number(cell)
    if figure is None:
        raise RowFault(column, "not_a_number", found=brief(cell))
    if not -CELL_NUMBER < figure < CELL_NUMBER:
        raise RowFault(column, "number_too_large", found=brief(cell))
    if decimals(figure) > CELL_DECIMALS:
        raise RowFault(column, "number_too_fine", most=CELL_DECIMALS)
    return figure


def words(cell: object, column: str) -> str:
    """The words in a cell; a number there (a single mark) is taken as it is written."""
    if isinstance(cell, str):
        return cell
    figure = exact_number(cell)
    if figure is None:
        raise RowFault(column, "not_text", found=brief(cell))
    if not -CELL_NUMBER < figure < CELL_NUMBER:
        raise RowFault(column, "number_too_large", found=brief(cell))
    return plain(figure)
