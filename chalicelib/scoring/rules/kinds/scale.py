"""The entry of `scale`."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from chalicelib.scoring.limits import LEVELS
from chalicelib.scoring.phrases import enumeration, shown_figure
from chalicelib.scoring.rules.rule import Terms
from chalicelib.scoring.rules.rule_kind import RuleKind, no_examples
from chalicelib.scoring.rules.scale import Scale
from chalicelib.scoring.schema.shapes import list_of, may, must, object_of, place, ref
from chalicelib.scoring.text import Text, text

from .wording import STEP


def _words(rule: Scale, _terms: Terms, _unit: Text | None) -> Iterator[Text]:
    levels = [
        text(f"{level.name['zh']} {level.range()} 分", f"{level.name['en']} {level.range()}")
        for level in rule.levels
    ]
    words = enumeration(levels)
    yield text(f"按等级评分：{words['zh']}", f"judged by level: {words['en']} points")


def _calculation(rule: Scale, _terms: Terms, value: Decimal, _unit: Text | None) -> Text:
    mark = shown_figure(value)
    for level in rule.levels:
        if level.allows(value):
            name = level.name
            return text(f"评为“{name['zh']}”", f"judged “{name['en']}” ({mark['en']})")
    return text(f"评分 {mark['zh']}", f"a mark of {mark['en']}")


LEVEL: Final = object_of(
    "A level",
    {
        "code": must(ref("code"), "The level's code.", "代码。"),
        "name": must(ref("name"), "The level's name.", "名称。"),
        "points": must(
            place(
                ref("number_not_negative"),
                {
                    "type": "array",
                    "items": ref("number_not_negative"),
                    "minItems": 2,
                    "maxItems": 2,
                },
            ),
            "Points, or [from, to].",
            "得分，或由下限与上限组成的区间。",
        ),
        "step": may(
            ref("number_positive"),
            "Between the marks of a range, 1 by default.",
            "区间内的步长，默认 1。",
        ),
    },
)

SCALE: Final = RuleKind(
    rule=Scale,
    name=text("等级评分", "levels"),
    words=_words,
    calculation=_calculation,
    example_values=no_examples,
    field_names={"levels": text("评价档", "levels"), "step": STEP},
    choice_names={},
    problem_sentences={
        "level_above_max": (
            "该等级值 {points} 分，超过指标满分 {max}。",
            "The level is worth {points} points, the indicator only {max}.",
            "请降低等级分值，或提高指标满分。",
            "Lower the level, or raise the indicator's points.",
        ),
    },
    warning_sentences={
        "scale_gap": (
            "{low} 与 {high} 之间的分值不属于任何等级。",
            "Marks between {low} and {high} belong to no level.",
            "请补上等级，或告知评分人。",
            "Add a level, or tell the raters.",
        ),
        "scale_overlap": (
            "{low} 与 {high} 之间的分值属于两个等级。",
            "Marks between {low} and {high} belong to two levels.",
            "请让等级互不重叠。",
            "Keep the levels apart.",
        ),
    },
    schema_title="A judged level",
    schema_fields={
        "levels": must(list_of(place(LEVEL), LEVELS, 1), "The levels.", "评价档。"),
    },
)
