"""Rows and columns of a file that hold no employee's figures.

Our templates have a row of units and an example row. Our error reports have a column of reasons,
and a row that says that the report continues in another part. Both files are accepted with these
rows and columns.

People end a table with a row of totals, and spreadsheet programs put one below each group (`红组
汇总`, `Red Total`, `Grand Total`). The word alone in the employee's cell marks such a row. With a
group's name it might be somebody's id: then the register decides (:func:`reads_as_totals`).
"""

import re
import unicodedata
from collections.abc import Sequence
from typing import Final, Literal

from chalicelib.employee_ids import EMPLOYEE_ID

from .merges import CoveredText
from .words import is_blank, name_key, narrow, plain

UNIT_NOTE: Final = "#单位 unit"
EXAMPLE_NOTE: Final = "#示例 example"
MORE_NOTE: Final = "#未完 more"
ERROR_HEADING: Final = "#错误 error"
"""It begins with `#`, so that it cannot be mistaken for the name or code of a scheme column."""

_NOTES: Final = frozenset(map(name_key, (UNIT_NOTE, EXAMPLE_NOTE, MORE_NOTE)))
_TOTALS: Final = frozenset(
    {
        *("合计", "总计", "小计", "共计", "总和", "平均", "平均值", "均值"),
        *("汇总", "总平均", "总平均值", "总计平均值", "计数", "总计数", "最大值", "最小值"),
        *("total", "totals", "subtotal", "sum", "average"),
        *("subtotals", "grandtotal", "grandtotals", "averages", "grandaverage", "grandcount"),
    }
)
_GROUPS_ZH: Final = "合计|总计|小计|共计|总和|汇总|平均|平均值|均值|计数|最大值|最小值"
_GROUPS_EN: Final = r"(?:grand )?(?:(?:sub[- ]?)?totals?|averages?)"
#: The word before or after a group's name. Latin words need a space, a colon or brackets between:
#: `subtotal1` is an id.
_OF_GROUP: Final = re.compile(
    rf"(?:{_GROUPS_ZH})[ :([【—–-].+|.+[ :)\]】]{_GROUPS_EN}|{_GROUPS_EN}(?: ?[:([【—–]| ).+",
    re.DOTALL,
)
_ENDS_ZH: Final = re.compile(rf".+(?:{_GROUPS_ZH})", re.DOTALL)
_BEGINNINGS: Final = frozenset(word[0] for word in _NOTES | _TOTALS)

SkipReason = Literal["blank", "note", "total"]


def skip_reason(cells: Sequence[str], id_position: int) -> SkipReason | None:
    """Return why a row is skipped: it is blank, a note of ours, or totals; None for a real row.

    The text of a merged block counts only in its first cell, not in the cells that it covers. The
    totals of a group are skipped here when no id stands in the row, or none that anybody may have.
    """
    own = plain(cells[id_position]) if id_position < len(cells) else ""
    if is_blank(own):
        filled = (plain(text) for text in cells if not isinstance(text, CoveredText))
        own = next((text for text in filled if not is_blank(text)), "")
        if not own:
            return "blank"
        if reads_as_totals(own):
            return "total"
    elif _nobodys(own):
        return "total"
    if narrow(own[0]).lower() not in _BEGINNINGS:
        return None
    key = name_key(own).rstrip(":")
    if key in _NOTES:
        return "note"
    return "total" if key in _TOTALS else None


def _nobodys(text: str) -> bool:
    """Return whether the text names the totals of a group and can be no employee id."""
    ordinary = text.isascii() and text.isalnum()
    return not ordinary and reads_as_totals(text) and not EMPLOYEE_ID.fullmatch(narrow(text))


def reads_as_totals(text: str) -> bool:
    """Return whether a text names totals, alone or of a group: `Grand Total`, `红组 小计`.

    Nobody new is made of such a row. It is a person's only if the register has the id.
    """
    folded = re.sub(r"\s+", " ", unicodedata.normalize("NFKC", text)).strip().casefold().rstrip(":")
    key = name_key(folded)
    return key in _TOTALS or bool(_OF_GROUP.fullmatch(folded) or _ENDS_ZH.fullmatch(key))
