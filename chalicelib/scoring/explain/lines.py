"""The explanation of one line: the rule, the figures put in, the arithmetic."""

from collections.abc import Sequence
from decimal import Decimal

from chalicelib.scoring.engine.lines import CompiledLine
from chalicelib.scoring.engine.slices import merged
from chalicelib.scoring.exact import plain
from chalicelib.scoring.faults import RowFault
from chalicelib.scoring.result import Line, SliceMark
from chalicelib.scoring.rows import Row
from chalicelib.scoring.rules.rule import Terms
from chalicelib.scoring.scheme import Indicator
from chalicelib.scoring.text import Text, text

from .measures import Names, measure_sum
from .missing import exemption_words, missing_words
from .phrases import figure, paragraph, points
from .rule_sums import rule_sum
from .rule_words import rule_words


def explain_line(compiled: CompiledLine, line: Line, rows: Sequence[Row], names: Names) -> Text:
    """The line in words, from what is stored: its own figures and the person's inputs."""
    indicator = compiled.indicator
    terms = Terms(indicator.direction, indicator.max_points, line.target)
    if line.status == "exempt" and line.reason != "adjusted_target":
        return exemption_words(line.reason)
    if line.status == "not_available":
        return _not_available(indicator, terms, line)
    if line.slices:
        return _sliced(indicator, line)
    row = merged(compiled, rows)
    value = _exact(compiled, line, row)
    if value is None or line.points is None:
        return text("", "")
    before = [exemption_words(line.reason)] if line.status == "exempt" else []
    return paragraph(
        [
            *before,
            rule_words(indicator.rule, terms, indicator.unit),
            measure_sum(indicator, row, value, names),
            rule_sum(indicator.rule, terms, value, line.points, indicator.unit),
        ]
    )


def _not_available(indicator: Indicator, terms: Terms, line: Line) -> Text:
    left_out = line.points is None
    why = missing_words(line.reason, indicator.not_available, left_out=left_out)
    if line.value is None or line.points is None:
        return why
    how = rule_sum(indicator.rule, terms, line.value, line.points, indicator.unit)
    return paragraph([why, how])


def _sliced(indicator: Indicator, line: Line) -> Text:
    """Each slice against its own target, then their weighted mean."""
    counted = [mark for mark in line.slices if mark.points is not None and mark.weight]
    parts = [_slice(indicator, mark) for mark in line.slices]
    scored = points(line.points or Decimal(0))
    terms_of_mean = [
        f"{figure(m.points)['en']} × {plain(m.weight)}"
        for m in counted
        if m.points is not None and m.weight is not None
    ]
    weights = " + ".join(plain(m.weight) for m in counted if m.weight is not None)
    mean = f"({' + '.join(terms_of_mean)}) ÷ ({weights})"
    return paragraph(
        [*parts, text(f"加权平均 {mean}，得 {scored['zh']}。", f"Mean {mean}: {scored['en']}.")]
    )


def _slice(indicator: Indicator, mark: SliceMark) -> Text:
    if mark.value is None or mark.points is None:
        why = missing_words(mark.reason, "reweight", left_out=True)
        return text(f"{mark.slice}：{why['zh']}", f"{mark.slice}: {why['en']}")
    terms = Terms(indicator.direction, indicator.max_points, mark.target)
    how = rule_sum(indicator.rule, terms, mark.value, mark.points, indicator.unit)
    return text(f"{mark.slice}：{how['zh']}", f"{mark.slice}: {how['en']}")


def _exact(compiled: CompiledLine, line: Line, row: Row) -> Decimal | None:
    """The value before it was rounded for showing, made again from the inputs where they suffice.

    A growth needs the previous period's inputs, which are stored with that period; the shown value
    stands in.
    """
    try:
        value = compiled.figure(row, None)
    except RowFault:
        return line.value
    return value if isinstance(value, Decimal) else line.value
