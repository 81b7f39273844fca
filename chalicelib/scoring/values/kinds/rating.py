"""The entry of `rating`."""

from collections.abc import Iterator
from typing import Final

from chalicelib.scoring.exact import with_minus_sign
from chalicelib.scoring.limits import LEVELS, MARKS_PER_CELL, QUESTIONS, RATERS
from chalicelib.scoring.phrases import capitalized, enumeration, shown_figure
from chalicelib.scoring.rater_roles import ANONYMITY_MIN, ROLES, is_anonymous
from chalicelib.scoring.schema.numbers import whole, zero
from chalicelib.scoring.schema.shapes import (
    Schema,
    choice,
    list_of,
    may,
    must,
    object_of,
    place,
    ref,
)
from chalicelib.scoring.schema.words import code_pattern
from chalicelib.scoring.text import Text, text
from chalicelib.scoring.values.combined_marks import COMBINED, COMBINES, Combined
from chalicelib.scoring.values.rating import Rating
from chalicelib.scoring.values.value_kind import CalculationInputs, Names, ValueKind

from .wording import SCALE, role_words


def _words(value: Rating, _names: Names) -> Text:
    roles = enumeration(role_words(role, weight) for role, weight in value.raters.items() if weight)
    combined = COMBINED[value.combine]
    low, high = with_minus_sign(value.low), with_minus_sign(value.high)
    zh = f"{roles['zh']}评分（{low}–{high} 分），各方取{combined['zh']}后加权平均"
    en = f"marks from {low} to {high} by {roles['en']}: {combined['en']} per role, then weighted"
    return text(zh, en)


def _calculation(value: Rating, inputs: CalculationInputs) -> Text:
    """What each role gave: the combined value and the number of marks, never a single mark of
    several."""
    told: list[Text] = []
    for role, weight in value.raters.items():
        column = value.columns[role]
        given = value.role_marks(inputs.now.get(column), column)
        if weight:
            words, says = role_words(role, weight), _given(value, role, given)
            en = words["en"] if told or role not in ROLES else capitalized(words["en"])
            told.append(text(f"{words['zh']}{says['zh']}", f"{en}{says['en']}"))
    return enumeration(told)


def _given(value: Rating, role: str, given: Combined | None) -> Text:
    if given is None:
        # Nobody rated, or so few that a round told nothing: the others share the weight.
        return text("没有可计的评分", ": no marks that count")
    if given.count < value.least_of(role):
        least = value.least_of(role)
        return text(
            f"不足 {least} 份，整体不计", f": fewer than {least} marks, left out as a whole"
        )
    if not value.is_shown(role, given.count):
        return text(
            f"不足 {ANONYMITY_MIN} 份，不显示", f": fewer than {ANONYMITY_MIN} marks, not shown"
        )
    figure = shown_figure(given.value)
    if given.count == 1:
        return text(f" {figure['zh']}", f" {figure['en']}")
    return text(f" {figure['zh']}（{given.count} 份）", f" {figure['en']} from {given.count} marks")


def _no_value_words(value: Rating) -> Text:
    least = value.min_raters
    return text(f"评分不足 {least} 份", f"there are fewer than {least} marks")


def _remarks(value: Rating) -> Iterator[Text]:
    if value.combine == "trimmed_mean":
        yield text(
            "三份及以上评分时去掉一个最高分和一个最低分。",
            "With three marks or more the highest and the lowest are left out.",
        )
    anonymous = enumeration(
        ROLES.get(role, text(role, role)) for role in value.raters if is_anonymous(role)
    )
    if value.anonymity_min > 1 and anonymous["zh"]:
        least = value.anonymity_min
        yield text(
            f"{anonymous['zh']}匿名评分，少于 {least} 份时整体不计，由其他各方分担权重。",
            f"Marks by {anonymous['en']} are anonymous: with fewer than {least} the role is left "
            "out as a whole and the others share its weight.",
        )
    asked = enumeration(question.name for question in value.questions)
    if asked["zh"]:
        yield text(f"评分表询问：{asked['zh']}。", f"The form asks for: {asked['en']}.")
        yield from _remarks_of_rounds(value, anonymous)
    uncounted = enumeration(
        ROLES.get(role, text(role, role)) for role, weight in value.raters.items() if not weight
    )
    if uncounted["zh"]:
        yield text(
            f"{uncounted['zh']}的评分只收集，不计分。",
            f"Marks by {uncounted['en']} are collected and not counted.",
        )


