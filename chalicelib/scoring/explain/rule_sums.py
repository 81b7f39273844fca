"""The arithmetic of one line: how this value came to these points."""

from collections.abc import Callable
from decimal import Decimal, localcontext
from typing import Any, Final

from chalicelib.scoring.exact import WORKING, plain, shown
from chalicelib.scoring.rules.count_deduct import CountDeduct
from chalicelib.scoring.rules.linear import Linear
from chalicelib.scoring.rules.pass_fail import PassFail
from chalicelib.scoring.rules.proportional import Proportional
from chalicelib.scoring.rules.rule import Rule, Terms
from chalicelib.scoring.rules.scale import Scale
from chalicelib.scoring.rules.step_deduct import Cutoff, StepDeduct
from chalicelib.scoring.rules.tiers import Tiers
from chalicelib.scoring.text import Text, text
from chalicelib.scoring.units import counted

from .phrases import begun, distance, equals, exactly, figure, follows, legible, points
from .rule_words import reaches, worse_than


def rule_sum(rule: Rule, terms: Terms, value: Decimal, scored: Decimal, unit: Text | None) -> Text:
    """One clause that leads from the value to the points `scored`."""
    with localcontext(WORKING):
        how = _SUMS[type(rule)](rule, terms, value, unit)
    result = points(scored)
    return text(f"{how['zh']}，得 {result['zh']}。", f"{begun(how['en'])}: {result['en']}.")


def shown_beside(rule: Rule, terms: Terms, value: Decimal) -> Decimal:
    """The value as it is shown in a line's explanation, not against the rule's figures."""
    with localcontext(WORKING):
        return legible(value, rule.corners(terms))


def _goal(rule: Rule, terms: Terms, value: Decimal, unit: Text | None) -> Text:
    """That the target is met, or by how much it is missed."""
    seen = shown_beside(rule, terms, value)
    goal, actual = reaches(terms.goal, terms, unit), exactly(seen, unit)
    if terms.meets(value, terms.goal):
        return text(
            f"{follows(actual['zh'], '达到目标')}（{goal['zh']}）",
            f"{actual['en']} meets the target ({goal['en']})",
        )
    short = distance(abs(seen - terms.goal), unit)
    over_zh, over = ("超出", "above") if terms.direction == "lower" else ("低于", "below")
    return text(
        f"{follows(actual['zh'], over_zh)}目标 {short['zh']}",
        f"{actual['en']} is {short['en']} {over} the target",
    )


def _step_deduct(rule: StepDeduct, terms: Terms, value: Decimal, unit: Text | None) -> Text:
    goal = _goal(rule, terms, value, unit)
    if terms.meets(value, terms.goal):
        return goal
    if rule.cutoff is not None and _beyond(rule.cutoff, terms, value):
        actual = exactly(shown_beside(rule, terms, value), unit)
        worse = worse_than(rule.cutoff.at, terms, unit, inclusive=rule.cutoff.inclusive)
        return text(follows(actual["zh"], worse["zh"]), f"{actual['en']} is {worse['en']}")
    steps = _steps(rule, abs(value - terms.goal))
    count = figure(steps)
    left = terms.max_points - rule.per_step * steps
    highest, off = plain(terms.max_points), plain(rule.per_step)
    result = equals(left, nearly=shown(steps) != steps)
    sum_zh = f"{highest} − {off} × {count['zh']} {result['zh']}"
    sum_en = f"{highest} − {off} × {count['en']} {result['en']}"
    if left < rule.floor:
        least = plain(rule.floor)
        sum_zh, sum_en = f"{sum_zh}，最少 {least}", f"{sum_en}, not below {least}"
    mode_zh = {"full": "满", "started": "计", "proportional": "合"}[rule.step_mode]
    mode = {"full": "full", "started": "begun", "proportional": "proportional"}[rule.step_mode]
    return text(
        f"{goal['zh']}，{mode_zh} {count['zh']} 步：{sum_zh}",
        f"{goal['en']}, {count['en']} {mode} step{'' if steps == 1 else 's'}, {sum_en}",
    )


def _beyond(cutoff: Cutoff, terms: Terms, value: Decimal) -> bool:
    return (cutoff.inclusive and value == cutoff.at) or not terms.meets(value, cutoff.at)


def _steps(rule: StepDeduct, shortfall: Decimal) -> Decimal:
    if rule.step_mode == "proportional":
        return shortfall / rule.step
    whole, rest = divmod(shortfall, rule.step)
    return whole + 1 if rest and rule.step_mode == "started" else whole


