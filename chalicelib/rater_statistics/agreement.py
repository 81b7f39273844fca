"""How often two raters agree, exactly and within a tolerance."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations

from chalicelib.rater_statistics.exact import divisor_of, whole
from chalicelib.rater_statistics.marks import MarksOfUnit, Unit


@dataclass(frozen=True, slots=True)
class Agreement:
    """Of ``units`` that both raters marked, how many marks are the same, and how many differ by the
    tolerance at most."""

    raters: tuple[str, str]
    units: int
    exact: int
    within: int


def pairs(units: Mapping[Unit, MarksOfUnit], tolerance: Fraction) -> list[Agreement]:
    """Return the agreement of each pair of raters who marked something together, in order."""
    counts: dict[tuple[str, str], list[int]] = {}
    for given in units.values():
        divisor = divisor_of((*given.values(), tolerance))
        raters, (near,) = sorted(given), whole([tolerance], divisor)
        marks = whole([given[one] for one in raters], divisor)
        for (one, first), (other, second) in combinations(zip(raters, marks, strict=True), 2):
            count = counts.setdefault((one, other), [0, 0, 0])
            apart = abs(first - second)
            count[0] += 1
            count[1] += apart == 0
            count[2] += apart <= near
    return [Agreement(pair, *counts[pair]) for pair in sorted(counts)]


def together(found: Iterable[Agreement]) -> tuple[int, int, int]:
    """Return the sums over pairs: units, exact, within the tolerance."""
    some = list(found)
    return sum(a.units for a in some), sum(a.exact for a in some), sum(a.within for a in some)
