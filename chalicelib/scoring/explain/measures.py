"""How an indicator is measured, in words, for the rulebook and at the head of an explanation."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, Final

from chalicelib.scoring.columns import ROLES, Column
from chalicelib.scoring.exact import plain, written
from chalicelib.scoring.text import Text, text
from chalicelib.scoring.values.formula import Formula
from chalicelib.scoring.values.growth import Growth
from chalicelib.scoring.values.metric import Metric
from chalicelib.scoring.values.rating import Rating
from chalicelib.scoring.values.ratio import Ratio
from chalicelib.scoring.values.sample import Sample
from chalicelib.scoring.values.value import Value

from .phrases import listed

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


def _metric_words(value: Metric, names: Names) -> Text:
    return name_of(value.column, names)


def _ratio_words(value: Ratio, names: Names) -> Text:
    over, under = name_of(value.numerator, names), name_of(value.denominator, names)
    tail = times(value.scale)
    return text(f"{over['zh']} ÷ {under['zh']}{tail}", f"{over['en']} ÷ {under['en']}{tail}")


def _growth_words(value: Growth, names: Names) -> Text:
    of = measure_words(value.of, names)
    return text(
        f"（本期 − 上期）÷ 上期 × 100，其中：{of['zh']}",
        f"(this period − previous) ÷ previous × 100 of {of['en']}",
    )


def _sample_words(value: Sample, names: Names) -> Text:
    size = plain(value.required_size)
    failed = name_of(value.failures, names)
    return text(
        f"抽检 {size} 件中的“{failed['zh']}”", f"“{failed['en']}” among at least {size} drawn"
    )


def _rating_words(value: Rating, _names: Names) -> Text:
    roles = listed(role_words(role, weight) for role, weight in value.raters.items() if weight)
    combined = COMBINED[value.combine]
    low, high = written(value.low), written(value.high)
    zh = f"{roles['zh']}评分（{low}–{high} 分），各方取{combined['zh']}后加权平均"
    en = f"marks from {low} to {high} by {roles['en']}: {combined['en']} per role, then weighted"
    return text(zh, en)


def _formula_words(value: Formula, _names: Names) -> Text:
    return text(value.expression.source, value.expression.source)


def times(scale: Decimal) -> str:
    return "" if scale == 1 else f" × {plain(scale)}"


def role_words(role: str, weight: Decimal) -> Text:
    name = ROLES.get(role, text(role, role))
    share = plain(weight)
    return text(f"{name['zh']}（权重 {share}）", f"{name['en']} (weight {share})")


def name_of(column: str, names: Names) -> Text:
    return names.get(column, text(column, column))


_WORDS: Final[dict[type[Value], Callable[[Any, Names], Text]]] = {
    Metric: _metric_words,
    Ratio: _ratio_words,
    Growth: _growth_words,
    Sample: _sample_words,
    Rating: _rating_words,
    Formula: _formula_words,
}
