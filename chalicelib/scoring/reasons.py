"""Why a figure is not available. The words are stored with a result; their wording is fixed."""

from enum import StrEnum


class Reason(StrEnum):
    """What kept an indicator from having a value (rules.md §1)."""

    BLANK = "blank"
    ZERO_DENOMINATOR = "zero_denominator"
    NO_PREVIOUS = "no_previous"
    PREVIOUS_ZERO = "previous_zero"
    TOO_FEW_DRAWN = "too_few_drawn"
    TOO_FEW_RATERS = "too_few_raters"
    MISSING_OPERAND = "missing_operand"
    DIVISION_BY_ZERO = "division_by_zero"
    BELOW_MIN_SAMPLE = "below_min_sample"
    NO_SLICE = "no_slice"
