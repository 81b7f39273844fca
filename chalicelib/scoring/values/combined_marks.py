"""The marks of one role about one person, combined: the exact value and how many there were.

A closed rating round gives a cell of this form in place of single marks, so that no result holds
what one rater gave: ``266/3(3:mean)`` is the sum 266 over 3, from three raters. The sum and its
divisor are exact. The divisor is the number of marks, or a multiple of it where a rater's mark is
itself the mean of several questions. Three marks or more are other ones combined in another way, so
the cell says how; a cell of an earlier time does not.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from math import lcm
from typing import Final, Literal, NamedTuple

from chalicelib.scoring.exact import ZERO, plain
from chalicelib.scoring.rows import Cell
from chalicelib.scoring.text import Text, text

Combine = Literal["mean", "median", "trimmed_mean"]
COMBINES: Final[tuple[Combine, ...]] = ("mean", "median", "trimmed_mean")
COMBINED: Final[Mapping[Combine, Text]] = {
    "mean": text("平均", "mean"),
    "median": text("中位数", "median"),
    "trimmed_mean": text("去掉最高最低后的平均", "mean without the highest and lowest"),
}
#: As many decimals as a mark may have. What comes before the point is a sum of up to
#: MOST_COUNTED marks over a common divisor.
FORM: Final = re.compile(
    rf"(-?\d{{1,30}}(?:\.\d{{1,12}})?)/(\d{{1,9}})\((\d{{1,4}})(?::({'|'.join(COMBINES)}))?\)",
    re.ASCII,
)
#: So few marks have one mean, median and trimmed mean.
ALIKE: Final = 2
#: Raters of one role about one person, at most.
MOST_COUNTED: Final = 1_000


@dataclass(frozen=True, slots=True)
class Combined:
    """The value is ``sum`` ÷ ``size``, of ``count`` raters. ``how`` they were combined; None: as
    any way does, or unknown."""

    sum: Decimal
    size: int
    count: int
    how: Combine | None = None

    @property
    def value(self) -> Decimal:
        """The value, rounded to the working digits where it does not end."""
        return self.sum / self.size

    @property
    def cell(self) -> str:
        """The text that a cell has."""
        how = "" if self.how is None else f":{self.how}"
        return f"{plain(self.sum)}/{self.size}({self.count}{how})"


class Mark(NamedTuple):
    """What one rater gave: ``sum`` over the number of questions (``size``) that were answered."""

    sum: Decimal
    size: int = 1


def combined(how: Combine, marks: Iterable[Mark]) -> Combined | None:
    """Return the marks of a role, combined exactly; None without any."""
    given = list(marks)
    if not given:
        return None
    common = lcm(*(mark.size for mark in given))
    scaled = sorted(mark.sum * (common // mark.size) for mark in given)
    total, size = COMBINING[how](scaled)
    return Combined(total, size * common, len(given), how if len(given) > ALIKE else None)


def read_combined(cell: Cell) -> Combined | None:
    """Return the combined marks that a cell holds; None for a cell of any other form."""
    found = FORM.fullmatch(cell.strip()) if isinstance(cell, str) else None
    if found is None:
        return None
    total, size, count = Decimal(found[1]), int(found[2]), int(found[3])
    how = next((one for one in COMBINES if one == found[4]), None)
    return Combined(total, size, count, how) if size and 0 < count <= MOST_COUNTED else None


def _mean(marks: list[Decimal]) -> tuple[Decimal, int]:
    return sum(marks, ZERO), len(marks)


def _median(marks: list[Decimal]) -> tuple[Decimal, int]:
    half = len(marks) // 2
    if len(marks) % 2:
        return marks[half], 1
    return marks[half - 1] + marks[half], 2


def _trimmed_mean(marks: list[Decimal]) -> tuple[Decimal, int]:
    return _mean(marks[1:-1] if len(marks) >= 3 else marks)


#: Each function takes sorted marks and gives a sum and its divisor.
COMBINING: Final[Mapping[Combine, Callable[[list[Decimal]], tuple[Decimal, int]]]] = {
    "mean": _mean,
    "median": _median,
    "trimmed_mean": _trimmed_mean,
}