def _count_deduct(rule: CountDeduct, terms: Terms, value: Decimal, unit: Text | None) -> Text:
    count = figure(value)
    if rule.zero_at is not None and value >= rule.zero_at:
        found, at = figure(value, counted(unit)), exactly(rule.zero_at, counted(unit))
        return text(
            f"{found['zh']}，达到 {follows(at['zh'], '即为 0')}",
            f"{found['en']}, nothing from {plain(rule.zero_at)} on",
        )
    if value <= 0:
        return text("没有扣分", "nothing to deduct")
    left = terms.max_points - rule.per_incident * value
    highest, off = plain(terms.max_points), plain(rule.per_incident)
    zh, en = (f"{highest} − {off} × {count[lang]} {equals(left)[lang]}" for lang in ("zh", "en"))
    if left < rule.floor:
        least = plain(rule.floor)
        return text(f"{zh}，最少 {least}", f"{en}, not below {least}")
    return text(zh, en)


def _tiers(rule: Tiers, terms: Terms, value: Decimal, unit: Text | None) -> Text:
    actual = exactly(shown_beside(rule, terms, value), unit)
    for tier in rule.tiers:
        if terms.meets(value, tier.at):
            reached = reaches(tier.at, terms, unit)
            zh = follows(actual["zh"], reached["zh"])
            return text(zh, f"{actual['en']} is {reached['en']}")
    return text(follows(actual["zh"], "未达到任何一档"), f"{actual['en']} reaches no tier")


def _pass_fail(rule: PassFail, terms: Terms, value: Decimal, unit: Text | None) -> Text:
    return _goal(rule, terms, value, unit)


def _proportional(rule: Proportional, terms: Terms, value: Decimal, unit: Text | None) -> Text:
    if terms.direction == "lower" and value <= 0:
        return text("实际值不大于 0，取上限", "the value is not above 0, so the cap holds")
    over, under = (terms.goal, value) if terms.direction == "lower" else (value, terms.goal)
    highest = plain(terms.max_points)
    if not under:
        return _goal(rule, terms, value, unit)
    quotient = over / under
    seen = shown_beside(rule, terms, value)
    goal, actual = exactly(terms.goal), exactly(seen)
    a, b = (goal, actual) if terms.direction == "lower" else (actual, goal)
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


def _linear(rule: Linear, terms: Terms, value: Decimal, unit: Text | None) -> Text:
    length = rule.full_at - rule.zero_at
    seen = shown_beside(rule, terms, value)
    actual = exactly(seen, unit)
    if not length:
        return actual
    share = (value - rule.zero_at) / length
    if share <= 0:
        zh = "正好在零分点" if not share else "在零分点之外"
        en = "is the zero point" if not share else "is past the zero point"
        return text(follows(actual["zh"], zh), f"{actual['en']} {en}")
    if share >= 1:
        zh = "正好在满分点" if share == 1 else "已过满分点"
        en = "is the full point" if share == 1 else "is past the full point"
        return text(follows(actual["zh"], zh), f"{actual['en']} {en}")
    highest, at = plain(terms.max_points), exactly(seen)["en"]
    low, high = _operand(rule.zero_at), exactly(rule.full_at)["en"]
    raw = equals(terms.max_points * share, nearly=seen != value)
    sum_of = f"{highest} × ({at} − {low}) ÷ ({high} − {low})"
    return text(f"{sum_of} {raw['zh']}", f"{sum_of} {raw['en']}")


def _operand(value: Decimal) -> str:
    """A number after a minus: in brackets when it is negative itself."""
    words = exactly(value)["en"]
    return f"({words})" if value < 0 else words


def _scale(rule: Scale, _terms: Terms, value: Decimal, _unit: Text | None) -> Text:
    mark = figure(value)
    for level in rule.levels:
        if level.allows(value):
            name = level.name
            return text(f"评为“{name['zh']}”", f"judged “{name['en']}” ({mark['en']})")
    return text(f"评分 {mark['zh']}", f"a mark of {mark['en']}")


_SUMS: Final[dict[type[Rule], Callable[[Any, Terms, Decimal, Text | None], Text]]] = {
    StepDeduct: _step_deduct,
    CountDeduct: _count_deduct,
    Tiers: _tiers,
    PassFail: _pass_fail,
    Proportional: _proportional,
    Linear: _linear,
    Scale: _scale,
}
