"""The entry of `rating`."""

from collections.abc import Iterator
from typing import Final

from chalicelib.scoring.exact import with_minus_sign
from chalicelib.scoring.phrases import capitalized, enumeration
from chalicelib.scoring.rater_roles import ROLES
from chalicelib.scoring.text import Text, text
from chalicelib.scoring.values.rating import Rating
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
)
