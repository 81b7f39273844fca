"""The explanation of one line: the rule, the figures put in, the calculation."""

from collections.abc import Sequence
from decimal import Decimal

from chalicelib.scoring.engine.compiled_line import CompiledLine
from chalicelib.scoring.engine.slices import merged_row, rows_by_slice
from chalicelib.scoring.exact import SHOWN_DECIMALS, decimals, plain, shown
from chalicelib.scoring.faults import RowFault
from chalicelib.scoring.phrases import paragraph, points, sentence, shown_figure
from chalicelib.scoring.result import Line, SliceMark
from chalicelib.scoring.rows import Row
from chalicelib.scoring.rules.rule import Terms
from chalicelib.scoring.scheme import Indicator, Slices
from chalicelib.scoring.text import Text, text
from chalicelib.scoring.values.value_kind import CalculationInputs, Names

from .not_available import AWAITED_WORDS, exemption_words, not_available_words
from .rule_sums import rule_sum, shown_beside
from .rule_words import rule_clauses, rule_words
from .value_sums import measure_sum, recorded_value


def explain_line(compiled: CompiledLine, line: Line, rows: Sequence[Row], names: Names) -> Text:
    """Explain one line from the stored result and the person's rows, which are cleaned.

    Empty texts for a line that has neither a value nor a reason.
    """
    indicator = compiled.indicator
    terms = Terms(indicator.direction, indicator.max_points, line.target)
    if line.status == "exempt" and line.reason != "adjusted_target":
        return exemption_words(line.reason)
    if line.status == "awaited":
        return AWAITED_WORDS
    if line.status == "not_available":
        return _not_available(indicator, terms, line)
    if line.points is None:
        return text("", "")
    if indicator.slices is not None and line.slices:
        return _sliced(compiled, indicator.slices, line, line.points, rows, names)
    if line.value is None:
        return text("", "")
    cells = CalculationInputs(
        merged_row(compiled, rows), line.before[0] if line.before else None, names
    )
    before = [exemption_words(line.reason)] if line.status == "exempt" else []
    return paragraph(
        [
            *before,
            rule_words(indicator.rule, terms, indicator.unit),
            *_measured(compiled, cells, terms, line.value, line.points),
        ]
    )


def _not_available(indicator: Indicator, terms: Terms, line: Line) -> Text:
    if line.points is None:  # a policy without a substitute leaves the line out
        return not_available_words(line.reason, "reweight")
    why = not_available_words(line.reason, indicator.not_available)
    if line.value is None:
        return why
    how = rule_sum(indicator.rule, terms, line.value, line.points, indicator.unit)
    return paragraph([why, how])


def _sliced(
    compiled: CompiledLine,
    slices: Slices,
    line: Line,
    scored: Decimal,
    rows: Sequence[Row],
    names: Names,
) -> Text:
    """The clauses common to all slices, each slice against its own target, the weighted mean."""
    indicator = compiled.indicator
    clauses = {
        mark.slice: rule_clauses(indicator.rule, _terms(indicator, mark), indicator.unit)
        for mark in line.slices
    }
    shared = [c for c in clauses[line.slices[0].slice] if all(c in of for of in clauses.values())]
    now, earlier = rows_by_slice(slices, rows), rows_by_slice(slices, line.before)
    parts = []
    for mark in line.slices:
        cells = CalculationInputs(now.get(mark.slice, {}), earlier.get(mark.slice), names)
        own = [clause for clause in clauses[mark.slice] if clause not in shared]
        parts.append(_slice(compiled, mark, cells, own))
    counted = [(m.points, m.weight) for m in line.slices if m.points is not None and m.weight]
    weighted = " + ".join(
        f"{shown_figure(mark)['en']} × {plain(weight)}" for mark, weight in counted
    )
    mean = f"({weighted}) ÷ ({' + '.join(plain(weight) for _, weight in counted)})"
    result = points(scored)
    return paragraph(
        [
            *([sentence(shared)] if shared else []),
            *parts,
            text(f"加权平均 {mean}，得 {result['zh']}。", f"Mean {mean}: {result['en']}."),
        ]
    )


def _slice(
    compiled: CompiledLine, mark: SliceMark, cells: CalculationInputs, own: Sequence[Text]
) -> Text:
    if mark.value is None or mark.points is None:
        words = not_available_words(mark.reason, "reweight")
    else:
        terms = _terms(compiled.indicator, mark)
        rule = [sentence(own)] if own else []
        words = paragraph([*rule, *_measured(compiled, cells, terms, mark.value, mark.points)])
    return text(f"{mark.slice}：{words['zh']}", f"{mark.slice}: {words['en']}")


def _terms(indicator: Indicator, mark: SliceMark) -> Terms:
    return Terms(indicator.direction, indicator.max_points, mark.target)


def _measured(
    compiled: CompiledLine, cells: CalculationInputs, terms: Terms, stored: Decimal, scored: Decimal
) -> tuple[Text, Text]:
    """Two sentences: how the value was made, and how it came to points."""
    indicator = compiled.indicator
    exact = _exact(compiled, cells)
    if exact is not None and shown(exact) != shown(stored):
        # An earlier version of the service made another figure of the same cells.
        return (
            recorded_value(indicator, stored),
            rule_sum(indicator.rule, terms, stored, scored, indicator.unit),
        )
    value = stored if exact is None else exact
    seen = shown_beside(indicator.rule, terms, value)
    nearly = exact is None and decimals(stored) >= SHOWN_DECIMALS
    return (
        measure_sum(indicator, cells, value, seen, nearly=nearly),
        rule_sum(indicator.rule, terms, value, scored, indicator.unit),
    )


def _exact(compiled: CompiledLine, cells: CalculationInputs) -> Decimal | None:
    """The exact value, computed again from the cells; None where they do not suffice.

    They do not for a growth whose previous period's cells were not stored.
    """
    try:
        value = compiled.figure(cells.now, cells.before)
    except (RowFault, KeyError):
        return None
    return value if isinstance(value, Decimal) else None
