"""What every rule is: from an indicator's value to points (rules.md §2)."""

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import ClassVar, Literal, Self

from chalicelib.scoring.exact import decimals, quantum, rounder
from chalicelib.scoring.reading.place import Place

Direction = Literal["higher", "lower"]
PointsOf = Callable[[Decimal], Decimal]


@dataclass(frozen=True, slots=True)
class Terms:
    """What a rule is told besides its own fields: the line's target, direction and maximum.

    With `places`, amounts of points are prepared in that many decimals, so that sums and
    differences of them come out rounded as they are printed.
    """

    direction: Direction
    max_points: Decimal
    target: Decimal | None
    places: int | None = None

    @property
    def goal(self) -> Decimal:
        """The target, for a rule that uses one; the reader has seen to it that it is there."""
        if self.target is None:
            raise ValueError("this rule needs a target")
        return self.target

    def amount(self, points: Decimal) -> Decimal:
        """An amount of points, in the places that are printed when those are known."""
        return points if self.places is None else points.quantize(quantum(self.places))

    def meets(self, value: Decimal, bound: Decimal) -> bool:
        """Whether the value is at or better than the bound."""
        return value <= bound if self.direction == "lower" else value >= bound


class Rule(ABC):
    """One kind of rule. Subclasses are frozen dataclasses named by `kind`."""

    __slots__ = ()
    kind: ClassVar[str]
    uses_target: ClassVar[bool]

    @classmethod
    @abstractmethod
    def read(cls, place: Place) -> Self:
        """The rule written at `place`; faults are noted there."""

    @abstractmethod
    def points(self, terms: Terms) -> PointsOf:
        """The function from a value to points, as exact as the working precision."""

    def amounts(self) -> tuple[Decimal, ...] | None:
        """The amounts that points are sums and whole multiples of; None when points are a quotient."""
        return None

    def printed(self, terms: Terms, places: int) -> PointsOf:
        """The function from a value to points rounded half up to `places` (rules.md §3)."""
        amounts = self.amounts()
        if amounts is not None and all(
            decimals(amount) <= places for amount in (terms.max_points, *amounts)
        ):
            return self.points(replace(terms, places=places))
        points, to_places = self.points(terms), rounder(places)

        def rounded_points(value: Decimal) -> Decimal:
            return to_places(points(value))

        return rounded_points
