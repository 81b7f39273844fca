"""Cells that say yes or no: 是/否, 通过/不通过, Y/N, true/false, 1/0, √/×."""

from decimal import Decimal
from typing import Any, Final
from unicodedata import normalize

from .faults import CellFault, fault, shown

TRUE_WORDS: Final = frozenset(
    {"y", "yes", "true", "t", "1", "是", "有", "对", "通过", "合格", "√", "✓", "pass", "passed"}
)
FALSE_WORDS: Final = frozenset(
    {"n", "no", "false", "f", "0", "否", "没有", "未", "错", "不通过", "未通过", "不合格", "×", "✗"}
    | {"x", "fail", "failed"}
)


def folded(value: Any) -> str:
    """Return what spellings of a value have in common: no case, width or spaces around."""
    if isinstance(value, (int, Decimal)) and not isinstance(value, bool):
        return format(Decimal(value).normalize(), "f")
    text = str(value)
    return (text if text.isascii() else normalize("NFKC", text)).strip().casefold()


def says_yes(value: Any) -> bool:
    """Return whether a cell says yes."""
    return folded(value) in TRUE_WORDS


def not_yes_or_no(text: str) -> CellFault | None:
    """Return the fault of a text that says neither; None for one that does."""
    if folded(text) in TRUE_WORDS | FALSE_WORDS:
        return None
    return fault(
        "not_yes_or_no",
        f"“{shown(text)}”既不是“是”也不是“否”；请写 是 或 否（也可写 Y、N），没有内容请留空",
        f'"{shown(text)}" is neither yes nor no; expected one of both, such as Y or N, blank when '
        "there is none",
    )
