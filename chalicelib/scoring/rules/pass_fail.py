"""All the points when the target is met, none when it is missed."""

from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar, Self

from chalicelib.scoring.exact import ZERO
from chalicelib.scoring.reading.place import Place

from .rule import PointsOf, Rule, Terms


@dataclass(frozen=True, slots=True)
class PassFail(Rule):
    kind: ClassVar[str] = "pass_fail"
    uses_target: ClassVar[bool] = True

    @classmethod
    def read(cls, place: Place) -> Self:
        place.is_object(("kind",))
        return cls()

    def amounts(self) -> tuple[Decimal, ...]:
        return ()

    def corners(self, terms: Terms) -> tuple[Decimal, ...]:
        return (terms.goal,)

    def points(self, terms: Terms) -> PointsOf:
        target, lower = terms.goal, terms.direction == "lower"
        highest, nothing = terms.amount(terms.max_points), terms.amount(ZERO)

        def passed(value: Decimal) -> Decimal:
            return highest if (value <= target if lower else value >= target) else nothing

        return passed
