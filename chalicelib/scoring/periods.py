"""The result of a quarter or a year from those of its months (rules.md §5)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext
from typing import Literal

from .cells import number
from .engine.grade_bands import grade_of
from .engine.slices import agreed_cell
from .exact import ONE, WORKING, ZERO, plain, rounded
from .rows import Rows
from .scheme import Aggregation, Scheme, WeightColumn
from .text import Text, text

Span = Literal["quarter", "year"]
DEFAULT_AGGREGATION = Aggregation(weights="equal", min_periods=1, grades=())


@dataclass(frozen=True, slots=True)
class Part:
    """One month: its total, if it has one, and its inputs for the weight column.

    `period` is YYYY-MM.
    """

    period: str
    total: Decimal | None
    inputs: Rows | None = None


@dataclass(frozen=True, slots=True)
class Aggregate:
    """The result over several months; total, grade and coefficient are None together.

    `weights` are those of the months that counted, by period. `words` explain the total.
    """

    total: Decimal | None
    grade: str | None
    coefficient: Decimal | None
    weights: Mapping[str, Decimal]
    words: Text


def aggregate(scheme: Scheme, span: Span, parts: Sequence[Part]) -> Aggregate:
    """The weighted mean of the months' totals, with its grade and coefficient.

    Weights and bands are the scheme's for this span. Months without a total or without weight are
    left out; fewer than `min_periods` give no result. Raises ValueError for a month given twice,
    RowFault for a weight that cannot be read.
    """
    if len({part.period for part in parts}) < len(parts):
        raise ValueError("a period is given twice")
    rules = (scheme.quarter if span == "quarter" else scheme.year) or DEFAULT_AGGREGATION
    counted = [
        (part.period, part.total, weight)
        for part in sorted(parts, key=lambda part: part.period)
        if part.total is not None and (weight := _weight(rules, part))
    ]
    weights = {period: weight for period, _, weight in counted}
    if not counted or len(counted) < rules.min_periods:
        return Aggregate(None, None, None, weights, _too_few(len(counted), rules.min_periods))
    with localcontext(WORKING):
        over = sum((total * weight for _, total, weight in counted), ZERO)
        total = rounded(over / sum(weights.values(), ZERO), scheme.total_places)
        band = grade_of(rules.grades or scheme.grades, scheme.grade_basis)(total)
    return Aggregate(
        total=total,
        grade=band.code if band else None,
        coefficient=band.coefficient if band else None,
        weights=weights,
        words=_sum([(month_total, weight) for _, month_total, weight in counted], total),
    )


def _weight(rules: Aggregation, part: Part) -> Decimal | None:
    """The weight of a month; None or 0 leaves it out."""
    if rules.weights == "equal":
        return ONE
    if isinstance(rules.weights, WeightColumn):
        rows = (part.inputs,) if isinstance(part.inputs, Mapping) else tuple(part.inputs or ())
        column = rules.weights.column
        cell = agreed_cell([{column: row.get(column)} for row in rows], column)
        return None if cell is None else max(ZERO, number(cell, column))
    return rules.weights.get(part.period, ONE)


def _too_few(found: int, least: int) -> Text:
    return text(
        f"只有 {found} 期有结果，至少需要 {least} 期。",
        f"Only {found} periods have a result; at least {least} are needed.",
    )


def _sum(counted: Sequence[tuple[Decimal, Decimal]], total: Decimal) -> Text:
    terms = " + ".join(f"{plain(value)} × {plain(weight)}" for value, weight in counted)
    weights = plain(sum((weight for _, weight in counted), ZERO))
    words = f"({terms}) ÷ {weights} = {total}"
    return text(f"{words}。", f"{words}.")
