"""`step_deduct`: points lost per step of shortfall (rules.md §2).

Example: −2 points per 10 seconds above the target, no points above 60 seconds.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from math import ceil
from typing import ClassVar, Final, Literal, Self

from chalicelib.scoring.exact import ZERO
from chalicelib.scoring.reading.place import Place

from .rule import MOST_BREAKPOINTS, PointsOf, Problem, Rule, Terms, above_max

StepMode = Literal["full", "started", "proportional"]
MODES: Final[tuple[StepMode, ...]] = ("full", "started", "proportional")


@dataclass(frozen=True, slots=True)
class Cutoff:
    """A value strictly worse than `at` (or equal to it, when inclusive) earns `points`."""

    at: Decimal
    inclusive: bool
    points: Decimal


@dataclass(frozen=True, slots=True)
class StepDeduct(Rule):
    """max − per_step × n, not below `floor`; n = shortfall ÷ step.

    `step_mode` says how n counts: `full` whole steps, `started` begun steps, `proportional`
    fractions. A value at the target or better earns the maximum. The cutoff wins over the floor.
    """

    kind: ClassVar[str] = "step_deduct"
    fields: ClassVar[tuple[str, ...]] = ("step", "per_step", "step_mode", "floor", "cutoff")
    inner_fields: ClassVar[tuple[str, ...]] = ("at", "inclusive", "points")
    choices: ClassVar[Mapping[str, tuple[str, ...]]] = {"step_mode": MODES}
    problem_codes: ClassVar[tuple[str, ...]] = ("points_above_max", "cutoff_wrong_side")
    uses_target: ClassVar[bool] = True

    step: Decimal
    per_step: Decimal
    step_mode: StepMode
    floor: Decimal
    cutoff: Cutoff | None

    @classmethod
    def read(cls, place: Place) -> Self:
        place.is_object(("kind", *cls.fields))
        return cls(
            step=place.at("step").number(above=0),
            per_step=place.at("per_step").number(above=0),
            step_mode=place.at("step_mode").choice(MODES, "full"),
            floor=place.at("floor").number(ZERO, least=0),
            cutoff=_read_cutoff(place.at("cutoff"), cls.inner_fields),
        )

    def exact_amounts(self) -> tuple[Decimal, ...] | None:
        if self.step_mode == "proportional":
            return None
        cutoff = (self.cutoff.points,) if self.cutoff else ()
        return (self.per_step, self.floor, *cutoff)

    def breakpoints(self, terms: Terms) -> tuple[Decimal, ...]:
        target, away = terms.required_target, 1 if terms.direction == "lower" else -1
        until_floor = int((terms.max_points - self.floor) / self.per_step) + 2
        steps = range(min(until_floor, MOST_BREAKPOINTS))
        cutoff = (self.cutoff.at,) if self.cutoff else ()
        last = target + away * self.step * until_floor
        return (*(target + away * self.step * n for n in steps), last, *cutoff)

    def problems(self, terms: Terms) -> Iterator[Problem]:
        yield from above_max(terms, self.floor, "floor")
        if self.cutoff is None:
            return
        yield from above_max(terms, self.cutoff.points, "cutoff", "points")
        at, target = self.cutoff.at, terms.required_target
        met = terms.meets(at, target)
        if met and (at != target or self.cutoff.inclusive):
            figures = {"at": at, "target": target}
            yield Problem("cutoff_wrong_side", ("cutoff", "at"), figures)

    def points(self, terms: Terms) -> PointsOf:
        target, highest = terms.required_target, terms.amount(terms.max_points)
        after_deduction = self._by_table(terms) or self._by_arithmetic(terms)
        at = self.cutoff.at if self.cutoff else None
        cutoff_points = terms.amount(self.cutoff.points) if self.cutoff else highest
        inclusive = self.cutoff is not None and self.cutoff.inclusive

        def lower_is_better(value: Decimal) -> Decimal:
            if value <= target:
                return highest
            if at is not None and (value > at or (inclusive and value == at)):
                return cutoff_points
            return after_deduction(value)

        def higher_is_better(value: Decimal) -> Decimal:
            if value >= target:
                return highest
            if at is not None and (value < at or (inclusive and value == at)):
                return cutoff_points
            return after_deduction(value)

        return lower_is_better if terms.direction == "lower" else higher_is_better

    def _by_arithmetic(self, terms: Terms) -> PointsOf:
        """The function from a value worse than the target to points, without the cutoff."""
        target, step, per_step, mode = (
            terms.required_target,
            self.step,
            self.per_step,
            self.step_mode,
        )
        highest, floor = terms.amount(terms.max_points), terms.amount(self.floor)

        def after_deduction(value: Decimal) -> Decimal:
            shortfall = abs(value - target)
            if mode == "proportional":
                return max(floor, highest - per_step * shortfall / step)
            steps, rest = divmod(shortfall, step)
            begun = steps + 1 if rest and mode == "started" else steps
            return max(floor, highest - per_step * begun)

        return after_deduction

    def _by_table(self, terms: Terms) -> PointsOf | None:
        """The same function by binary search among the values where the next step begins.

        None for fractions of steps, or when the table would be long.
        """
        count = ceil((terms.max_points - self.floor) / self.per_step)
        if self.step_mode == "proportional" or count > MOST_BREAKPOINTS:
            return None
        full, lower = self.step_mode == "full", terms.direction == "lower"
        highest, floor = terms.amount(terms.max_points), terms.amount(self.floor)
        left = [max(floor, highest - self.per_step * n) for n in range(max(count, 0) + 1)]
        # A whole step is lost at its far end, a begun step just beyond its near end.
        away = self.step if lower else -self.step
        first = 1 if full else 0
        edges = [terms.required_target + away * (n + first) for n in range(max(count, 0))]
        if not lower:
            edges.reverse()
            left.reverse()
        find = bisect_right if full == lower else bisect_left

        def looked_up(value: Decimal) -> Decimal:
            return left[find(edges, value)]

        return looked_up


def _read_cutoff(place: Place, fields: tuple[str, ...]) -> Cutoff | None:
    if not place.present or not place.is_object(fields):
        return None
    return Cutoff(
        at=place.at("at").number(),
        inclusive=place.at("inclusive").flag(),
        points=place.at("points").number(ZERO, least=0),
    )
