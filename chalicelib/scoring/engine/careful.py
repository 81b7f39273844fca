"""Lines that are not plainly scored: slices, exemptions, and what a policy makes of no figure."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from chalicelib.scoring.cells import number
from chalicelib.scoring.exact import ZERO, quantum, rounder
from chalicelib.scoring.faults import RowFault
from chalicelib.scoring.reasons import Reason, reason_words
from chalicelib.scoring.result import SCORED, Exemption, Note, not_available
from chalicelib.scoring.rows import Row

from .given import Circumstances
from .lines import CompiledLine
from .slices import merged, score_slices


class Scored(NamedTuple):
    """A line's figure, its points, and what is out of the ordinary about it, if anything is."""

    figure: Decimal | None
    points: Decimal | None
    note: Note | None


def score_line(
    line: CompiledLine, rows: Sequence[Row], around: Circumstances, places: int
) -> Scored:
    """One line with all that may befall it. The rows are clean."""
    scored = _scored(line, rows, around, places)
    before = around.previous_rows
    if before is None or not line.looks_back or not _measured(scored):
        return scored
    read = [use.column for use in line.uses]
    whole = before if line.indicator.slices else (merged(line, before),)
    rows_read = tuple({column: row[column] for column in read} for row in whole)
    return scored._replace(note=(scored.note or SCORED)._replace(before=rows_read))


def _scored(line: CompiledLine, rows: Sequence[Row], around: Circumstances, places: int) -> Scored:
    exemption = around.exemptions.get(line.indicator.code)
    if exemption is not None:
        return _exempt(line, rows, around, exemption, places)
    if line.indicator.slices is not None:
        slices = line.indicator.slices
        points, note = score_slices(line, slices, rows, _before(line, around))
        if points is not None:
            return Scored(None, rounder(places)(points), note)
        return by_policy(line, note, around, places)
    figure = _figure(line, rows, around)
    if isinstance(figure, Reason):
        return by_policy(line, not_available(figure), around, places)
    return Scored(figure, line.points(figure), None)


def _measured(scored: Scored) -> bool:
    return scored.figure is not None or bool(scored.note and scored.note.slices)


def _figure(line: CompiledLine, rows: Sequence[Row], around: Circumstances) -> Decimal | Reason:
    before = _before(line, around)
    return line.figure(merged(line, rows), None if before is None else merged(line, before))


def _before(line: CompiledLine, around: Circumstances) -> Sequence[Row] | None:
    """The previous period's rows, for a line that looks back at them."""
    return around.previous_rows if line.looks_back else None


def by_policy(line: CompiledLine, note: Note, around: Circumstances, places: int) -> Scored:
    """What the indicator's `not_available` makes of a line without a figure (rules.md §3)."""
    indicator = line.indicator
    unit = quantum(places)
    match indicator.not_available:
        case "full":
            return Scored(None, rounder(places)(indicator.max_points), note)
        case "zero":
            return Scored(None, ZERO.quantize(unit), note)
        case "carry_previous":
            return _stand_in(line, around.previous_values, note)
        case "team_mean":
            return _stand_in(line, around.team_means, note)
        case "reject":
            raise RowFault(indicator.code, "value_missing", reason=reason_words(note.reason))
    return Scored(None, None, note)


def _stand_in(line: CompiledLine, values: Mapping[str, Decimal], note: Note) -> Scored:
    """Another value in place of the missing one; without it the line is left out."""
    value = values.get(line.indicator.code)
    if value is None or line.indicator.slices:
        return Scored(None, None, note)
    figure = number(value, line.indicator.code)
    return Scored(figure, line.points(figure), note)


def _exempt(
    line: CompiledLine,
    rows: Sequence[Row],
    around: Circumstances,
    exemption: Exemption,
    places: int,
) -> Scored:
    """An approved exception: left out, full, or scored against a target of its own."""
    note = Note("exempt", exemption.treatment, None, ())
    if exemption.treatment == "leave_out":
        return Scored(None, None, note)
    if exemption.treatment == "full":
        return Scored(None, rounder(places)(line.indicator.max_points), note)
    target = exemption.target
    if target is None or not line.indicator.rule.uses_target or line.indicator.slices:
        raise RowFault(line.indicator.code, "exemption_without_target")
    figure = _figure(line, rows, around)
    if isinstance(figure, Reason):
        return by_policy(line, not_available(figure), around, places)
    points = line.printed_points(target)(figure)
    return Scored(figure, points, note._replace(target=target))
