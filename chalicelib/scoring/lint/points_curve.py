"""How a rule's points run from the best value to the worst: what cliffs and rises are found on."""

from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Final

from chalicelib.scoring.rules.rule import Rule, Terms
from chalicelib.scoring.scheme import Indicator

# The distance of the values looked at beside a breakpoint, finer than any number of a scheme.
EPSILON: Final = Decimal("1E-16")
# Stands for a value without bound.
UNBOUNDED: Final = Decimal(10) ** 14
# A cliff is a jump of more than this share of the maximum at one point.
CLIFF: Final = Decimal("0.2")
# What a steep line may add to a jump over EPSILON.
TOLERANCE: Final = Decimal("1E-4")


@dataclass(frozen=True, slots=True)
class Step:
    """Two neighbouring values, the better one first, and their points."""

    better: Decimal
    worse: Decimal
    before: Decimal
    after: Decimal

    @property
    def jump(self) -> Decimal:
        """The difference in points."""
        return abs(self.before - self.after)


@dataclass(frozen=True, slots=True)
class PointsCurve:
    """(value, points) at and around every breakpoint, from the best value to the worst.

    `counts`: the values are whole counts.
    """

    pairs: tuple[tuple[Decimal, Decimal], ...]
    counts: bool

    @property
    def low(self) -> Decimal:
        """The lowest points."""
        return min(points for _, points in self.pairs)

    @property
    def high(self) -> Decimal:
        """The highest points."""
        return max(points for _, points in self.pairs)

    def steps(self) -> list[Step]:
        """Every pair of neighbours."""
        return [
            Step(better, worse, before, after)
            for (better, before), (worse, after) in pairwise(self.pairs)
        ]

    def cliff(self, max_points: Decimal) -> Step | None:
        """The largest jump at one point, when it is more than 20% of the maximum."""
        widest = 1 if self.counts else EPSILON
        near = [s for s in self.steps() if abs(s.better - s.worse) <= widest]
        worst = max(near, key=lambda step: step.jump, default=None)
        if worst is None or worst.jump <= max_points * (CLIFF + TOLERANCE * (not self.counts)):
            return None
        return worst

    def rise(self) -> Step | None:
        """The first place where a worse value earns more points."""
        return next((step for step in self.steps() if step.after > step.before), None)


def points_curve(indicator: Indicator, target: Decimal | None) -> PointsCurve:
    """The curve of the indicator's points against this target."""
    terms = Terms(indicator.direction, indicator.max_points, target)
    values = _values(indicator, indicator.rule, terms)
    points_of = indicator.rule.points(terms)
    return PointsCurve(tuple((value, points_of(value)) for value in values), indicator.rule.counts)


def _values(indicator: Indicator, rule: Rule, terms: Terms) -> tuple[Decimal, ...]:
    """The breakpoints that can occur, each with a value close to it on either side."""
    low, high = indicator.value.value_range()
    breakpoints = set(rule.breakpoints(terms))
    if rule.judged:
        around = breakpoints
    else:
        ends = {UNBOUNDED if high is None else high, -UNBOUNDED if low is None else low}
        offsets = () if rule.counts else (-EPSILON, EPSILON)
        around = breakpoints | ends | {at + offset for at in breakpoints for offset in offsets}
    inside = (v for v in around if (low is None or v >= low) and (high is None or v <= high))
    return tuple(sorted(inside, reverse=terms.direction == "higher"))
