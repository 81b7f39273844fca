"""`proportional`: points in proportion to how much of the target is reached (rules.md §2)."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar, Self

from chalicelib.scoring.exact import ONE, ZERO
from chalicelib.scoring.reading.place import Place

from .rule import PointsOf, Problem, Rule, Terms


@dataclass(frozen=True, slots=True)
class Proportional(Rule):
    """max × value ÷ target (higher is better) or max × target ÷ value (lower is better).

    The factor is at most `cap` and at least `floor`. With `lower`, a value of 0 or less earns the
    cap. The linter requires a target above 0.
    """

    kind: ClassVar[str] = "proportional"
    fields: ClassVar[tuple[str, ...]] = ("cap", "floor")
    problem_codes: ClassVar[tuple[str, ...]] = ("target_not_positive", "floor_above_cap")
    uses_target: ClassVar[bool] = True
    values: ClassVar[tuple[str, ...]] = ("metric", "ratio", "growth", "rating", "formula")

    cap: Decimal
    floor: Decimal

    @classmethod
    def read(cls, place: Place) -> Self:
        place.is_object(("kind", *cls.fields))
        return cls(
            cap=place.at("cap").number(ONE, above=0, most=10),
            floor=place.at("floor").number(ZERO, least=0, most=10),
        )

    def breakpoints(self, terms: Terms) -> tuple[Decimal, ...]:
        target = terms.required_target
        if terms.direction == "higher":
            return (ZERO, target * self.floor, target, target * self.cap)
        at_floor = (target / self.floor,) if self.floor else ()
        return (ZERO, target / self.cap, target, *at_floor)

    def problems(self, terms: Terms) -> Iterator[Problem]:
        if terms.required_target <= 0:
            yield Problem("target_not_positive", ("target",), {"target": terms.required_target})
        if self.floor > self.cap:
            figures = {"floor": self.floor, "cap": self.cap}
            yield Problem("floor_above_cap", ("floor",), figures)

    def points(self, terms: Terms) -> PointsOf:
        target, highest, cap = terms.required_target, terms.max_points, self.cap
        most, least = highest * cap, highest * self.floor

        def without_target(value: Decimal) -> Decimal:
            return most if terms.meets(value, target) else least

        def share_of_target(value: Decimal) -> Decimal:
            points = highest * value / target
            if points >= most:
                return most
            return points if points > least else least  # noqa: FURB136 max() takes twice the time

        def share_of_value(value: Decimal) -> Decimal:
            if value <= ZERO:
                return most
            points = highest * target / value
            if points >= most:
                return most
            return points if points > least else least  # noqa: FURB136 max() takes twice the time

        if target <= 0:  # a linter error; a draft can still be tried
            return without_target
        return share_of_value if terms.direction == "lower" else share_of_target
