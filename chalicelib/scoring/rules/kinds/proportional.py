"""The entry of `proportional`."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from chalicelib.scoring.exact import plain
from chalicelib.scoring.phrases import equals, exact_figure, points
from chalicelib.scoring.rules.proportional import Proportional
from chalicelib.scoring.rules.rule import Terms
from chalicelib.scoring.rules.rule_kind import RuleKind
from chalicelib.scoring.schema.numbers import above_0_to, from_0_to
from chalicelib.scoring.schema.shapes import may
from chalicelib.scoring.text import Text, text

from .wording import FLOOR, never_below, shown_beside, target_met_or_missed


def _words(rule: Proportional, terms: Terms, unit: Text | None) -> Iterator[Text]:
    most, goal = points(terms.max_points), exact_figure(terms.required_target, unit)
    if terms.direction == "lower":
        zh = f"得分 = {most['zh']} × 目标 {goal['zh']} ÷ 实际值"
        yield text(zh, f"{most['en']} × the target of {goal['en']} ÷ the value")
    else:
        zh = f"得分 = {most['zh']} × 实际值 ÷ 目标 {goal['zh']}"
        yield text(zh, f"{most['en']} × the value ÷ the target of {goal['en']}")
    cap = points((terms.max_points * rule.cap).normalize())
    yield text(f"最多 {cap['zh']}", f"at most {cap['en']}")
    yield from never_below((terms.max_points * rule.floor).normalize())


def _calculation(rule: Proportional, terms: Terms, value: Decimal, unit: Text | None) -> Text:
    lower, target = terms.direction == "lower", terms.required_target
    if lower and value <= 0:
        return text("实际值不大于 0，取上限", "the value is not above 0, so the cap holds")
    over, under = (target, value) if lower else (value, target)
    highest = plain(terms.max_points)
    if not under:
        return target_met_or_missed(rule, terms, value, unit)
    quotient = over / under
    seen = shown_beside(rule, terms, value)
    goal, actual = exact_figure(target), exact_figure(seen)
    a, b = (goal, actual) if lower else (actual, goal)
    raw = equals(terms.max_points * quotient, nearly=seen != value)
    zh = f"{highest} × {a['zh']} ÷ {b['zh']} {raw['zh']}"
    en = f"{highest} × {a['en']} ÷ {b['en']} {raw['en']}"
    if quotient > rule.cap:
        most = plain(terms.max_points * rule.cap)
        return text(f"{zh}，最多 {most}", f"{en}, at most {most}")
    if quotient < rule.floor:
        least = plain(terms.max_points * rule.floor)
        return text(f"{zh}，最少 {least}", f"{en}, at least {least}")
    return text(zh, en)


def _example_values(_rule: Proportional, terms: Terms) -> Iterator[Decimal]:
    """The target, and two values worse than it."""
    shares = ("1", "1.25", "2") if terms.direction == "lower" else ("1", "0.9", "0.5")
    yield from (terms.required_target * Decimal(share) for share in shares)


# The largest factor of a proportional rule; the smallest is 0.
MOST_FACTOR: Final = 10

PROPORTIONAL: Final = RuleKind(
    rule=Proportional,
    name=text("按比例得分", "in proportion"),
    words=_words,
    calculation=_calculation,
    example_values=_example_values,
    field_names={"floor": FLOOR, "cap": text("上限", "cap")},
    choice_names={},
    problem_sentences={
        "target_not_positive": (
            "按比例计分的目标须大于 0，现为 {target}。",
            "A proportional rule needs a target above 0, not {target}.",
            "请填写大于 0 的目标，或换一种规则。",
            "Set a target above 0, or use another rule.",
        ),
        "floor_above_cap": (
            "下限 {floor} 大于上限 {cap}。",
            "The floor {floor} is above the cap {cap}.",
            "请让下限不大于上限。",
            "Keep the floor at or below the cap.",
        ),
    },
    warning_sentences={},
    schema_title="In proportion to the target",
    schema_fields={
        "cap": may(
            above_0_to(MOST_FACTOR), "Most of the factor, 1 by default.", "比例上限，默认 1。"
        ),
        "floor": may(
            from_0_to(MOST_FACTOR), "Least of the factor, 0 by default.", "比例下限，默认 0。"
        ),
    },
)
