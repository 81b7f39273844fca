"""`pass_fail`: all points when the target is met, else none (rules.md §2)."""

from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar, Self

from chalicelib.scoring.exact import ZERO
from chalicelib.scoring.reading.place import Place

from .rule import PointsOf, Rule, Terms


@dataclass(frozen=True, slots=True)
class PassFail(Rule):
    """The maximum when the target is met, 0 when it is missed."""

    kind: ClassVar[str] = "pass_fail"
    fields: ClassVar[tuple[str, ...]] = ()
    uses_target: ClassVar[bool] = True
    all_or_nothing: ClassVar[bool] = True

    @classmethod
    def read(cls, place: Place) -> Self:
        place.is_object(("kind", *cls.fields))
        return cls()

    def exact_amounts(self) -> tuple[Decimal, ...]:
        return ()

    def breakpoints(self, terms: Terms) -> tuple[Decimal, ...]:
        return (terms.required_target,)

    def points(self, terms: Terms) -> PointsOf:
        target, lower = terms.required_target, terms.direction == "lower"
        highest, nothing = terms.amount(terms.max_points), terms.amount(ZERO)

        def passed(value: Decimal) -> Decimal:
            return highest if (value <= target if lower else value >= target) else nothing

        return passed
