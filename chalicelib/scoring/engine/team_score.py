"""A team scored as one: the lines of its result, from its members' rows (rules.md §5).

The value kind says how (`Value.summed_over_team`). Ratios, formulas and growth are quotients of the
members' summed columns, not means of quotients. A metric, a sample, a rating or a level is the mean
of the members' values: a sum would grow with the number of members.
"""

from collections.abc import Iterator, Sequence

from chalicelib.scoring.exact import ZERO, rounder
from chalicelib.scoring.reasons import Reason
from chalicelib.scoring.result import SliceMark, not_available
from chalicelib.scoring.rows import Figure, Row
from chalicelib.scoring.scheme import Slices

from .compiled_line import CompiledLine
from .general_path import ScoredLine, by_policy
from .scoring_context import ScoringContext
from .slices import merged_row, rows_by_slice, slice_mark, slice_weight, summed_row, weighted_mean

MemberRows = Sequence[Row]


def score_team_line(
    line: CompiledLine, members: Sequence[MemberRows], previous: Sequence[MemberRows], places: int
) -> ScoredLine:
    """Score one line of a team. The rows are cleaned; points are rounded to `places`.

    Policies see neither the previous period's values nor means of other teams. Raises RowFault.
    """
    slices = line.indicator.slices
    if slices is not None:
        points, note = weighted_mean(list(_slice_marks(line, slices, members, previous)))
        if points is not None:
            return ScoredLine(None, rounder(places)(points), note)
        return by_policy(line, note, ScoringContext(), places)
    now = [merged_row(line, rows) for rows in members]
    figure = _team_figure(line, now, [merged_row(line, rows) for rows in previous])
    if isinstance(figure, Reason):
        return by_policy(line, not_available(figure), ScoringContext(), places)
    return ScoredLine(figure, line.points(figure), None)


def _slice_marks(
    line: CompiledLine,
    slices: Slices,
    members: Sequence[MemberRows],
    previous: Sequence[MemberRows],
) -> Iterator[SliceMark]:
    now = [rows_by_slice(slices, rows) for rows in members]
    before = [rows_by_slice(slices, rows) for rows in previous]
    for name in slices.targets:
        rows = [found[name] for found in now if name in found]
        if rows:
            figure = _team_figure(line, rows, [found[name] for found in before if name in found])
            weights = [w for row in rows if (w := slice_weight(slices, row)) is not None]
            yield slice_mark(line, slices, name, figure, sum(weights, ZERO) if weights else None)


def _team_figure(line: CompiledLine, rows: Sequence[Row], previous: Sequence[Row]) -> Figure:
    """The team's figure from one row per member."""
    if line.indicator.value.summed_over_team:
        return line.figure(summed_row(line, rows), summed_row(line, previous) if previous else None)
    figures = [line.figure(row, None) for row in rows]
    present = [figure for figure in figures if not isinstance(figure, Reason)]
    if present:
        return sum(present, ZERO) / len(present)
    return next(figure for figure in figures if isinstance(figure, Reason))
