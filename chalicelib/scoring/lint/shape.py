"""How a rule's points run from the best performance to the worst."""

from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Final

from chalicelib.scoring.exact import ZERO
from chalicelib.scoring.rules.rule import Rule, Terms
from chalicelib.scoring.rules.scale import Scale
from chalicelib.scoring.scheme import Indicator
from chalicelib.scoring.values.rating import Rating

# A hair's breadth on either side of a corner, finer than any number of a scheme.
HAIR: Final = Decimal("1E-16")
FAR: Final = Decimal(10) ** 14
CLIFF: Final = Decimal("0.2")
# What a hair's breadth on a steep line may add to a jump.
SLACK: Final = Decimal("1E-4")


@dataclass(frozen=True, slots=True)
class Step:
    """Two neighbouring values, the better first, and their points."""

    better: Decimal
    worse: Decimal
    before: Decimal
    after: Decimal

    @property
    def jump(self) -> Decimal:
        return abs(self.before - self.after)


@dataclass(frozen=True, slots=True)
class Shape:
    """Every value that matters with its points, from best to worst."""

    corners: tuple[tuple[Decimal, Decimal], ...]
    counts: bool

    @property
    def low(self) -> Decimal:
        return min(points for _, points in self.corners)

    @property
    def high(self) -> Decimal:
        return max(points for _, points in self.corners)

    def steps(self) -> list[Step]:
        return [
            Step(better, worse, before, after)
            for (better, before), (worse, after) in pairwise(self.corners)
        ]

    def cliff(self, max_points: Decimal) -> Step | None:
        """The largest jump at one point, when it is more than 20% of the maximum."""
        near = [s for s in self.steps() if abs(s.better - s.worse) <= (1 if self.counts else HAIR)]
        worst = max(near, key=lambda step: step.jump, default=None)
        if worst is None or worst.jump <= max_points * (CLIFF + SLACK * (not self.counts)):
            return None
        return worst

    def rise(self) -> Step | None:
        """The first place where worse performance brings more points."""
        return next((step for step in self.steps() if step.after > step.before), None)


def shape_of(indicator: Indicator, target: Decimal | None) -> Shape:
    """The shape of the indicator's points against this target."""
    terms = Terms(indicator.direction, indicator.max_points, target)
    values = _values(indicator, indicator.rule, terms)
    points_of = indicator.rule.points(terms)
    return Shape(tuple((value, points_of(value)) for value in values), indicator.rule.counts)


def _values(indicator: Indicator, rule: Rule, terms: Terms) -> tuple[Decimal, ...]:
    """Corners inside what can be measured, each with a hair's breadth on either side."""
    low, high = _domain(indicator)
    corners = set(rule.corners(terms))
    if isinstance(rule, Scale):
        around = corners
    else:
        ends = {FAR if high is None else high, -FAR if low is None else low}
        hairs = () if rule.counts else (-HAIR, HAIR)
        around = corners | ends | {corner + hair for corner in corners for hair in hairs}
    inside = (v for v in around if (low is None or v >= low) and (high is None or v <= high))
    return tuple(sorted(inside, reverse=terms.direction == "higher"))


def _domain(indicator: Indicator) -> tuple[Decimal | None, Decimal | None]:
    """The values that occur: marks on their scale, counts and quotients of counts from 0 on."""
    value = indicator.value
    if isinstance(value, Rating):
        return value.low, value.high
    if value.kind in ("growth", "formula"):
        return None, None
    return ZERO, None
