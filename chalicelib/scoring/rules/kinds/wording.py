"""Words that the texts of several rule kinds share."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from chalicelib.scoring.findings import Sentences
from chalicelib.scoring.phrases import (
    after_figure,
    distance,
    exact_figure,
    points,
    rounded_beside,
)
from chalicelib.scoring.rules.rule import Rule, Terms
from chalicelib.scoring.schema.shapes import may, ref
from chalicelib.scoring.text import Text, text

# Fields that several kinds have.
FLOOR: Final = text("下限", "floor")
FLOOR_SCHEMA: Final = may(
    ref("number_not_negative"), "Never fewer points than this, 0 by default.", "最低得分，默认 0。"
)
AT: Final = text("界线", "limit")
STEP: Final = text("每步", "step")
ZERO_AT: Final = text("零分点", "nothing at")
# A problem that several kinds have.
POINTS_ABOVE_MAX: Final[dict[str, Sentences]] = {
    "points_above_max": (
        "{points} 分超过该指标的满分 {max}。",
        "{points} points are more than the indicator's maximum of {max}.",
        "请不要超过 {max}。",
        "Use at most {max}.",
    )
}


def at_or_better(value: Decimal, terms: Terms, unit: Text | None) -> Text:
    """ "At least 85%", "at most 30 s"."""
    words = exact_figure(value, unit)
    if terms.direction == "lower":
        return text(f"不超过 {words['zh']}", f"at most {words['en']}")
    return text(f"不低于 {words['zh']}", f"at least {words['en']}")


def worse_than(value: Decimal, terms: Terms, unit: Text | None, *, inclusive: bool) -> Text:
    """ "Above 60 s", "at 75% or below"."""
    words = exact_figure(value, unit)
    lower = terms.direction == "lower"
    if inclusive:
        zh = f"达到或{'超过' if lower else '低于'} {words['zh']}"
        return text(zh, f"at {words['en']} or {'above' if lower else 'below'}")
    zh = f"{'超过' if lower else '低于'} {words['zh']}"
    return text(zh, f"{'above' if lower else 'below'} {words['en']}")


def full_points_at_target(terms: Terms, unit: Text | None) -> Text:
    """ "Target at most 30 s: 20 points"."""
    goal, most = at_or_better(terms.required_target, terms, unit), points(terms.max_points)
    return text(f"目标{goal['zh']}，达标得 {most['zh']}", f"target {goal['en']}: {most['en']}")


def never_below(floor: Decimal) -> Iterator[Text]:
    """ "Never below 5 points", nothing for a floor of 0."""
    if floor:
        least = points(floor)
        yield text(f"最少 {least['zh']}", f"never below {least['en']}")


def shown_beside(rule: Rule, terms: Terms, value: Decimal) -> Decimal:
    """The value rounded for display, on its own side of every breakpoint of the rule."""
    return rounded_beside(value, rule.breakpoints(terms))


def target_met_or_missed(rule: Rule, terms: Terms, value: Decimal, unit: Text | None) -> Text:
    """ "28 s meets the target (at most 30 s)", "45 s is 15 s above the target"."""
    seen = shown_beside(rule, terms, value)
    goal, actual = at_or_better(terms.required_target, terms, unit), exact_figure(seen, unit)
    if terms.meets(value, terms.required_target):
        return text(
            f"{after_figure(actual['zh'], '达到目标')}（{goal['zh']}）",
            f"{actual['en']} meets the target ({goal['en']})",
        )
    short = distance(abs(seen - terms.required_target), unit)
    over_zh, over = ("超出", "above") if terms.direction == "lower" else ("低于", "below")
    return text(
        f"{after_figure(actual['zh'], over_zh)}目标 {short['zh']}",
        f"{actual['en']} is {short['en']} {over} the target",
    )
