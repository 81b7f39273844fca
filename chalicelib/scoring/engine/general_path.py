"""The general path: score a line of any row, with slices, exemptions and policies.

The fast path takes most rows; both give the same result for a row that both can score.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from chalicelib.scoring.cells import number
from chalicelib.scoring.exact import ZERO, quantum, rounder
from chalicelib.scoring.faults import RowFault
from chalicelib.scoring.reasons import Reason, reason_words
from chalicelib.scoring.result import AWAITED, SCORED, Exemption, Note, not_available
from chalicelib.scoring.rows import Figure, Row

from .compiled_line import CompiledLine
from .scoring_context import ScoringContext
from .slices import merged_row, score_slices


class ScoredLine(NamedTuple):
    """A line's figure, its points, and a note unless the line is simply scored."""

    figure: Decimal | None
    points: Decimal | None
    note: Note | None


def score_line(
    line: CompiledLine, rows: Sequence[Row], context: ScoringContext, places: int
) -> ScoredLine:
    """Score one line, including slices, exemptions and the `not_available` policy.

    `rows` are cleaned: one, or one per slice. Points are rounded to `places`. A line that looks
    back keeps the previous period's cells in its note. Raises RowFault.
    """
    scored = _scored_line(line, rows, context, places)
    before = context.previous_rows
    if before is None or not line.looks_back or not _has_value(scored):
        return scored
    read = [use.column for use in line.uses]
    previous = before if line.indicator.slices else (merged_row(line, before),)
    rows_read = tuple({column: row[column] for column in read} for row in previous)
    return scored._replace(note=(scored.note or SCORED)._replace(before=rows_read))


def by_policy(line: CompiledLine, note: Note, context: ScoringContext, places: int) -> ScoredLine:
    """Apply the indicator's `not_available` policy to a line without a figure (rules.md §3).

    Raises RowFault for the policy `reject`.
    """
    indicator = line.indicator
    unit = quantum(places)
    if not context.final.isdisjoint(line.sources):
        note = note._replace(reason=Reason.NOT_ARRIVED.value)
    match indicator.not_available:
        case "full":
            return ScoredLine(None, rounder(places)(indicator.max_points), note)
        case "zero":
            return ScoredLine(None, ZERO.quantize(unit), note)
        case "carry_previous":
            return _with_substitute(line, context.previous_values, note)
        case "team_mean":
            return _with_substitute(line, context.team_means, note)
        case "reject":
            raise RowFault(indicator.code, "value_missing", reason=reason_words(note.reason))
    return ScoredLine(None, None, note)


def _scored_line(
    line: CompiledLine, rows: Sequence[Row], context: ScoringContext, places: int
) -> ScoredLine:
    exemption = context.exemptions.get(line.indicator.code)
    awaited = not context.awaiting.isdisjoint(line.sources)
    if exemption is not None and not (awaited and exemption.treatment == "adjusted_target"):
        return _exempt_line(line, rows, context, exemption, places)
    if awaited:
        return ScoredLine(None, None, AWAITED)
    if line.indicator.slices is not None:
        slices = line.indicator.slices
        points, note = score_slices(line, slices, rows, _previous_rows(line, context))
        if points is not None:
            return ScoredLine(None, rounder(places)(points), note)
        return by_policy(line, note, context, places)
    figure = own_figure(line, rows, context)
    if isinstance(figure, Reason):
        return by_policy(line, not_available(figure), context, places)
    return ScoredLine(figure, line.points(figure), None)


def _has_value(scored: ScoredLine) -> bool:
    return scored.figure is not None or bool(scored.note and scored.note.slices)


def own_figure(line: CompiledLine, rows: Sequence[Row], context: ScoringContext) -> Figure:
    """The figure of a line without slices, or the reason for none. Raises RowFault."""
    before = _previous_rows(line, context)
    return line.figure(merged_row(line, rows), None if before is None else merged_row(line, before))


def _previous_rows(line: CompiledLine, context: ScoringContext) -> Sequence[Row] | None:
    """The previous period's rows; None for a line that does not look back."""
    return context.previous_rows if line.looks_back else None


def _with_substitute(line: CompiledLine, values: Mapping[str, Decimal], note: Note) -> ScoredLine:
    """The line scored by another value; without one, or with slices, it is left out."""
    value = values.get(line.indicator.code)
    if value is None or line.indicator.slices:
        return ScoredLine(None, None, note)
    figure = number(value, line.indicator.code)
    return ScoredLine(figure, line.points(figure), note)


def _exempt_line(
    line: CompiledLine,
    rows: Sequence[Row],
    context: ScoringContext,
    exemption: Exemption,
    places: int,
) -> ScoredLine:
    """An exempt line: left out, full points, or scored against an adjusted target (rules.md §4)."""
    note = Note("exempt", exemption.treatment, None, ())
    if exemption.treatment == "leave_out":
        return ScoredLine(None, None, note)
    if exemption.treatment == "full":
        return ScoredLine(None, rounder(places)(line.indicator.max_points), note)
    target = exemption.target
    if target is None or not line.indicator.rule.uses_target or line.indicator.slices:
        raise RowFault(line.indicator.code, "exemption_without_target")
    figure = own_figure(line, rows, context)
    if isinstance(figure, Reason):
        return by_policy(line, not_available(figure), context, places)
    points = line.rounded_points_for(target)(figure)
    return ScoredLine(figure, points, note._replace(target=target))
