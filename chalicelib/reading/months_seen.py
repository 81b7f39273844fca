"""The months that a file's own column of the period names: `2026-09`, `2026年9月`, `9月`.

The request says the period; a file whose column says another one is most likely another file.
"""

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

from .words import name_key, narrow, plain

_NAMES: Final = frozenset(
    name_key(one)
    for one in (
        *("月份", "月", "年月", "期间", "考核期间", "考核月份", "考核月", "统计月份", "统计期间"),
        *("数据月份", "所属月份", "绩效月份", "周期", "考核周期", "month", "period", "year month"),
    )
)
#: Months that are counted; a file with more has no column of its period.
MOST: Final = 60
_MONTH: Final = re.compile(
    r"(?P<year>[0-9]{4})\s*[-/.年]?\s*(?P<month>0?[1-9]|1[0-2])(?:\s*月(?:份)?|(?:[-/.].*)?)"
    r"|(?P<alone>0?[1-9]|1[0-2])\s*月(?:份)?"
)


class MonthsSeen:
    """Counts the months of the columns of one header that are named as the period's.

    A month is `2026-09`, or `09` where the file says no year.
    """

    def __init__(self, headings: Sequence[str], taken: Sequence[int]) -> None:
        self._places = tuple(
            place
            for place, heading in enumerate(headings)
            if place not in taken and name_key(heading) in _NAMES
        )
        self.headings = tuple(headings)
        self.counts: dict[int, Counter[str]] = {place: Counter() for place in self._places}

    def add(self, cells: Sequence[str]) -> None:
        """Count a row."""
        for place in self._places:
            if place < len(cells) and cells[place]:
                month = _month(cells[place])
                counted = self.counts[place]
                if month is not None and (month in counted or len(counted) < MOST):
                    counted[month] += 1

    @property
    def found(self) -> tuple[tuple[str, dict[str, int]], ...]:
        """Each such column's heading, and how many rows name each month."""
        return tuple(
            (self.headings[place], dict(counted))
            for place, counted in self.counts.items()
            if counted
        )


def _month(text: str) -> str | None:
    found = _MONTH.fullmatch(narrow(plain(text)))
    if found is None:
        return None
    if found["alone"]:
        return f"{int(found['alone']):02d}"
    return f"{found['year']}-{int(found['month']):02d}"
