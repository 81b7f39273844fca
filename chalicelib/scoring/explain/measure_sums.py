"""The figures that were put in, and what came out of them."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Final

from chalicelib.scoring.columns import ROLES
from chalicelib.scoring.exact import written
from chalicelib.scoring.rows import Cell, Row
from chalicelib.scoring.scheme import Indicator
from chalicelib.scoring.text import Text, text
from chalicelib.scoring.values.formula import Formula
from chalicelib.scoring.values.growth import Growth
from chalicelib.scoring.values.metric import Metric
from chalicelib.scoring.values.rating import Rating
from chalicelib.scoring.values.ratio import Ratio
from chalicelib.scoring.values.sample import Sample
from chalicelib.scoring.values.value import Fractional, Value

from .measures import Names, name_of, role_words, times
from .phrases import begun, equals, exactly, figure, listed


@dataclass(frozen=True, slots=True)
class Cells:
    """What a value was made from: this period's row, the previous one's where it is known."""

    now: Row
    before: Row | None
    names: Names


def measure_sum(
    indicator: Indicator, cells: Cells, value: Decimal, seen: Decimal, *, nearly: bool
) -> Text:
    """The figures put in and what came out: "5200 ÷ 125 = 41.6 s".

    `seen` is the value as it is shown; `nearly` says that `value` itself had been rounded.
    """
    how = _SUMS[type(indicator.value)](indicator.value, cells)
    sign, result = "≈" if nearly or seen != value else "=", exactly(seen, indicator.unit)
    return text(f"{how['zh']} {sign} {result['zh']}。", f"{how['en']} {sign} {result['en']}.")


def cell_words(cell: Cell) -> str:
    """A cell as it was given; – when blank."""
    if cell is None:
        return "–"
    return written(cell) if isinstance(cell, Decimal) else str(cell)


def _metric_sum(value: Metric, cells: Cells) -> Text:
    return _heading(value.column, cells.names)


def _ratio_sum(value: Ratio, cells: Cells) -> Text:
    over, under = _heading(value.numerator, cells.names), name_of(value.denominator, cells.names)
    a, b = (cell_words(cells.now.get(c)) for c in (value.numerator, value.denominator))
    tail = times(value.scale)
    zh, en = (f"{over[lang]} {a} ÷ {under[lang]} {b}{tail}" for lang in ("zh", "en"))
    return text(zh, en)


def _growth_sum(value: Growth, cells: Cells) -> Text:
    now = _measured(value.of, cells)
    if cells.before is None:  # stored by a release that did not keep the previous figures
        return text(
            f"本期{now['zh']}，比上期增长", f"This period {now['en']}; growth since the previous"
        )
    earlier = replace(cells, now=cells.before, before=None)
    before, new, old = (
        _measured(value.of, earlier),
        _part(value.of, cells),
        _part(value.of, earlier),
    )
    change = f"({new} − {old}) ÷ {old} × 100"
    return text(
        f"上期{before['zh']}，本期{now['zh']}，增长 {change}",
        f"Previous period {before['en']}; this period {now['en']}; growth {change}",
    )


def _measured(of: Fractional, cells: Cells) -> Text:
    """One period's part of a growth: "sales 1200 ÷ days 10 = 120"."""
    how = _SUMS[type(of)](of, cells)
    if isinstance(of, Metric):
        name, cell = name_of(of.column, cells.names), cell_words(cells.now.get(of.column))
        return text(f"{name['zh']} {cell}", f"{name['en']} {cell}")
    figure_of = of.figure("")(cells.now, None)
    if not isinstance(figure_of, Decimal):
        return how
    result = equals(figure_of)
    return text(f"{how['zh']} {result['zh']}", f"{how['en']} {result['en']}")


def _part(of: Fractional, cells: Cells) -> str:
    found = of.figure("")(cells.now, None)
    words = figure(found)["en"] if isinstance(found, Decimal) else "–"
    return f"({words})" if words.startswith("−") else words


def _sample_sum(value: Sample, cells: Cells) -> Text:
    drawn = cell_words(cells.now.get(value.size))
    return text(f"抽检 {drawn} 件，不合格", f"Failing among {drawn} drawn")


def _rating_sum(value: Rating, cells: Cells) -> Text:
    marks: list[Text] = []
    for role, weight in value.raters.items():
        cell = cells.now.get(value.columns[role])
        if weight and cell is not None:
            words = role_words(role, weight)
            given = cell_words(cell)
            en = words["en"] if marks or role not in ROLES else begun(words["en"])
            marks.append(text(f"{words['zh']} {given}", f"{en} {given}"))
    return listed(marks)


def _formula_sum(value: Formula, cells: Cells) -> Text:
    """The formula letter by letter, with its columns' figures, the previous period's among them."""
    source, columns = value.expression.source, value.expression.columns
    given = ", ".join(f"{c} = {cell_words(cells.now.get(c))}" for c in columns)
    before = ""
    if cells.before is not None:
        before = ", ".join(f"{c} = {cell_words(cells.before.get(c))}" for c in columns)
    if not given:
        return text(source, source)
    if not before:
        return text(f"{source} ({given})", f"{source} ({given})")
    zh, en = f"本期 {given}；上期 {before}", f"this period {given}; previous {before}"
    return text(f"{source} ({zh})", f"{source} ({en})")


def _heading(column: str, names: Names) -> Text:
    """The column's name at the head of a sentence; a code stays as it is written."""
    name = name_of(column, names)
    return name if name["en"] == column else text(name["zh"], begun(name["en"]))


_SUMS: Final[dict[type[Value], Callable[[Any, Cells], Text]]] = {
    Metric: _metric_sum,
    Ratio: _ratio_sum,
    Growth: _growth_sum,
    Sample: _sample_sum,
    Rating: _rating_sum,
    Formula: _formula_sum,
}
