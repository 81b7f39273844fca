"""`count_deduct`: points lost per incident (rules.md §2).

Example: −5 points per failing ticket, no points from three on.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from math import ceil
from typing import ClassVar, Final, Self

from chalicelib.scoring.exact import ZERO
from chalicelib.scoring.reading.place import Place

from .rule import MOST_BREAKPOINTS, PointsOf, Problem, Rule, Terms, above_max

# Points of counts below this are computed once: more incidents a month are rare.
PRECOMPUTED_COUNTS: Final = 32


@dataclass(frozen=True, slots=True)
class CountDeduct(Rule):
    """max − per_incident × count, not below `floor`; 0 from `zero_at` incidents on."""

    kind: ClassVar[str] = "count_deduct"
    fields: ClassVar[tuple[str, ...]] = ("per_incident", "zero_at", "floor")
    problem_codes: ClassVar[tuple[str, ...]] = ("points_above_max",)
    uses_target: ClassVar[bool] = False
    values: ClassVar[tuple[str, ...]] = ("metric", "sample", "formula")
    counts: ClassVar[bool] = True

    per_incident: Decimal
    zero_at: Decimal | None
    floor: Decimal

    @classmethod
    def read(cls, place: Place) -> Self:
        place.is_object(("kind", *cls.fields))
        zero_at = place.at("zero_at")
        return cls(
            per_incident=place.at("per_incident").number(above=0),
            zero_at=zero_at.number(above=0) if zero_at.present else None,
            floor=place.at("floor").number(ZERO, least=0),
        )

    def breakpoints(self, terms: Terms) -> tuple[Decimal, ...]:
        until_floor = int((terms.max_points - self.floor) / self.per_incident) + 2
        counts = min(until_floor, MOST_BREAKPOINTS)
        first_zero = ceil(self.zero_at) if self.zero_at is not None else until_floor
        last = (Decimal(first_zero - 1), Decimal(first_zero))
        return (*(Decimal(n) for n in range(counts)), *last)

    def full_points_at(self) -> Decimal:
        return ZERO

    def problems(self, terms: Terms) -> Iterator[Problem]:
        yield from above_max(terms, self.floor, "floor")

    def rounded_points(self, terms: Terms, places: int) -> PointsOf:
        """As every rule's, with the points of small whole counts computed beforehand."""
        by_count = super(CountDeduct, self).rounded_points(terms, places)
        whole = {count: by_count(count) for count in map(Decimal, range(PRECOMPUTED_COUNTS))}

        def looked_up(count: Decimal) -> Decimal:
            points = whole.get(count)
            return by_count(count) if points is None else points

        return looked_up

    def points(self, terms: Terms) -> PointsOf:
        highest, floor = terms.max_points, self.floor
        per_incident, zero_at = self.per_incident, self.zero_at

        def deduct(count: Decimal) -> Decimal:
            if count <= 0:
                return highest
            if zero_at is not None and count >= zero_at:
                return ZERO
            left = highest - per_incident * count
            return max(floor, left)

        return deduct
