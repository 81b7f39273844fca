"""Read a number as people write it in a cell, exactly or not at all.

Accepted: `1234.5`, `1,234.5`, `１２３４`, `95%`, `0:01:30`. Any other text is an error that quotes
it. A text that two conventions read differently is an error too; the reader does not guess.
"""

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Final

from .durations import duration, is_duration
from .faults import CellFault, fault, shown
from .units import SECONDS, Measure
from .words import is_formula_error, narrow
from .written_units import no_number

INTEGER_DIGITS: Final = 15
DECIMALS: Final = 20
_ZERO: Final = Decimal(0)

# Nearly every cell of a file has this shape. It is within the bounds, so `canonical` reads it.
is_ordinary = re.compile(
    rf"-?[0-9]{{1,{INTEGER_DIGITS}}}(?:\.[0-9]{{1,{DECIMALS}}})?", re.ASCII
).fullmatch
_POINT = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)")
_POINT_GROUPED = re.compile(r"[+-]?[1-9][0-9]{0,2}(?:,[0-9]{3})+(?:\.[0-9]*)?")
_COMMA = re.compile(r"[+-]?[0-9]+,[0-9]+")
_COMMA_GROUPED = re.compile(r"[+-]?[1-9][0-9]{0,2}(?:\.[0-9]{3})+(?:,[0-9]+)?")
# One separator before exactly three digits: thousands in one convention, decimals in another.
_EITHER_WAY = re.compile(r"[+-]?[1-9][0-9]{0,2}[.,][0-9]{3}")
_SCIENTIFIC = re.compile(r"[+-]?[0-9]+(?:\.[0-9]*)?[eE][+-]?[0-9]+")
_DATE = re.compile(
    r"[0-9]{2,4}[-/年][0-9]{1,2}(?:[-/月][0-9]{1,2}日?)?月?(?:[ T].*)?"
    r"|[0-9]{1,2}[-/月][0-9]{1,2}日?(?:[-/][0-9]{2,4})?"
)

UNCALCULATED: Final = "#未计算!"
"""The text of an XLSX formula whose result is not stored."""


def number_reader(measure: Measure, *, decimal_comma: bool) -> Callable[[str], Decimal]:
    """Return a function from a text to an exact Decimal in the column's own unit.

    The function raises CellFault. decimal_comma: the file has semicolons as separators, which
    spreadsheets write in countries where 1,5 is one and a half.
    """
    simple = _comma_or_point if decimal_comma else _point

    def read(text: str) -> Decimal:
        text = narrow(text)
        if text.endswith("%"):
            number = simple(text[:-1].rstrip())
            if number is None:
                raise _not_a_number(text, measure)
            return _percent(text, number, measure)
        if is_duration(text):
            return duration(text, measure)
        number = simple(text)
        if number is None:
            raise _not_a_number(text, measure)
        return number

    return read


def _point(text: str) -> Decimal | None:
    if _POINT.fullmatch(text) or _POINT_GROUPED.fullmatch(text):
        return _bounded(text.replace(",", ""))
    return None


def _comma_or_point(text: str) -> Decimal | None:
    if _EITHER_WAY.fullmatch(text):
        raise fault(
            "ambiguous_number",
            f"“{shown(text)}”在分号分隔的文件里可能是千位分隔，也可能是小数；"
            "整数请去掉千位分隔符（1234），小数请多写一个 0（1.2340）",
            f'"{shown(text)}" in a file separated by semicolons may be thousands or decimals; '
            "write a whole number without a separator (1234), decimals with one 0 more (1.2340)",
        )
    if _COMMA.fullmatch(text):
        return _bounded(text.replace(",", "."))
    if _COMMA_GROUPED.fullmatch(text):
        return _bounded(text.replace(".", "").replace(",", "."))
    return _point(text)


def _percent(text: str, number: Decimal, measure: Measure) -> Decimal:
    if measure in SECONDS:
        raise fault(
            "percent_in_time_column",
            f"“{shown(text)}”是百分数，这一列应为时长，例如 90 或 0:01:30",
            f'"{shown(text)}" is a percentage; a time was expected, such as 90 or 0:01:30',
        )
    if measure == "count":
        raise fault(
            "percent_in_count_column",
            f"“{shown(text)}”是百分数，这一列应为数量，例如 12；如果单元格是百分比格式，请改为常规",
            f'"{shown(text)}" is a percentage; a count was expected, such as 12; '
            "if the cell has a percent format, make it a general one",
        )
    if measure == "fraction":
        sign, digits, exponent = number.as_tuple()
        assert isinstance(exponent, int)  # noqa: S101 - a bounded number is finite
        return Decimal((sign, digits, exponent - 2))
    return number


def _bounded(text: str) -> Decimal:
    whole, _, decimals = text.lstrip("+-").partition(".")
    if len(whole.lstrip("0")) > INTEGER_DIGITS or len(decimals.rstrip("0")) > DECIMALS:
        raise fault(
            "number_too_long",
            f"“{shown(text)}”位数过多；整数部分最多 {INTEGER_DIGITS} 位，小数最多 {DECIMALS} 位",
            f'"{shown(text)}" has too many digits; at most {INTEGER_DIGITS} before the point '
            f"and {DECIMALS} after it",
        )
    return canonical(text)


def canonical(text: str) -> Decimal:
    """Return the Decimal in its one form: 1.50 becomes 1.5, -0 becomes 0."""
    if "." in text:
        text = text.rstrip("0").rstrip(".")
        if text in ("", "-", "+"):
            return _ZERO
    return Decimal(text) or _ZERO


def without_value() -> CellFault:
    """Return the fault of an XLSX formula whose result is not stored."""
    return fault(
        "formula_without_value",
        "公式没有保存计算结果；请用 Excel 或 WPS 打开文件，保存后再上传",
        "the formula has no stored result; open the file in a spreadsheet, save, send again",
    )


def _not_a_number(text: str, measure: Measure) -> CellFault:
    found = shown(text)
    if text == UNCALCULATED:
        return without_value()
    if text.startswith("#") or is_formula_error(text):
        return fault(
            "formula_error",
            f"公式出错：{found}；应为数字，请改正公式，没有数据请留空",
            f"the formula has an error: {found}; expected a number, blank when there is none",
        )
    if _SCIENTIFIC.fullmatch(text):
        return fault(
            "scientific_notation",
            f"“{found}”是科学计数法，位数可能已丢失；请写出完整的数字",
            f'"{found}" is in scientific notation and may have lost digits; write all of them',
        )
    if _DATE.fullmatch(text):
        return fault(
            "date_found",
            f"“{found}”是日期，应为数字，例如 12；如果单元格是日期格式，请改为常规",
            f'"{found}" is a date; a number was expected, such as 12; '
            "if the cell has a date format, make it a general one",
        )
    return no_number(text, measure)
