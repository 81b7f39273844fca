"""Points lost per step of shortfall: "−2 per 10 seconds over, over 60 seconds nothing"."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from math import ceil
from typing import ClassVar, Final, Literal, Self

from chalicelib.scoring.exact import ZERO
from chalicelib.scoring.reading.place import Place

from .rule import MOST_CORNERS, PointsOf, Problem, Rule, Terms, above_max

StepMode = Literal["full", "started", "proportional"]
MODES: Final[tuple[StepMode, ...]] = ("full", "started", "proportional")


@dataclass(frozen=True, slots=True)
class Cutoff:
    """Strictly worse than `at` (or equal to it, when inclusive) is worth `points`."""

    at: Decimal
    inclusive: bool
    points: Decimal


@dataclass(frozen=True, slots=True)
class StepDeduct(Rule):
    """max − per_step × n, n = shortfall ÷ step: whole steps, begun steps, or fractions."""

    kind: ClassVar[str] = "step_deduct"
    uses_target: ClassVar[bool] = True

    step: Decimal
    per_step: Decimal
    step_mode: StepMode
    floor: Decimal
    cutoff: Cutoff | None

    @classmethod
    def read(cls, place: Place) -> Self:
        place.is_object(("kind", "step", "per_step", "step_mode", "floor", "cutoff"))
        return cls(
            step=place.at("step").number(above=0),
            per_step=place.at("per_step").number(above=0),
            step_mode=place.at("step_mode").choice(MODES, "full"),
            floor=place.at("floor").number(ZERO, least=0),
            cutoff=_read_cutoff(place.at("cutoff")),
        )

    def amounts(self) -> tuple[Decimal, ...] | None:
        if self.step_mode == "proportional":
            return None
        cutoff = (self.cutoff.points,) if self.cutoff else ()
        return (self.per_step, self.floor, *cutoff)

    def corners(self, terms: Terms) -> tuple[Decimal, ...]:
        target, away = terms.goal, 1 if terms.direction == "lower" else -1
        until_floor = int((terms.max_points - self.floor) / self.per_step) + 2
        steps = range(min(until_floor, MOST_CORNERS))
        cutoff = (self.cutoff.at,) if self.cutoff else ()
        last = target + away * self.step * until_floor
        return (*(target + away * self.step * n for n in steps), last, *cutoff)

    def problems(self, terms: Terms) -> Iterator[Problem]:
        yield from above_max(terms, self.floor, "floor")
        if self.cutoff is None:
            return
        yield from above_max(terms, self.cutoff.points, "cutoff", "points")
        at, target = self.cutoff.at, terms.goal
        met = terms.meets(at, target)
        if met and (at != target or self.cutoff.inclusive):
            figures = {"at": at, "target": target}
            yield Problem("cutoff_wrong_side", ("cutoff", "at"), figures)

    def points(self, terms: Terms) -> PointsOf:
        target, highest = terms.goal, terms.amount(terms.max_points)
        less = self._by_table(terms) or self._by_arithmetic(terms)
        at = self.cutoff.at if self.cutoff else None
        beyond = terms.amount(self.cutoff.points) if self.cutoff else highest
        inclusive = self.cutoff is not None and self.cutoff.inclusive

        def above(value: Decimal) -> Decimal:
            if value <= target:
                return highest
            if at is not None and (value > at or (inclusive and value == at)):
                return beyond
            return less(value)

        def below(value: Decimal) -> Decimal:
            if value >= target:
                return highest
            if at is not None and (value < at or (inclusive and value == at)):
                return beyond
            return less(value)

        return above if terms.direction == "lower" else below

    def _by_arithmetic(self, terms: Terms) -> PointsOf:
        """max − per_step × n for a value worse than the target, not below the floor."""
        target, step, per_step, mode = terms.goal, self.step, self.per_step, self.step_mode
        highest, floor = terms.amount(terms.max_points), terms.amount(self.floor)

        def less(value: Decimal) -> Decimal:
            shortfall = abs(value - target)
            if mode == "proportional":
                return max(floor, highest - per_step * shortfall / step)
            steps, rest = divmod(shortfall, step)
            begun = steps + 1 if rest and mode == "started" else steps
            return max(floor, highest - per_step * begun)

        return less

    def _by_table(self, terms: Terms) -> PointsOf | None:
        """The same for whole or begun steps, looked up among the values where the next one begins.

        None when points follow fractions of steps, or the table would be long.
        """
        count = ceil((terms.max_points - self.floor) / self.per_step)
        if self.step_mode == "proportional" or count > MOST_CORNERS:
            return None
        full, lower = self.step_mode == "full", terms.direction == "lower"
        highest, floor = terms.amount(terms.max_points), terms.amount(self.floor)
        left = [max(floor, highest - self.per_step * n) for n in range(max(count, 0) + 1)]
        # A whole step is lost at its far end, a begun one just behind its near end.
        away = self.step if lower else -self.step
        first = 1 if full else 0
        edges = [terms.goal + away * (n + first) for n in range(max(count, 0))]
        if not lower:
            edges.reverse()
            left.reverse()
        find = bisect_right if full == lower else bisect_left

        def looked_up(value: Decimal) -> Decimal:
            return left[find(edges, value)]

        return looked_up


def _read_cutoff(place: Place) -> Cutoff | None:
    if not place.present or not place.is_object(("at", "inclusive", "points")):
        return None
    return Cutoff(
        at=place.at("at").number(),
        inclusive=place.at("inclusive").flag(),
        points=place.at("points").number(ZERO, least=0),
    )
