"""Points in proportion to how much of the target is reached."""

from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar, Self

from chalicelib.scoring.exact import ONE, ZERO
from chalicelib.scoring.reading.place import Place

from .rule import PointsOf, Rule, Terms


@dataclass(frozen=True, slots=True)
class Proportional(Rule):
    """max × value ÷ target (higher) or max × target ÷ value (lower).

    The factor is at most `cap` and at least `floor`. With `lower`, a value of 0 or less gets the
    cap. The target is above 0.
    """

    kind: ClassVar[str] = "proportional"
    uses_target: ClassVar[bool] = True

    cap: Decimal
    floor: Decimal

    @classmethod
    def read(cls, place: Place) -> Self:
        place.is_object(("kind", "cap", "floor"))
        return cls(
            cap=place.at("cap").number(ONE, above=0, most=10),
            floor=place.at("floor").number(ZERO, least=0, most=10),
        )

    def points(self, terms: Terms) -> PointsOf:
        target, highest, cap = terms.goal, terms.max_points, self.cap
        most, least = highest * cap, highest * self.floor

        def share_of_target(value: Decimal) -> Decimal:
            points = highest * value / target
            return min(most, max(least, points))

        def share_of_value(value: Decimal) -> Decimal:
            if value <= 0:
                return most
            points = highest * target / value
            return min(most, max(least, points))

        return share_of_value if terms.direction == "lower" else share_of_target
