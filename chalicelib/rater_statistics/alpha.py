"""Krippendorff's alpha: 1 − observed disagreement ÷ disagreement by chance.

For marks of one unit, the sum of all squared distances of pairs is 2 × (m × Σx² − (Σx)²). So no
coincidence matrix is needed. The ordinal distance of two marks is the distance of their mid-ranks
among all marks that have a partner (Krippendorff, "Computing Krippendorff's Alpha-Reliability",
2011), so ordinal marks are interval marks after each is replaced by its mid-rank.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from chalicelib.language import Text
from chalicelib.rater_statistics.marks import NOMINAL, ORDINAL, Level, MarksOfUnit, Unit

#: Units with two marks or more below which no alpha is computed.
FEWEST_UNITS: Final = 10


@dataclass(frozen=True, slots=True)
class Alpha:
    """``value``: 1 is full agreement, 0 is that of chance; None: not computed, as ``said``."""

    units: int
    marks: int
    value: Fraction | None
    said: Text | None = None


def alpha(units: Mapping[Unit, MarksOfUnit], level: Level, needed: int = FEWEST_UNITS) -> Alpha:
    """Return alpha over the units that at least two raters marked."""
    paired = [tuple(given.values()) for given in units.values() if len(given) > 1]
    marks = sum(map(len, paired))
    if len(paired) < max(1, needed):
        return Alpha(len(paired), marks, None, _too_few(len(paired), max(1, needed)))
    everything = [mark for given in paired for mark in given]
    if len(set(everything)) == 1:
        return Alpha(len(paired), marks, None, NO_VARIATION)
    if level == ORDINAL:
        ranks = _mid_ranks(everything)
        paired = [tuple(ranks[mark] for mark in given) for given in paired]
        everything = [mark for given in paired for mark in given]
    apart = _apart_nominal if level == NOMINAL else _apart_squared
    observed = sum((apart(given) / (len(given) - 1) for given in paired), Fraction(0))
    by_chance = apart(everything) / (marks - 1)
    return Alpha(len(paired), marks, 1 - observed / by_chance)


def _apart_squared(marks: Sequence[Fraction]) -> Fraction:
    """The sum of squared distances over all ordered pairs of marks."""
    total = sum(marks, Fraction(0))
    squares = sum((mark * mark for mark in marks), Fraction(0))
    return 2 * (len(marks) * squares - total * total)


def _apart_nominal(marks: Sequence[Fraction]) -> Fraction:
    """How many ordered pairs of marks differ."""
    return Fraction(len(marks) ** 2 - sum(count**2 for count in Counter(marks).values()))


def _mid_ranks(marks: Iterable[Fraction]) -> dict[Fraction, Fraction]:
    ranks: dict[Fraction, Fraction] = {}
    below = 0
    for mark, count in sorted(Counter(marks).items()):
        ranks[mark] = below + Fraction(count, 2)
        below += count
    return ranks


def _too_few(found: int, needed: int) -> Text:
    return Text(
        f"由两人以上评过的只有 {found} 项，至少需要 {needed} 项，故不计算。",
        f"Only {found} were marked by two raters or more and at least {needed} are needed: not "
        "computed.",
    )


NO_VARIATION: Final = Text(
    "所有评分都相同：无从判断是一致还是没有区分，故不计算。",
    "All marks are the same. That may be agreement or a lack of judgement: not computed.",
)
