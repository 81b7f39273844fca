"""The fast path: score a row whose cells need no cleaning, in one loop over the lines."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from chalicelib.scoring.bounds import ColumnBound
from chalicelib.scoring.faults import RowFault
from chalicelib.scoring.limits import CELL_NUMBER
from chalicelib.scoring.reasons import Reason
from chalicelib.scoring.result import SCORED, Note, Result, not_available
from chalicelib.scoring.rows import Cell, Row
from chalicelib.scoring.scheme import Scheme
from chalicelib.scoring.scorecard_layout import ScorecardLayout

from .compiled_line import CompiledLine
from .extras import points_of
from .general_path import ScoredLine, by_policy
from .scoring_context import (
    Means,
    Previous,
    ScoringContext,
    previous_rows,
    previous_uses,
    previous_values,
)
from .totals_and_grade import NO_EXTRAS, NO_NOTES, TotalsAndGrade


class FastPath:
    """A scheme without slices as a function of one row.

    Gives the result that the general path would give, or None when the row must take the general
    path: cells have to be cleaned first, or there is a fault to be named.
    """

    def __init__(
        self,
        scheme: Scheme,
        lines: Sequence[CompiledLine],
        layout: ScorecardLayout,
        totals_and_grade: TotalsAndGrade,
        bounds: Sequence[ColumnBound] = (),
    ) -> None:
        self._lines = lines
        self._functions = [(line.figure, line.points) for line in lines]
        self._totals_and_grade = totals_and_grade
        self._bounds = [(bound.column, bound.other, bound.most) for bound in bounds]
        self._places = scheme.line_places
        columns = [(extra, extra.column) for extra in scheme.extras if extra.column is not None]
        self._extras = [(extra.code, column, points_of(extra)) for extra, column in columns]
        self._previous_uses = previous_uses(lines)
        self._lines_looking_back = [
            (n, [use.column for use in line.uses])
            for n, line in enumerate(lines)
            if line.looks_back
        ]
        self._numbers = [column.code for column in layout.columns if column.kind == "number"]
        read = {use.column for line in lines for use in line.uses}
        read |= {column for _, column in columns}
        self._unread = [code for code in self._numbers if code not in read]
        self._needs_more = bool(self._unread or self._extras or self._lines_looking_back)

    def score(self, row: Row, previous: Previous | None, means: Means | None) -> Result | None:
        """The result of the row, or None when it must take the general path. Raises nothing."""
        figures: list[Any] = []  # Decimals; None for a line that is left out, which has a note
        points: list[Any] = []
        notes: dict[int, Note] = {}
        try:
            before = self._previous_row(previous) if previous and self._lines_looking_back else None
            for figure_of, points_of in self._functions:
                figure = figure_of(row, before)
                if isinstance(figure, Decimal):
                    figures.append(figure)
                    points.append(points_of(figure))
                else:
                    scored = self._by_policy(figure, len(points), previous, means)
                    notes[len(points)] = scored.note or SCORED
                    figures.append(scored.figure)
                    points.append(scored.points)
            for column, other, most in self._bounds:
                cell: Any = row.get(column)
                limit: Any = row.get(other) if other is not None else most
                if cell is not None and limit is not None and cell > limit:
                    return None
            if notes or self._needs_more:
                return self._result(row, figures, points, notes, before)
        except (RowFault, KeyError, TypeError, AttributeError, ArithmeticError):
            return None
        return self._totals_and_grade.complete_result(tuple(figures), tuple(points))

    def _result(
        self,
        row: Row,
        figures: Sequence[Decimal | None],
        points: Sequence[Decimal | None],
        notes: dict[int, Note],
        before: Row | None,
    ) -> Result | None:
        """The result of a row with notes, extras, or columns that no line reads."""
        unread = self._numbers if notes else self._unread
        if not all(map(_is_clean, map(row.get, unread))):
            return None
        if before is not None:
            self._note_previous_cells(notes, figures, before)
        extras = self._extras_of(row) if self._extras else NO_EXTRAS
        return self._totals_and_grade.result(figures, points, notes or NO_NOTES, extras)

    def _previous_row(self, previous: Previous) -> Row | None:
        inputs = previous.get("inputs")
        if isinstance(inputs, Mapping):
            cells: Row = {use.column: inputs.get(use.column) for use in self._previous_uses or ()}
            if all(map(_is_clean, cells.values())):
                return cells
        rows = previous_rows(previous, self._previous_uses)
        if rows is not None and len(rows) > 1:
            raise TypeError("the general path merges several rows")
        return rows[0] if rows else None

    def _by_policy(
        self, reason: Reason, n: int, previous: Previous | None, means: Means | None
    ) -> ScoredLine:
        """Line `n` without a figure, by its policy."""
        context = ScoringContext(previous_values=previous_values(previous), team_means=means or {})
        return by_policy(self._lines[n], not_available(reason), context, self._places)

    def _note_previous_cells(
        self, notes: dict[int, Note], figures: Sequence[Decimal | None], before: Row
    ) -> None:
        """Add the previous period's cells to the notes of the lines that were made from them."""
        for n, columns in self._lines_looking_back:
            if figures[n] is not None:
                cells = {column: before[column] for column in columns}
                status, reason, target, slices, _ = notes.get(n, SCORED)
                notes[n] = Note(status, reason, target, slices, (cells,))

    def _extras_of(self, row: Row) -> dict[str, Decimal]:
        found = {code: points_of(row.get(column)) for code, column, points_of in self._extras}
        return {code: points for code, points in found.items() if points}


def _is_clean(cell: Cell) -> bool:
    """Whether a cell that no line used is blank or a number within the limits."""
    return cell is None or (
        isinstance(cell, Decimal) and cell.is_finite() and -CELL_NUMBER < cell < CELL_NUMBER
    )
