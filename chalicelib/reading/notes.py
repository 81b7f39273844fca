"""Rows and columns of a file that hold no employee's figures.

Our templates have a row of units and an example row. Our error reports have a column of reasons,
and a row that says that the report continues in another part. Both files are accepted with these
rows and columns.

Rows of totals and averages are nobody's either (totals.py). But such a word might be somebody's id:
then the register decides.
"""

from collections.abc import Callable, Sequence
from typing import Final, Literal

from chalicelib.employee_ids import EMPLOYEE_ID

from .merges import CoveredText
from .totals import is_totals_word, reads_as_totals, row_reads_as_totals
from .words import is_blank, name_key, narrow, plain

UNIT_NOTE: Final = "#单位 unit"
EXAMPLE_NOTE: Final = "#示例 example"
MORE_NOTE: Final = "#未完 more"
ERROR_HEADING: Final = "#错误 error"
"""It begins with `#`, so that it cannot be mistaken for the name or code of a scheme column."""

_NOTES: Final = frozenset(map(name_key, (UNIT_NOTE, EXAMPLE_NOTE, MORE_NOTE)))
_BEGINNINGS: Final = frozenset(word[0] for word in _NOTES)

SkipReason = Literal["blank", "note", "total"]


def skip_reason(
    cells: Sequence[str],
    id_position: int,
    beside: Sequence[int] = (),
    may_be_id: Callable[[str], bool] | None = None,
) -> SkipReason | None:
    """Return why a row is skipped: it is blank, a note of ours, or totals; None for a real row.

    The text of a merged block counts only in its first cell, not in the cells that it covers.
    beside: positions of the name and the team; in a row without an id they may say that it is
    totals, like the first filled cell. may_be_id: whether somebody may have a text as id, so that
    the caller asks the register. Without it every word for totals is skipped, and the totals of a
    group where no employee can have such an id.
    """
    own = plain(cells[id_position]) if id_position < len(cells) else ""
    if is_blank(own):
        filled = (plain(text) for text in cells if not isinstance(text, CoveredText))
        own = next((text for text in filled if not is_blank(text)), "")
        if not own:
            return "blank"
        if row_reads_as_totals([own, *(plain(cells[at]) for at in beside if at < len(cells))]):
            return "total"
    elif may_be_id is not None:
        if reads_as_totals(own) and not may_be_id(own):
            return "total"
    elif is_totals_word(own) or _nobodys(own):
        return "total"
    if narrow(own[0]).lower() not in _BEGINNINGS:
        return None
    return "note" if name_key(own).rstrip(":") in _NOTES else None


def _nobodys(text: str) -> bool:
    """Return whether the text names the totals of a group and can be no employee id."""
    return reads_as_totals(text) and not EMPLOYEE_ID.fullmatch(narrow(text))
