"""Texts of the employee's cell that are nobody's id, unless the register has it.

A program writes NaN or null where it has no id, a spreadsheet makes a date or 1007.0 of an id, and
a sign is left from typing. Nobody new is made of such a text, whatever the file may make.
"""

import re
from collections.abc import Callable
from typing import Final

from chalicelib.language import Text
from chalicelib.uploads.near_ids import is_date

_NOTHING: Final = re.compile(
    "|".join(
        (
            *("nan", "nat", "null", "none", "nil", "undefined", "unknown", "missing", "tbd"),
            *(r"\(blank\)", r"\(null\)", "<na>", r"n\.a\.", r"[?.]+"),
            *("空白", "空", "未知", "暂无", "没有", "待定"),
        )
    ),
    re.IGNORECASE,
)
_BOOLEAN: Final = re.compile(r"true|false|真|假|yes|no|是|否", re.IGNORECASE)
_TIME: Final = re.compile(r"-?[0-9]{1,6}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?")
_DECIMAL: Final = re.compile(r"[+-]?[0-9]+\.[0-9]+|[+-][0-9]+")
#: A spreadsheet keeps fifteen digits of a number, and writes 0 for the others.
_ROUNDED: Final = re.compile(r"[1-9][0-9]{14}0{2,}")
_SIGN: Final = re.compile(r"[`\'‘’“”´*].*|.*[`\'‘’“”´*]", re.DOTALL)

_WHY: Final[tuple[tuple[Callable[[str], object], Text], ...]] = (
    (_NOTHING.fullmatch, Text("表示没有编号", "means that there is no id")),
    (_BOOLEAN.fullmatch, Text("是真假值，不是编号", "is true or false, and no id")),
    (is_date, Text("是日期，多半由表格软件改写", "is a date, most likely by the spreadsheet")),
    (_TIME.fullmatch, Text("是时间，不是编号", "is a time, and no id")),
    (_DECIMAL.fullmatch, Text("是小数或带符号的数字", "is a number with decimals or a sign")),
    (
        _ROUNDED.fullmatch,
        Text("末几位都是 0，多半被表格软件改写", "ends in zeros, most likely by the spreadsheet"),
    ),
    (_SIGN.fullmatch, Text("前后多了符号", "has a sign before or behind it")),
)


def why_nobodys(written: str) -> Text | None:
    """Return why nobody new may have a text as id; None when somebody may."""
    return next((why for is_such, why in _WHY if is_such(written)), None)
