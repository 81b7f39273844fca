"""A team scored as one (rules.md §5): the lines of its result out of its members' rows.

Ratios, formulas and growth are quotients of the members' summed columns, not means of quotients. A
metric, a sample, a rating or a level is the mean of the members' values: a sum would grow with the
number of members.
"""

from collections.abc import Iterator, Sequence

from chalicelib.scoring.exact import ZERO, rounder
from chalicelib.scoring.reasons import Reason
from chalicelib.scoring.result import SliceMark, not_available
from chalicelib.scoring.rows import Figure, Row
from chalicelib.scoring.scheme import Slices
from chalicelib.scoring.values.formula import Formula
from chalicelib.scoring.values.growth import Growth
from chalicelib.scoring.values.ratio import Ratio

from .careful import Scored, by_policy
from .given import Circumstances
from .lines import CompiledLine
from .slices import by_slice, mean_of, merged, slice_mark, summed, weight

Member = Sequence[Row]
BY_SUMS = (Ratio, Growth, Formula)


def score_team_line(
    line: CompiledLine, members: Sequence[Member], previous: Sequence[Member], places: int
) -> Scored:
    """One line of a team's result. The rows are clean; policies see no previous period's values."""
    slices = line.indicator.slices
    if slices is not None:
        points, note = mean_of(list(_slice_marks(line, slices, members, previous)))
        if points is not None:
            return Scored(None, rounder(places)(points), note)
        return by_policy(line, note, Circumstances(), places)
    now = [merged(line, rows) for rows in members]
    figure = _together(line, now, [merged(line, rows) for rows in previous])
    if isinstance(figure, Reason):
        return by_policy(line, not_available(figure), Circumstances(), places)
    return Scored(figure, line.points(figure), None)


def _slice_marks(
    line: CompiledLine, slices: Slices, members: Sequence[Member], previous: Sequence[Member]
) -> Iterator[SliceMark]:
    now = [by_slice(slices, rows) for rows in members]
    before = [by_slice(slices, rows) for rows in previous]
    for name in slices.targets:
        rows = [found[name] for found in now if name in found]
        if rows:
            figure = _together(line, rows, [found[name] for found in before if name in found])
            weights = [w for row in rows if (w := weight(slices, row)) is not None]
            yield slice_mark(line, slices, name, figure, sum(weights, ZERO) if weights else None)


def _together(line: CompiledLine, rows: Sequence[Row], previous: Sequence[Row]) -> Figure:
    """One figure out of one row per member."""
    if isinstance(line.indicator.value, BY_SUMS):
        return line.figure(summed(line, rows), summed(line, previous) if previous else None)
    figures = [line.figure(row, None) for row in rows]
    present = [figure for figure in figures if not isinstance(figure, Reason)]
    if present:
        return sum(present, ZERO) / len(present)
    return next(figure for figure in figures if isinstance(figure, Reason))
