"""Points along a straight line from nothing to everything."""

from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar, Self

from chalicelib.scoring.exact import ZERO
from chalicelib.scoring.reading.place import Place

from .rule import PointsOf, Rule, Terms


@dataclass(frozen=True, slots=True)
class Linear(Rule):
    """0 at `zero_at`, max at `full_at`, a straight line between the two, clamped outside."""

    kind: ClassVar[str] = "linear"
    uses_target: ClassVar[bool] = False

    zero_at: Decimal
    full_at: Decimal

    @classmethod
    def read(cls, place: Place) -> Self:
        place.is_object(("kind", "zero_at", "full_at"))
        return cls(
            zero_at=place.at("zero_at").number(),
            full_at=place.at("full_at").number(),
        )

    def points(self, terms: Terms) -> PointsOf:
        zero_at, length = self.zero_at, self.full_at - self.zero_at
        highest = terms.max_points

        def along(value: Decimal) -> Decimal:
            return min(highest, max(ZERO, highest * (value - zero_at) / length))

        return along
