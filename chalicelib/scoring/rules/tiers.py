"""`tiers`: points by the first tier that the value reaches (rules.md §2)."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import ClassVar, Self

from chalicelib.scoring.exact import ZERO
from chalicelib.scoring.limits import LEVELS
from chalicelib.scoring.reading.place import Place

from .rule import PointsOf, Problem, Rule, Terms, above_max


@dataclass(frozen=True, slots=True)
class Tier:
    """A value at `at` or better earns `points`."""

    at: Decimal
    points: Decimal


@dataclass(frozen=True, slots=True)
class Tiers(Rule):
    """The points of the first tier whose `at` the value reaches, best first; else `otherwise`."""

    kind: ClassVar[str] = "tiers"
    fields: ClassVar[tuple[str, ...]] = ("tiers", "otherwise")
    inner_fields: ClassVar[tuple[str, ...]] = ("at", "points")
    problem_codes: ClassVar[tuple[str, ...]] = ("points_above_max", "tiers_out_of_order")
    uses_target: ClassVar[bool] = False

    tiers: tuple[Tier, ...]
    otherwise: Decimal

    @classmethod
    def read(cls, place: Place) -> Self:
        place.is_object(("kind", *cls.fields))
        return cls(
            tiers=tuple(
                _read_tier(tier, cls.inner_fields)
                for tier in place.at("tiers").items(LEVELS, least=1)
            ),
            otherwise=place.at("otherwise").number(ZERO, least=0),
        )

    def exact_amounts(self) -> tuple[Decimal, ...]:
        return (*(tier.points for tier in self.tiers), self.otherwise)

    def breakpoints(self, terms: Terms) -> tuple[Decimal, ...]:  # noqa: ARG002 the tiers say it
        return tuple(tier.at for tier in self.tiers)

    def full_points_at(self) -> Decimal:
        return self.tiers[0].at

    def problems(self, terms: Terms) -> Iterator[Problem]:
        for n, tier in enumerate(self.tiers):
            yield from above_max(terms, tier.points, "tiers", n, "points")
        yield from above_max(terms, self.otherwise, "otherwise")
        for n, (better, worse) in enumerate(pairwise(self.tiers), 1):
            if terms.meets(worse.at, better.at):
                figures = {"at": worse.at, "before": better.at}
                yield Problem("tiers_out_of_order", ("tiers", n, "at"), figures)

    def points(self, terms: Terms) -> PointsOf:
        steps = [(tier.at, terms.amount(tier.points)) for tier in self.tiers]
        otherwise = terms.amount(self.otherwise)
        lower = terms.direction == "lower"

        def tier_points(value: Decimal) -> Decimal:
            for at, points in steps:
                if value <= at if lower else value >= at:
                    return points
            return otherwise

        return tier_points


def _read_tier(place: Place, fields: tuple[str, ...]) -> Tier:
    place.is_object(fields)
    return Tier(at=place.at("at").number(), points=place.at("points").number(least=0))
