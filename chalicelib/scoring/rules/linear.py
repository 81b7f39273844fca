"""`linear`: points along a straight line (rules.md §2)."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar, Self

from chalicelib.scoring.exact import ZERO
from chalicelib.scoring.reading.place import Place

from .rule import PointsOf, Problem, Rule, Terms


@dataclass(frozen=True, slots=True)
class Linear(Rule):
    """0 at `zero_at`, the maximum at `full_at`, linear between the two, clamped outside."""

    kind: ClassVar[str] = "linear"
    fields: ClassVar[tuple[str, ...]] = ("zero_at", "full_at")
    problem_codes: ClassVar[tuple[str, ...]] = ("line_without_length",)
    uses_target: ClassVar[bool] = False

    zero_at: Decimal
    full_at: Decimal

    @classmethod
    def read(cls, place: Place) -> Self:
        place.is_object(("kind", *cls.fields))
        return cls(
            zero_at=place.at("zero_at").number(),
            full_at=place.at("full_at").number(),
        )

    def breakpoints(self, terms: Terms) -> tuple[Decimal, ...]:  # noqa: ARG002 its ends say it
        return (self.zero_at, self.full_at)

    def full_points_at(self) -> Decimal:
        return self.full_at

    def problems(self, terms: Terms) -> Iterator[Problem]:  # noqa: ARG002 as above
        if self.zero_at == self.full_at:
            yield Problem("line_without_length", ("full_at",), {"at": self.zero_at})

    def points(self, terms: Terms) -> PointsOf:
        zero_at, length = self.zero_at, self.full_at - self.zero_at
        highest = terms.max_points

        if not length:  # a linter error; a draft can still be tried
            return lambda value: highest if terms.meets(value, zero_at) else ZERO

        def along(value: Decimal) -> Decimal:
            points = highest * (value - zero_at) / length
            if points >= highest:
                return highest
            return points if points > ZERO else ZERO  # noqa: FURB136 max() takes twice the time

        return along
