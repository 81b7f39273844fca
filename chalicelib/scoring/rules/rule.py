"""What every rule is: from an indicator's value to points (rules.md §2)."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import ClassVar, Final, Literal, NamedTuple, Self

from chalicelib.scoring.exact import decimals, quantum, settle
from chalicelib.scoring.reading.place import Place

Direction = Literal["higher", "lower"]
# Steps of one rule that are looked at one by one; later ones repeat what the first do.
MOST_CORNERS: Final = 200
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


class Problem(NamedTuple):
    """A finding about a rule: its code, the place inside the rule, and the figures of the case."""

    code: str
    path: tuple[str | int, ...]
    figures: dict[str, Decimal]


class Rule(ABC):
    """One kind of rule. Subclasses are frozen dataclasses named by `kind`."""

    __slots__ = ()
    kind: ClassVar[str]
    uses_target: ClassVar[bool]

    # Value kinds that the rule can make points of.
    values: ClassVar[tuple[str, ...]] = ("metric", "ratio", "growth", "sample", "rating", "formula")
    # Whether it counts whole things, so that what lies between two of them does not occur.
    counts: ClassVar[bool] = False

    @classmethod
    @abstractmethod
    def read(cls, place: Place) -> Self:
        """The rule written at `place`; faults are noted there."""

    @abstractmethod
    def points(self, terms: Terms) -> PointsOf:
        """The function from a value to points, as exact as the working precision."""

    @abstractmethod
    def corners(self, terms: Terms) -> tuple[Decimal, ...]:
        """The values at which points may jump or turn, for the linter and the way to the next
        grade.

        Between two neighbouring corners points rise or fall steadily, or stay.
        """

    def problems(self, terms: Terms) -> Iterator["Problem"]:  # noqa: ARG002 a rule may have none
        """What keeps the rule from being used with these terms."""
        yield from ()

    def amounts(self) -> tuple[Decimal, ...] | None:
        """The amounts that points are sums and multiples of, or None when they are quotients."""
        return None

    def printed(self, terms: Terms, places: int) -> PointsOf:
        """The function from a value to points rounded half up to `places` (rules.md §3)."""
        amounts = self.amounts()
        if amounts is not None and all(
            decimals(amount) <= places for amount in (terms.max_points, *amounts)
        ):
            return self.points(replace(terms, places=places))
        points, unit = self.points(terms), quantum(places)

        def rounded_points(value: Decimal) -> Decimal:
            # Half up, by the context that scoring runs in.
            return settle(points(value)).quantize(unit)

        return rounded_points


def above_max(terms: Terms, points: Decimal, *path: str | int) -> Iterator[Problem]:
    """An amount of points must not exceed the line's maximum."""
    if points > terms.max_points:
        figures = {"points": points, "max": terms.max_points}
        yield Problem("points_above_max", path, figures)
