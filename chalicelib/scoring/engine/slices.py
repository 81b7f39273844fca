"""Several rows of one person: one per slice, and what stands for all of them (rules.md §1)."""

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

from .lines import CompiledLine


def merged(line: CompiledLine, rows: Sequence[Row]) -> Row:
    """One row for an indicator without slices: counts added up, other figures agreed upon."""
    if len(rows) == 1:
        return rows[0]
    others = (use.column for use in line.uses if not use.counted)
    return summed(line, rows) | {column: agreed(rows, column) for column in others}


def summed(line: CompiledLine, rows: Iterable[Row]) -> dict[str, Cell]:
    """The sums of the indicator's counts over the rows that have all of them.

    A row with a numerator and no denominator would otherwise shift the quotient. None where no row
    is complete.
    """
    columns = [use.column for use in line.uses if use.counted]
    complete = [row for row in rows if all(row[column] is not None for column in columns)]
    return {column: _sum(complete, column) for column in columns}


def agreed(rows: Sequence[Row], column: str) -> Cell:
    """The one figure that the rows hold in a column; RowFault when they hold different ones."""
    cells = {cell for row in rows if (cell := row[column]) is not None}
    if len(cells) > 1:
        found = ", ".join(sorted(brief(cell) for cell in cells))
        raise RowFault(column, "rows_disagree", found=found)
    return next(iter(cells), None)


def by_slice(slices: Slices, rows: Sequence[Row]) -> dict[str, Row]:
    """A person's rows by slice; RowFault for a slice that is unknown or named twice.

    A row that names no slice is left out.
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
    """The line of a person with slices: its points, not yet rounded, and the slices."""
    earlier = by_slice(slices, previous) if previous is not None else {}
    marks = [
        slice_mark(line, slices, name, line.figure(row, earlier.get(name)), weight(slices, row))
        for name, row in by_slice(slices, rows).items()
    ]
    return mean_of(marks)


def weight(slices: Slices, row: Row) -> Decimal | None:
    """What a slice's points weigh: its row's figure in `weight_by`."""
    cell = row[slices.weight_by]
    figure = None if cell is None else number(cell, slices.weight_by)
    if figure is not None and figure < 0:
        raise RowFault(slices.weight_by, "negative_count", found=figure)
    return figure


def slice_mark(
    line: CompiledLine, slices: Slices, name: str, figure: Figure, weight: Decimal | None
) -> SliceMark:
    """A slice scored against its own target."""
    target = slices.targets[name]
    if isinstance(figure, Reason):
        return SliceMark(name, None, target, None, weight, figure.value)
    return SliceMark(name, figure, target, line.exact_points(target)(figure), weight, None)


def mean_of(marks: Sequence[SliceMark]) -> tuple[Decimal | None, Note]:
    """The mean of the slices' points weighted by their weights, not yet rounded.

    A slice without a figure or without weight is left out; without any the line is not available.
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
