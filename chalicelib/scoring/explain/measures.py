"""How an indicator is measured, in words, and the figures that were put in."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, Final

from chalicelib.scoring.columns import ROLES, Column
from chalicelib.scoring.exact import plain
from chalicelib.scoring.rows import Cell, Row
from chalicelib.scoring.scheme import Indicator
from chalicelib.scoring.text import Text, text
from chalicelib.scoring.values.formula import Formula
from chalicelib.scoring.values.growth import Growth
from chalicelib.scoring.values.metric import Metric
from chalicelib.scoring.values.rating import Rating
from chalicelib.scoring.values.ratio import Ratio
from chalicelib.scoring.values.sample import Sample
from chalicelib.scoring.values.value import Value

from .phrases import equals, listed

Names = Mapping[str, Text]
COMBINED: Final = {
    "mean": text("平均", "mean"),
    "median": text("中位数", "median"),
    "trimmed_mean": text("去掉最高最低后的平均", "mean without the highest and lowest"),
}


def names_of(columns: tuple[Column, ...]) -> dict[str, Text]:
    """Columns' names by code."""
    return {column.code: column.name for column in columns}


def measure_words(value: Value, names: Names) -> Text:
    """What the indicator's figure is made of: "resolved ÷ contacts × 100"."""
    return _WORDS[type(value)](value, names)


def measure_sum(indicator: Indicator, row: Row, value: Decimal, names: Names) -> Text:
    """The figures put in and what came out: "5200 ÷ 125 = 41.6 s"."""
    how = _SUMS[type(indicator.value)](indicator.value, row, names)
    result = equals(value, indicator.unit)
    return text(f"{how['zh']} {result['zh']}。", f"{_begun(how['en'])} {result['en']}.")


def cell_words(cell: Cell) -> str:
    """A cell as it was given; – when blank."""
    if cell is None:
        return "–"
    return plain(cell) if isinstance(cell, Decimal) else str(cell)


def _times(scale: Decimal) -> str:
    return "" if scale == 1 else f" × {plain(scale)}"


def _metric_words(value: Metric, names: Names) -> Text:
    return _name(value.column, names)


def _metric_sum(value: Metric, _row: Row, names: Names) -> Text:
    return _name(value.column, names)


def _ratio_words(value: Ratio, names: Names) -> Text:
    over, under = _name(value.numerator, names), _name(value.denominator, names)
    tail = _times(value.scale)
    return text(f"{over['zh']} ÷ {under['zh']}{tail}", f"{over['en']} ÷ {under['en']}{tail}")


def _ratio_sum(value: Ratio, row: Row, names: Names) -> Text:
    words = [_name(value.numerator, names), _name(value.denominator, names)]
    cells = [cell_words(row.get(value.numerator)), cell_words(row.get(value.denominator))]
    tail = _times(value.scale)
    zh, en = (
        f"{words[0][lang]} {cells[0]} ÷ {words[1][lang]} {cells[1]}{tail}" for lang in ("zh", "en")
    )
    return text(zh, en)


def _growth_words(value: Growth, names: Names) -> Text:
    of = measure_words(value.of, names)
    return text(
        f"（本期 − 上期）÷ 上期 × 100，其中：{of['zh']}",
        f"(this period − previous) ÷ previous × 100 of {of['en']}",
    )


def _growth_sum(value: Growth, row: Row, names: Names) -> Text:
    now = _SUMS[type(value.of)](value.of, row, names)
    if isinstance(value.of, Metric):
        cell = cell_words(row.get(value.of.column))
        now = text(f"{now['zh']} {cell}", f"{now['en']} {cell}")
    return text(
        f"本期{now['zh']}，比上期增长", f"{now['en']} this period, growth since the previous"
    )


def _sample_words(value: Sample, names: Names) -> Text:
    size = plain(value.required_size)
    failed = _name(value.failures, names)
    return text(
        f"抽检 {size} 件中的“{failed['zh']}”", f"“{failed['en']}” among at least {size} drawn"
    )


def _sample_sum(value: Sample, row: Row, _names: Names) -> Text:
    drawn = cell_words(row.get(value.size))
    return text(f"抽检 {drawn} 件，不合格", f"failing among {drawn} drawn")


def _rating_words(value: Rating, _names: Names) -> Text:
    roles = listed(_role(role, weight) for role, weight in value.raters.items() if weight)
    combined = COMBINED[value.combine]
    low, high = plain(value.low), plain(value.high)
    zh = f"{roles['zh']}评分（{low}–{high} 分），各方取{combined['zh']}后加权平均"
    en = f"marks from {low} to {high} by {roles['en']}: {combined['en']} per role, then weighted"
    return text(zh, en)


def _rating_sum(value: Rating, row: Row, _names: Names) -> Text:
    marks = []
    for role, weight in value.raters.items():
        cell = row.get(value.columns[role])
        if weight and cell is not None:
            words = _role(role, weight)
            given = cell_words(cell)
            marks.append(text(f"{words['zh']} {given}", f"{words['en']} {given}"))
    return listed(marks)


def _formula_words(value: Formula, _names: Names) -> Text:
    return text(value.expression.source, value.expression.source)


def _formula_sum(value: Formula, row: Row, _names: Names) -> Text:
    given = ", ".join(f"{c} = {cell_words(row.get(c))}" for c in value.expression.columns)
    words = f"{value.expression.source} ({given})" if given else value.expression.source
    return text(words, words)


def _role(role: str, weight: Decimal) -> Text:
    name = ROLES.get(role, text(role, role))
    share = plain(weight)
    return text(f"{name['zh']}（权重 {share}）", f"{name['en']} (weight {share})")


def _begun(words: str) -> str:
    return words[:1].upper() + words[1:]


def _name(column: str, names: Names) -> Text:
    return names.get(column, text(column, column))


_WORDS: Final[dict[type[Value], Callable[[Any, Names], Text]]] = {
    Metric: _metric_words,
    Ratio: _ratio_words,
    Growth: _growth_words,
    Sample: _sample_words,
    Rating: _rating_words,
    Formula: _formula_words,
}
_SUMS: Final[dict[type[Value], Callable[[Any, Row, Names], Text]]] = {
    Metric: _metric_sum,
    Ratio: _ratio_sum,
    Growth: _growth_sum,
    Sample: _sample_sum,
    Rating: _rating_sum,
    Formula: _formula_sum,
}
