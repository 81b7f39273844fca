"""Rows and columns of our own files, and of people's, that hold no employee's figures.

Our templates have a row of units and a row with an example, our error reports a column with the
reasons and, where they go on in another part, a row that says so; both files are accepted as they
are. People end a table with a row of totals. Only these exact words in the employee's cell make
such a row: any other text there is an employee's id.
"""

from collections.abc import Sequence
from typing import Final, Literal

from .merges import CoveredText
from .words import is_blank, name_key, narrow, plain

UNIT_NOTE: Final = "#单位 unit"
EXAMPLE_NOTE: Final = "#示例 example"
MORE_NOTE: Final = "#未完 more"
ERROR_HEADING: Final = "#错误 error"
"""Begins with a sign that no scheme column's name or code may be mistaken for."""

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
    """Why a row is passed over: nothing in it, a note of ours, or totals; None for a real row.

    What a merged block shows in a row is not the row's own.
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
