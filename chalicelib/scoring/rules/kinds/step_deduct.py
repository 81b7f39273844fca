"""The entry of `step_deduct`."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from chalicelib.scoring.exact import plain, shown
from chalicelib.scoring.phrases import (
    after_figure,
    distance,
    equals,
    exact_figure,
    points,
    shown_figure,
)
from chalicelib.scoring.rules.rule import Terms
from chalicelib.scoring.rules.rule_kind import RuleKind
from chalicelib.scoring.rules.step_deduct import MODES, Cutoff, StepDeduct
from chalicelib.scoring.schema.shapes import choice, flag, may, must, object_of, place, ref
from chalicelib.scoring.text import Text, text

from .wording import (
    AT,
    FLOOR,
    FLOOR_SCHEMA,
    POINTS_ABOVE_MAX,
    STEP,
    full_points_at_target,
    never_below,
    shown_beside,
    target_met_or_missed,
    worse_than,
)


def _words(rule: StepDeduct, terms: Terms, unit: Text | None) -> Iterator[Text]:
    yield full_points_at_target(terms, unit)
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
    yield from never_below(rule.floor)
    if rule.cutoff:
        worse = worse_than(rule.cutoff.at, terms, unit, inclusive=rule.cutoff.inclusive)
        left = points(rule.cutoff.points)
        yield text(
            f"{after_figure(worse['zh'], '得')} {left['zh']}", f"{worse['en']}: {left['en']}"
        )


def _calculation(rule: StepDeduct, terms: Terms, value: Decimal, unit: Text | None) -> Text:
    goal = target_met_or_missed(rule, terms, value, unit)
    if terms.meets(value, terms.required_target):
        return goal
    if rule.cutoff is not None and _beyond(rule.cutoff, terms, value):
        actual = exact_figure(shown_beside(rule, terms, value), unit)
        worse = worse_than(rule.cutoff.at, terms, unit, inclusive=rule.cutoff.inclusive)
        return text(after_figure(actual["zh"], worse["zh"]), f"{actual['en']} is {worse['en']}")
    steps = _steps(rule, abs(value - terms.required_target))
    count = shown_figure(steps)
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


def _example_values(rule: StepDeduct, terms: Terms) -> Iterator[Decimal]:
    """The target, three steps and half a step beyond it, the cutoff and a step beyond that."""
    away = 1 if terms.direction == "lower" else -1
    yield from (terms.required_target + away * rule.step * n for n in (0, 1, 2, 3))
    yield terms.required_target + away * rule.step / 2
    if rule.cutoff is not None:
        yield rule.cutoff.at
        yield rule.cutoff.at + away * rule.step


def _beyond(cutoff: Cutoff, terms: Terms, value: Decimal) -> bool:
    return (cutoff.inclusive and value == cutoff.at) or not terms.meets(value, cutoff.at)


def _steps(rule: StepDeduct, shortfall: Decimal) -> Decimal:
    if rule.step_mode == "proportional":
        return shortfall / rule.step
    whole, rest = divmod(shortfall, rule.step)
    return whole + 1 if rest and rule.step_mode == "started" else whole


CUTOFF: Final = object_of(
    "A cutoff",
    {
        "at": must(
            ref("number"),
            "Strictly worse than this is worth `points`.",
            "比此值差时只得 points 分。",
        ),
        "inclusive": may(flag(), "Whether the limit itself counts as worse.", "是否含界线本身。"),
        "points": may(
            ref("number_not_negative"),
            "Points beyond the cutoff, 0 by default.",
            "界线以外的得分，默认 0。",
        ),
    },
)

STEP_DEDUCT: Final = RuleKind(
    rule=StepDeduct,
    name=text("逐步扣分", "points off by steps"),
    words=_words,
    calculation=_calculation,
    example_values=_example_values,
    field_names={
        "step": STEP,
        "per_step": text("每步扣分", "points off a step"),
        "step_mode": text("计步方式", "how steps count"),
        "floor": FLOOR,
        "cutoff": text("归零线", "cutoff"),
        "at": AT,
        "inclusive": text("含界线", "limit included"),
    },
    choice_names={
        ("step_mode", "full"): text("满一步才扣", "whole steps"),
        ("step_mode", "started"): text("不足一步按一步扣", "steps begun"),
        ("step_mode", "proportional"): text("按比例扣", "in proportion"),
    },
    problem_sentences={
        **POINTS_ABOVE_MAX,
        "cutoff_wrong_side": (
            "归零线 {at} 比目标 {target} 更好（或与之相同且包含在内）。",
            "The cutoff {at} is better than the target {target}, or the target itself, included.",
            "请把归零线放在目标更差的一侧。",
            "Put the cutoff on the worse side of the target.",
        ),
    },
    warning_sentences={},
    schema_title="Points off per step of shortfall",
    schema_fields={
        "step": must(ref("number_positive"), "How much shortfall makes a step.", "每步的差距。"),
        "per_step": must(ref("number_positive"), "Points off for each step.", "每步扣分。"),
        "step_mode": may(
            choice(MODES),
            "Whole steps, steps begun, or in proportion.",
            "满步、不足按一步、按比例。",
        ),
        "floor": FLOOR_SCHEMA,
        "cutoff": may(place(CUTOFF), "Where the points end.", "归零线。"),
    },
)
