"""Bounds of columns: what a cell may be at most (`columns[].at_most`, docs/scheme-document.md).

A part of something cannot be more than the whole: 150 resolved of 100 is a slip of the pen, and
would be paid as 150%. The scheme says it of the column, so that it holds for every use of it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from .cells import number
from .columns import Column
from .faults import RowFault
from .rows import Row
from .text import Text


@dataclass(frozen=True, slots=True)
class ColumnBound:
    """A cell of `column` is at most that of `other` in its row, or at most the number `most`.

    `other_name` is the name of the other column. Exactly one of `other` and `most` is given.
    """

    column: str
    other: str | None
    other_name: Text | None
    most: Decimal | None


def bounds_of(columns: Iterable[Column]) -> tuple[ColumnBound, ...]:
    """The bounds between the columns of numbers that a file has."""
    numbers = {column.code: column for column in columns if column.kind == "number"}
    return tuple(_bounds(numbers))


def check_bounds(bounds: Iterable[ColumnBound], row: Row) -> None:
    """Raise RowFault for the first cell of a cleaned row that is more than it can be.

    A blank on either side is no fault.
    """
    for bound in bounds:
        cell = row[bound.column]
        limit = bound.most if bound.other is None else row[bound.other]
        if cell is None or limit is None:
            continue
        found = number(cell, bound.column)
        most = number(limit, bound.other or bound.column)
        if found > most:
            code = "above_limit" if bound.other is None else "above_column"
            raise RowFault(bound.column, code, found=found, most=most, bound=bound.other_name)


def _bounds(numbers: dict[str, Column]) -> Iterator[ColumnBound]:
    for column in numbers.values():
        at_most = column.note.at_most if column.note is not None else None
        if isinstance(at_most, Decimal):
            yield ColumnBound(column.code, None, None, at_most)
        elif at_most is not None and at_most in numbers:
            yield ColumnBound(column.code, at_most, numbers[at_most].name, None)
