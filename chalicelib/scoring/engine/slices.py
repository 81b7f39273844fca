"""The rows of a person with slices: merged into one, or scored slice by slice (rules.md §1)."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from chalicelib.scoring.cells import number
from chalicelib.scoring.exact import ZERO
from chalicelib.scoring.faults import RowFault
from chalicelib.scoring.reading.scalars import brief
from chalicelib.scoring.reasons import Reason
from chalicelib.scoring.result import Note, SliceMark, not_available
from chalicelib.scoring.rows import Cell, Figure, Row
from chalicelib.scoring.scheme import Slices

from .compiled_line import CompiledLine


def merged_row(line: CompiledLine, rows: Sequence[Row]) -> Row:
    """One row for an indicator without slices, with the columns that it reads.

    Summed columns are added up; other cells must agree. Raises RowFault when they do not.
    """
    if len(rows) == 1:
        return rows[0]
    others = (use.column for use in line.uses if not use.summed)
    return summed_row(line, rows) | {column: agreed_cell(rows, column) for column in others}


def summed_row(line: CompiledLine, rows: Iterable[Row]) -> dict[str, Cell]:
    """The sums of the indicator's summed columns, over the rows that have all of them.

    A row with a numerator and no denominator would distort the quotient. A cell is None when no row
    is complete.
    """
    columns = [use.column for use in line.uses if use.summed]
    complete = [row for row in rows if all(row[column] is not None for column in columns)]
    return {column: _sum(complete, column) for column in columns}


def agreed_cell(rows: Sequence[Row], column: str) -> Cell:
    """The one cell that the rows have in a column, blanks aside. Raises RowFault for several."""
    cells = {cell for row in rows if (cell := row[column]) is not None}
    if len(cells) > 1:
        found = ", ".join(sorted(brief(cell) for cell in cells))
        raise RowFault(column, "rows_disagree", found=found)
    return next(iter(cells), None)


def rows_by_slice(slices: Slices, rows: Sequence[Row]) -> dict[str, Row]:
    """A person's rows by slice name. A row that names no slice is left out.

    Raises RowFault for a slice that is unknown or named twice.
    """
    names = {name.casefold(): name for name in slices.targets}
    found: dict[str, Row] = {}
    for row in rows:
        cell = row[slices.by]
        if cell is None:
            continue
        name = names.get(str(cell).strip().casefold())
        if name is None:
            known = ", ".join(slices.targets)
            raise RowFault(slices.by, "unknown_slice", found=brief(cell), slices=known)
        if name in found:
            raise RowFault(slices.by, "duplicate_slice", found=name)
        found[name] = row
    return found


def score_slices(
    line: CompiledLine, slices: Slices, rows: Sequence[Row], previous: Sequence[Row] | None
) -> tuple[Decimal | None, Note]:
    """Score every slice against its own target: (weighted mean of the points, note).

    The mean is not rounded. It is None when no slice counts. Raises RowFault.
    """
    earlier = rows_by_slice(slices, previous) if previous is not None else {}
    marks = [
        slice_mark(
            line, slices, name, line.figure(row, earlier.get(name)), slice_weight(slices, row)
        )
        for name, row in rows_by_slice(slices, rows).items()
    ]
    return weighted_mean(marks)


def slice_weight(slices: Slices, row: Row) -> Decimal | None:
    """The weight of a slice: its row's cell in `weight_by`. Raises RowFault when it is negative."""
    cell = row[slices.weight_by]
    figure = None if cell is None else number(cell, slices.weight_by)
    if figure is not None and figure < 0:
        raise RowFault(slices.weight_by, "negative_count", found=figure)
    return figure


def slice_mark(
    line: CompiledLine, slices: Slices, name: str, figure: Figure, weight: Decimal | None
) -> SliceMark:
    """One slice scored against its own target; its points are not rounded."""
    target = slices.targets[name]
    if isinstance(figure, Reason):
        return SliceMark(name, None, target, None, weight, figure.value)
    return SliceMark(name, figure, target, line.exact_points_for(target)(figure), weight, None)


def weighted_mean(marks: Sequence[SliceMark]) -> tuple[Decimal | None, Note]:
    """The mean of the slices' points weighted by their weights, not rounded, and the line's note.

    A slice without points or weight is left out. When none is left the mean is None and the note
    says why.
    """
    counted = [(m.points, m.weight) for m in marks if m.points is not None and m.weight]
    weights = sum((weight for _, weight in counted), ZERO)
    if not weights:
        reasons = [mark.reason for mark in marks if mark.reason is not None]
        reason = Reason(reasons[0]) if reasons else Reason.NO_SLICE
        return None, not_available(reason, tuple(marks))
    points = sum((points * weight for points, weight in counted), ZERO) / weights
    return points, Note("scored", None, None, tuple(marks))


def _sum(rows: Sequence[Row], column: str) -> Decimal | None:
    cells = [number(cell, column) for row in rows if (cell := row[column]) is not None]
    return sum(cells, ZERO) if cells else None
