"""Several rows of one person: one per slice, and what stands for all of them (rules.md §1)."""

from collections.abc import Sequence
from decimal import Decimal

from chalicelib.scoring.cells import number
from chalicelib.scoring.exact import ZERO
from chalicelib.scoring.faults import RowFault
from chalicelib.scoring.reading.place import brief
from chalicelib.scoring.reasons import Reason
from chalicelib.scoring.result import Note, SliceMark, not_available
from chalicelib.scoring.rows import Cell, Row
from chalicelib.scoring.scheme import Slices

from .lines import CompiledLine


def merged(line: CompiledLine, rows: Sequence[Row]) -> Row:
    """One row for an indicator without slices: counts added up, other figures agreed upon."""
    if len(rows) == 1:
        return rows[0]
    return {
        use.column: summed(rows, use.column) if use.counted else agreed(rows, use.column)
        for use in line.uses
    }


def summed(rows: Sequence[Row], column: str) -> Decimal | None:
    """The sum of the cells that hold a figure; None when none does."""
    cells = [number(cell, column) for row in rows if (cell := row[column]) is not None]
    return sum(cells, ZERO) if cells else None


def agreed(rows: Sequence[Row], column: str) -> Cell:
    cells = {cell for row in rows if (cell := row[column]) is not None}
    if len(cells) > 1:
        found = ", ".join(sorted(brief(cell) for cell in cells))
        raise RowFault(column, "rows_disagree", found=found)
    return next(iter(cells), None)


def by_slice(slices: Slices, rows: Sequence[Row]) -> dict[str, Row]:
    """The rows of an indicator with slices, by slice; RowFault for a slice unknown or repeated.

    A row without a name of its own is left out when it is not the only one.
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
    """The mean of the slices' points weighted by `weight_by`, not yet rounded, and the slices.

    A slice without a figure or without weight is left out; without any the line is not available.
    """
    earlier = by_slice(slices, previous) if previous is not None else {}
    marks = [
        _slice_mark(line, slices, name, row, earlier.get(name))
        for name, row in by_slice(slices, rows).items()
    ]
    counted = [(m.points, m.weight) for m in marks if m.points is not None and m.weight]
    weights = sum((weight for _, weight in counted if weight), ZERO)
    if not weights:
        reasons = [mark.reason for mark in marks if mark.reason is not None]
        reason = Reason(reasons[0]) if reasons else Reason.NO_SLICE
        return None, not_available(reason, tuple(marks))
    points = sum((points * weight for points, weight in counted if weight), ZERO) / weights
    return points, Note("scored", None, None, tuple(marks))


def _slice_mark(
    line: CompiledLine, slices: Slices, name: str, row: Row, previous: Row | None
) -> SliceMark:
    target = slices.targets[name]
    cell = row[slices.weight_by]
    weight = None if cell is None else number(cell, slices.weight_by)
    if weight is not None and weight < 0:
        raise RowFault(slices.weight_by, "negative_count", found=weight)
    figure = line.figure(row, previous)
    if isinstance(figure, Reason):
        return SliceMark(name, None, target, None, weight, figure.value)
    return SliceMark(name, figure, target, line.exact_points(target)(figure), weight, None)
