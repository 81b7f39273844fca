"""Why a figure is not available. The codes are stored with results and never change."""

from enum import StrEnum
from typing import Final

from .text import Text, text


class Reason(StrEnum):
    """The reason why an indicator has no value (rules.md §1)."""

    BLANK = "blank"
    ZERO_DENOMINATOR = "zero_denominator"
    NO_PREVIOUS = "no_previous"
    PREVIOUS_ZERO = "previous_zero"
    PREVIOUS_BELOW_ZERO = "previous_below_zero"
    TOO_FEW_DRAWN = "too_few_drawn"
    TOO_FEW_RATERS = "too_few_raters"
    MISSING_OPERAND = "missing_operand"
    DIVISION_BY_ZERO = "division_by_zero"
    BELOW_MIN_SAMPLE = "below_min_sample"
    NO_SLICE = "no_slice"
    NOT_ARRIVED = "not_arrived"


WORDS: Final[dict[str, Text]] = {
    Reason.BLANK: text("没有数据", "no figures were given"),
    Reason.ZERO_DENOMINATOR: text("分母为 0", "the denominator is 0"),
    Reason.NO_PREVIOUS: text("没有上期数据", "there is no previous period"),
    Reason.PREVIOUS_ZERO: text("上期为 0", "the previous figure is 0"),
    Reason.PREVIOUS_BELOW_ZERO: text("上期为负数", "the previous figure is below 0"),
    Reason.TOO_FEW_DRAWN: text("抽检数不足", "too few were drawn"),
    Reason.TOO_FEW_RATERS: text("评分人数不足", "too few people rated"),
    Reason.MISSING_OPERAND: text("公式缺少数据", "a figure of the formula is missing"),
    Reason.DIVISION_BY_ZERO: text("公式中除数为 0", "the formula divides by 0"),
    Reason.BELOW_MIN_SAMPLE: text("样本量不足", "there are too few cases"),
    Reason.NO_SLICE: text("没有任何分组的数据", "no slice has figures"),
    Reason.NOT_ARRIVED: text(
        "数据来源没有报送，已宣布不再等待",
        "the source has sent nothing and is declared final",
    ),
}


def reason_words(reason: str | None) -> Text:
    """The reason in words; "not available" for an unknown code."""
    return WORDS.get(reason or "", text("不可用", "not available"))
