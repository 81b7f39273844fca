"""Rows and columns of a file that hold no employee's figures.

Our templates have a row of units and an example row. Our error reports have a column of reasons,
and a row that says that the report continues in another part. Both files are accepted with these
rows and columns. People end a table with a row of totals. Only these exact words in the employee's
cell mark such a row; any other text there is an employee id.
"""

from collections.abc import Sequence
from typing import Final, Literal

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
        *("total", "totals", "subtotal", "sum", "average"),
    }
)
_BEGINNINGS: Final = frozenset(word[0] for word in _NOTES | _TOTALS)

SkipReason = Literal["blank", "note", "total"]


def skip_reason(cells: Sequence[str], id_position: int) -> SkipReason | None:
    """Return why a row is skipped: it is blank, a note of ours, or totals; None for a real row.

    The text of a merged block counts only in its first cell, not in the cells that it covers.
    """
    own = plain(cells[id_position]) if id_position < len(cells) else ""
    if is_blank(own):
        filled = (plain(text) for text in cells if not isinstance(text, CoveredText))
        own = next((text for text in filled if not is_blank(text)), "")
        if not own:
            return "blank"
    if narrow(own[0]).lower() not in _BEGINNINGS:
        return None
    key = name_key(own).rstrip(":")
    if key in _NOTES:
        return "note"
    return "total" if key in _TOTALS else None
