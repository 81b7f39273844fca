"""Each rule in words, as the rulebook and every explanation say it."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any, Final

from chalicelib.scoring.rules.count_deduct import CountDeduct
from chalicelib.scoring.rules.linear import Linear
from chalicelib.scoring.rules.pass_fail import PassFail
from chalicelib.scoring.rules.proportional import Proportional
from chalicelib.scoring.rules.rule import Rule, Terms
from chalicelib.scoring.rules.scale import Scale
from chalicelib.scoring.rules.step_deduct import StepDeduct
from chalicelib.scoring.rules.tiers import Tiers
from chalicelib.scoring.text import Text, text
from chalicelib.scoring.units import counted, each

from .phrases import distance, exactly, follows, listed, points, sentence


def rule_words(rule: Rule, terms: Terms, unit: Text | None) -> Text:
    """The rule as one sentence, with its figures and units."""
    return sentence(rule_clauses(rule, terms, unit))


def rule_clauses(rule: Rule, terms: Terms, unit: Text | None) -> tuple[Text, ...]:
    """The clauses of that sentence, of which only some name the target."""
    return tuple(_CLAUSES[type(rule)](rule, terms, unit))


def reaches(value: Decimal, terms: Terms, unit: Text | None) -> Text:
    """ "At least 85%", "at most 30 s"."""
    words = exactly(value, unit)
    if terms.direction == "lower":
        return text(f"不超过 {words['zh']}", f"at most {words['en']}")
    return text(f"不低于 {words['zh']}", f"at least {words['en']}")


def worse_than(value: Decimal, terms: Terms, unit: Text | None, *, inclusive: bool) -> Text:
    """ "Above 60 s", "at 75% or below"."""
    words = exactly(value, unit)
    lower = terms.direction == "lower"
    if inclusive:
        zh = f"达到或{'超过' if lower else '低于'} {words['zh']}"
        return text(zh, f"at {words['en']} or {'above' if lower else 'below'}")
    zh = f"{'超过' if lower else '低于'} {words['zh']}"
    return text(zh, f"{'above' if lower else 'below'} {words['en']}")


def _met(terms: Terms, unit: Text | None) -> Text:
    goal, most = reaches(terms.goal, terms, unit), points(terms.max_points)
    return text(f"目标{goal['zh']}，达标得 {most['zh']}", f"target {goal['en']}: {most['en']}")


def _step_deduct(rule: StepDeduct, terms: Terms, unit: Text | None) -> Iterator[Text]:
    yield _met(terms, unit)
    step, off = distance(rule.step, unit), points(rule.per_step)
    lower = terms.direction == "lower"
    over_zh, over = ("超出", "above it") if lower else ("低于目标", "below it")
    if rule.step_mode == "full":
        zh = f"每{over_zh}满 {step['zh']}扣 {off['zh']}"
        yield text(zh, f"{off['en']} off for each full {step['en'].removeprefix('1 ')} {over}")
    elif rule.step_mode == "started":
        zh = f"每{over_zh} {step['zh']}扣 {off['zh']}，不足 {step['zh']}按 {step['zh']}计"
        yield text(zh, f"{off['en']} off for each {step['en']} begun {over}")
    else:
        zh = f"每{over_zh} {step['zh']}扣 {off['zh']}，按比例计算"
        yield text(zh, f"{off['en']} off per {step['en']} {over}, in proportion")
    yield from _floor(rule.floor)
    if rule.cutoff:
        worse = worse_than(rule.cutoff.at, terms, unit, inclusive=rule.cutoff.inclusive)
        left = points(rule.cutoff.points)
        yield text(f"{follows(worse['zh'], '得')} {left['zh']}", f"{worse['en']}: {left['en']}")


def _count_deduct(rule: CountDeduct, terms: Terms, unit: Text | None) -> Iterator[Text]:
    most, off = points(terms.max_points), points(rule.per_incident)
    one = each(unit)
    per = follows(f"每{one['zh']}", "扣")
    yield text(
        f"满分 {most['zh']}，{per} {off['zh']}",
        f"{most['en']}, {off['en']} off for each {one['en']}",
    )
    if rule.zero_at is not None:
        at = exactly(rule.zero_at, counted(unit))
        yield text(f"达到 {follows(at['zh'], '得')} 0 分", f"from {at['en']} on: 0 points")
    yield from _floor(rule.floor)


def _tiers(rule: Tiers, terms: Terms, unit: Text | None) -> Iterator[Text]:
    for tier in rule.tiers:
        reached, worth = reaches(tier.at, terms, unit), points(tier.points)
        yield text(
            f"{follows(reached['zh'], '得')} {worth['zh']}", f"{reached['en']}: {worth['en']}"
        )
    worth = points(rule.otherwise)
    yield text(f"其余得 {worth['zh']}", f"otherwise {worth['en']}")


def _pass_fail(_rule: PassFail, terms: Terms, unit: Text | None) -> Iterator[Text]:
    yield _met(terms, unit)
    yield text("未达标得 0 分", "else 0 points")


def _proportional(rule: Proportional, terms: Terms, unit: Text | None) -> Iterator[Text]:
    most, goal = points(terms.max_points), exactly(terms.goal, unit)
    if terms.direction == "lower":
        zh = f"得分 = {most['zh']} × 目标 {goal['zh']} ÷ 实际值"
        yield text(zh, f"{most['en']} × the target of {goal['en']} ÷ the value")
    else:
        zh = f"得分 = {most['zh']} × 实际值 ÷ 目标 {goal['zh']}"
        yield text(zh, f"{most['en']} × the value ÷ the target of {goal['en']}")
    cap = points((terms.max_points * rule.cap).normalize())
    yield text(f"最多 {cap['zh']}", f"at most {cap['en']}")
    yield from _floor((terms.max_points * rule.floor).normalize())


def _linear(rule: Linear, terms: Terms, unit: Text | None) -> Iterator[Text]:
    none, full = exactly(rule.zero_at, unit), exactly(rule.full_at, unit)
    most = points(terms.max_points)
    none_zh, full_zh = follows(none["zh"], "得"), follows(full["zh"], "得")
    yield text(
        f"{none_zh} 0 分，{full_zh} {most['zh']}，中间按直线计算",
        f"0 points at {none['en']}, {most['en']} at {full['en']}, a straight line between",
    )


def _scale(rule: Scale, _terms: Terms, _unit: Text | None) -> Iterator[Text]:
    levels = [
        text(f"{level.name['zh']} {level.range()} 分", f"{level.name['en']} {level.range()}")
        for level in rule.levels
    ]
    words = listed(levels)
    yield text(f"按等级评分：{words['zh']}", f"judged by level: {words['en']} points")


def _floor(floor: Decimal) -> Iterator[Text]:
    if floor:
        least = points(floor)
        yield text(f"最少 {least['zh']}", f"never below {least['en']}")


_CLAUSES: Final[dict[type[Rule], Callable[[Any, Terms, Text | None], Iterator[Text]]]] = {
    StepDeduct: _step_deduct,
    CountDeduct: _count_deduct,
    Tiers: _tiers,
    PassFail: _pass_fail,
    Proportional: _proportional,
    Linear: _linear,
    Scale: _scale,
}
