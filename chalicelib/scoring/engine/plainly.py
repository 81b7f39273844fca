"""Most rows: figures that can be read as they stand, in one loop over the lines."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from chalicelib.scoring.faults import RowFault
from chalicelib.scoring.limits import CELL_NUMBER
from chalicelib.scoring.reasons import Reason
from chalicelib.scoring.result import SCORED, Note, Result, not_available
from chalicelib.scoring.rows import Cell, Row
from chalicelib.scoring.scheme import Scheme
from chalicelib.scoring.sheet import Sheet

from .careful import Scored, by_policy
from .extras import points_of
from .given import Circumstances, Means, Previous, looked_back_at, previous_rows, previous_values
from .judging import NO_EXTRAS, NO_NOTES, Judging
from .lines import CompiledLine


class Plainly:
    """A scheme without slices as a function of one row.

    What it gives is what the careful way would give. It gives None where cells must be cleaned
    first, or where there is a fault, which the careful way will name.
    """

    def __init__(
        self, scheme: Scheme, lines: Sequence[CompiledLine], sheet: Sheet, judging: Judging
    ) -> None:
        self._lines = lines
        self._functions = [(line.figure, line.points) for line in lines]
        self._judging = judging
        self._places = scheme.line_places
        self._extras = [(extra.code, extra.column, points_of(extra)) for extra in scheme.extras]
        self._back = looked_back_at(lines)
        self._lines_back = [
            (n, [use.column for use in line.uses])
            for n, line in enumerate(lines)
            if line.looks_back
        ]
        self._numbers = [column.code for column in sheet.columns if column.kind == "number"]
        read = {use.column for line in lines for use in line.uses}
        read |= {extra.column for extra in scheme.extras}
        self._unread = [code for code in self._numbers if code not in read]
        self._more = bool(self._unread or self._extras or self._lines_back)

    def score(self, row: Row, previous: Previous | None, means: Means | None) -> Result | None:
        """The result of the row, or None when it needs a closer look."""
        figures: list[Any] = []  # Decimals, and None for lines left out, which have a note
        points: list[Any] = []
        notes: dict[int, Note] = {}
        try:
            before = self._before(previous) if previous and self._lines_back else None
            for figure_of, points_of in self._functions:
                figure = figure_of(row, before)
                if isinstance(figure, Decimal):
                    figures.append(figure)
                    points.append(points_of(figure))
                else:
                    scored = self._without(figure, len(points), previous, means)
                    notes[len(points)] = scored.note or SCORED
                    figures.append(scored.figure)
                    points.append(scored.points)
            if notes or self._more:
                return self._with_more(row, figures, points, notes, before)
        except (RowFault, KeyError, TypeError, AttributeError, ArithmeticError):
            return None
        return self._judging.whole(tuple(figures), tuple(points))

    def _with_more(
        self,
        row: Row,
        figures: Sequence[Decimal | None],
        points: Sequence[Decimal | None],
        notes: dict[int, Note],
        before: Row | None,
    ) -> Result | None:
        """The result of a row of which more is to be said than figures and points."""
        unread = self._numbers if notes else self._unread
        if not all(map(_readable, map(row.get, unread))):
            return None
        if before is not None:
            self._note_before(notes, figures, before)
        extras = self._extras_of(row) if self._extras else NO_EXTRAS
        return self._judging.result(figures, points, notes or NO_NOTES, extras)

    def _before(self, previous: Previous) -> Row | None:
        inputs = previous.get("inputs")
        if isinstance(inputs, Mapping):
            cells: Row = {use.column: inputs.get(use.column) for use in self._back or ()}
            if all(map(_readable, cells.values())):
                return cells
        rows = previous_rows(previous, self._back)
        if rows is not None and len(rows) > 1:
            raise TypeError("several rows are merged by the careful way")
        return rows[0] if rows else None

    def _without(
        self, reason: Reason, n: int, previous: Previous | None, means: Means | None
    ) -> Scored:
        """A line without a figure, by its policy."""
        around = Circumstances(previous_values=previous_values(previous), team_means=means or {})
        return by_policy(self._lines[n], not_available(reason), around, self._places)

    def _note_before(
        self, notes: dict[int, Note], figures: Sequence[Decimal | None], before: Row
    ) -> None:
        """The previous period's cells, with the lines that were made from them."""
        for n, columns in self._lines_back:
            if figures[n] is not None:
                cells = {column: before[column] for column in columns}
                status, reason, target, slices, _ = notes.get(n, SCORED)
                notes[n] = Note(status, reason, target, slices, (cells,))

    def _extras_of(self, row: Row) -> dict[str, Decimal]:
        found = {code: points_of(row.get(column)) for code, column, points_of in self._extras}
        return {code: points for code, points in found.items() if points}


def _readable(cell: Cell) -> bool:
    """Whether a cell needs no cleaning and is no fault, though nothing was made of it."""
    return cell is None or (
        isinstance(cell, Decimal) and cell.is_finite() and -CELL_NUMBER < cell < CELL_NUMBER
    )