def _remarks_of_rounds(value: Rating, anonymous: Text) -> Iterator[Text]:
    """What a rating round makes of the forms."""
    if len(value.questions) > 1:
        yield text(
            "每位评分人的评分取其已答各题的平均。",
            "A rater's mark is the mean of the questions answered.",
        )
    if value.anonymity_min < ANONYMITY_MIN and anonymous["zh"]:
        yield text(
            f"由评分轮次征询时，{anonymous['zh']}的评分少于 {ANONYMITY_MIN} 份（或轮次另定的份数）"
            "则整体不计。",
            f"Where a rating round asks, marks by {anonymous['en']} are left out as a whole with "
            f"fewer than {ANONYMITY_MIN}, or the number that the round says.",
        )


RATER_WEIGHTS: Final[Schema] = {
    "type": "object",
    "propertyNames": {"pattern": code_pattern()},
    "additionalProperties": ref("number_not_negative"),
    "minProperties": 1,
    "maxProperties": RATERS,
    # At least one role has a weight other than 0.
    "not": {"additionalProperties": zero()},
}
MARKS: Final = object_of(
    "A scale of marks",
    {
        "min": must(ref("number"), "The lowest mark.", "最低分。"),
        "max": must(ref("number"), "The highest mark, above the lowest.", "最高分，大于最低分。"),
    },
)

ANCHOR: Final = object_of(
    "What a mark means",
    {
        "mark": must(ref("number"), "The mark, inside the scale.", "分数，在量表之内。"),
        "name": must(ref("name"), "What it stands for.", "含义。"),
    },
)
QUESTION: Final = object_of(
    "A question of the form",
    {
        "code": must(ref("code"), "The question's code.", "代码。"),
        "name": must(ref("name"), "The question.", "问题。"),
        "anchors": may(list_of(place(ANCHOR), LEVELS), "What its marks mean.", "各分数的含义。"),
    },
)

RATING: Final = ValueKind(
    value=Rating,
    name=text("评分", "rating"),
    words=_words,
    calculation=_calculation,
    no_value_words=_no_value_words,
    remarks=_remarks,
    field_names={
        "raters": text("评分人权重", "weights of the raters"),
        "scale": SCALE,
        "combine": text("合并方式", "how marks are combined"),
        "min_raters": text("最少评分数", "fewest marks"),
        "anonymity_min": text("匿名角色最少评分数", "fewest marks of an anonymous role"),
        "questions": text("评分表的问题", "questions of the form"),
        "anchors": text("分数的含义", "what marks mean"),
        "mark": text("分数", "mark"),
    },
    choice_names={
        ("combine", "mean"): text("平均", "mean"),
        ("combine", "median"): text("中位数", "median"),
        ("combine", "trimmed_mean"): text("去掉最高最低后平均", "mean without extremes"),
    },
    schema_title="Marks given by people",
    schema_fields={
        "raters": must(RATER_WEIGHTS, "Each role's weight; 0 is not counted.", "各角色的权重。"),
        "scale": must(place(MARKS), "The lowest and the highest mark.", "量表。"),
        "combine": may(choice(COMBINES), "How a role's marks are combined.", "合并方式。"),
        "min_raters": may(
            whole(1, MARKS_PER_CELL), "Fewest marks, 1 by default.", "最少评分数，默认 1。"
        ),
        "anonymity_min": may(
            whole(1, MARKS_PER_CELL),
            "Fewest marks with which an anonymous role counts, 1 by default.",
            "匿名角色计分所需的最少评分数，默认 1。",
        ),
        "questions": may(
            list_of(place(QUESTION), QUESTIONS),
            "The questions of a rating round's form; without any it asks for the indicator.",
            "评分表的问题；没有时直接评该指标。",
        ),
    },
)
