"""The entry of `rating`."""

from collections.abc import Iterator
from typing import Final

from chalicelib.scoring.exact import with_minus_sign
from chalicelib.scoring.limits import MARKS_PER_CELL, RATERS
from chalicelib.scoring.phrases import capitalized, enumeration
from chalicelib.scoring.rater_roles import ROLES
from chalicelib.scoring.schema.numbers import whole, zero
from chalicelib.scoring.schema.shapes import Schema, choice, may, must, object_of, place, ref
from chalicelib.scoring.schema.words import code_pattern
from chalicelib.scoring.text import Text, text
from chalicelib.scoring.values.rating import COMBINES, Rating
from chalicelib.scoring.values.value_kind import CalculationInputs, Names, ValueKind

from .wording import SCALE, cell_words, role_words

COMBINED: Final = {
    "mean": text("平均", "mean"),
    "median": text("中位数", "median"),
    "trimmed_mean": text("去掉最高最低后的平均", "mean without the highest and lowest"),
}


def _words(value: Rating, _names: Names) -> Text:
    roles = enumeration(role_words(role, weight) for role, weight in value.raters.items() if weight)
    combined = COMBINED[value.combine]
    low, high = with_minus_sign(value.low), with_minus_sign(value.high)
    zh = f"{roles['zh']}评分（{low}–{high} 分），各方取{combined['zh']}后加权平均"
    en = f"marks from {low} to {high} by {roles['en']}: {combined['en']} per role, then weighted"
    return text(zh, en)


def _calculation(value: Rating, inputs: CalculationInputs) -> Text:
    marks: list[Text] = []
    for role, weight in value.raters.items():
        cell = inputs.now.get(value.columns[role])
        if weight and cell is not None:
            words = role_words(role, weight)
            given = cell_words(cell)
            en = words["en"] if marks or role not in ROLES else capitalized(words["en"])
            marks.append(text(f"{words['zh']} {given}", f"{en} {given}"))
    return enumeration(marks)


def _no_value_words(value: Rating) -> Text:
    least = value.min_raters
    return text(f"评分不足 {least} 份", f"there are fewer than {least} marks")


def _remarks(value: Rating) -> Iterator[Text]:
    if value.combine == "trimmed_mean":
        yield text(
            "三份及以上评分时去掉一个最高分和一个最低分。",
            "With three marks or more the highest and the lowest are left out.",
        )
    uncounted = enumeration(
        ROLES.get(role, text(role, role)) for role, weight in value.raters.items() if not weight
    )
    if uncounted["zh"]:
        yield text(
            f"{uncounted['zh']}的评分只收集，不计分。",
            f"Marks by {uncounted['en']} are collected and not counted.",
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
    },
)
