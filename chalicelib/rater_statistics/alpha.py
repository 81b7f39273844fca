"""Krippendorff's alpha: 1 − observed disagreement ÷ disagreement by chance.

For marks of one unit, the sum of all squared distances of pairs is m × Σx² − (Σx)². So no
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
from chalicelib.rater_statistics.exact import divisor_of, squares_apart, whole
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
    apart = _pairs_that_differ if level == NOMINAL else squares_apart
    # In parts of one divisor, which the two disagreements have in common.
    divisor = divisor_of(everything)
    by_size: dict[int, int] = {}
    for given in paired:
        by_size[len(given)] = by_size.get(len(given), 0) + apart(whole(given, divisor))
    observed = sum((Fraction(found, size - 1) for size, found in by_size.items()), Fraction(0))
    by_chance = Fraction(apart(whole(everything, divisor)), marks - 1)
    return Alpha(len(paired), marks, 1 - observed / by_chance)


def _pairs_that_differ(marks: Sequence[int]) -> int:
    """How many pairs of marks differ, each pair once."""
    return (len(marks) ** 2 - sum(count**2 for count in Counter(marks).values())) // 2


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
