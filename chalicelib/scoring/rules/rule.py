"""What every rule is: from an indicator's value to points (rules.md §2)."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import ClassVar, Final, Literal, NamedTuple, Self

from chalicelib.scoring.exact import decimals, quantum, settle
from chalicelib.scoring.reading.place import Place

Direction = Literal["higher", "lower"]
# How many steps of one rule are listed as breakpoints; later ones repeat the pattern.
MOST_BREAKPOINTS: Final = 200
PointsOf = Callable[[Decimal], Decimal]


@dataclass(frozen=True, slots=True)
class Terms:
    """The fields of the indicator that its rule needs: target, direction and maximum.

    With `places`, amounts of points are prepared with that many decimals, so that their sums and
    differences need no rounding.
    """

    direction: Direction
    max_points: Decimal
    target: Decimal | None
    places: int | None = None

    @property
    def required_target(self) -> Decimal:
        """The target, for a rule that uses one. ValueError without one; the reader prevents it."""
        if self.target is None:
            raise ValueError("this rule needs a target")
        return self.target

    def amount(self, points: Decimal) -> Decimal:
        """An amount of points, with `places` decimals where they are given."""
        return points if self.places is None else points.quantize(quantum(self.places))

    def meets(self, value: Decimal, bound: Decimal) -> bool:
        """Whether the value is at the bound or better."""
        return value <= bound if self.direction == "lower" else value >= bound


class Problem(NamedTuple):
    """Something that the linter reports about a rule.

    `code` is the finding's code, `path` the place inside the rule (or ("target",)), `figures` fill
    the finding's sentences.
    """

    code: str
    path: tuple[str | int, ...]
    figures: dict[str, Decimal]


class Rule(ABC):
    """One kind of rule. Subclasses are frozen dataclasses.

    `kind` is the word in the document. `fields` are its fields beside `kind`, `inner_fields` those
    of objects inside it. `choices` are the words that a field may hold. `problem_codes` and
    `warning_codes` are the findings that `problems` and `warnings` may report.
    What else belongs to a kind stands in its entry in the catalogue (rule_kind.py).
    """

    __slots__ = ()
    kind: ClassVar[str]
    fields: ClassVar[tuple[str, ...]]
    inner_fields: ClassVar[tuple[str, ...]] = ()
    choices: ClassVar[Mapping[str, tuple[str, ...]]] = {}
    problem_codes: ClassVar[tuple[str, ...]] = ()
    warning_codes: ClassVar[tuple[str, ...]] = ()

    # Whether the rule needs the indicator's target.
    uses_target: ClassVar[bool]
    # The value kinds that it can make points of.
    values: ClassVar[tuple[str, ...]] = ("metric", "ratio", "growth", "sample", "rating", "formula")
    # Whether it counts whole things: fractions of a count do not occur.
    counts: ClassVar[bool] = False
    # Whether its points are people's judgement rather than a measurement.
    judged: ClassVar[bool] = False
    # Whether the kind is one single jump from no points to all.
    all_or_nothing: ClassVar[bool] = False

    @classmethod
    @abstractmethod
    def read(cls, place: Place) -> Self:
        """Read the rule written at `place`; faults are noted there."""

    @abstractmethod
    def points(self, terms: Terms) -> PointsOf:
        """Return the function value → points, not rounded beyond the working precision."""

    @abstractmethod
    def breakpoints(self, terms: Terms) -> tuple[Decimal, ...]:
        """The values at which points may jump or change their slope.

        Between two neighbouring breakpoints points rise, fall or stay throughout. The linter and
        the way to the next grade look at these values.
        """

    def problems(self, terms: Terms) -> Iterator[Problem]:  # noqa: ARG002 a kind may have none
        """Errors that keep the rule from being used with these terms (rules.md §8)."""
        yield from ()

    def warnings(self) -> Iterator[Problem]:
        """Warnings about the rule by itself (rules.md §8)."""
        yield from ()

    def marks(self) -> tuple[Decimal, ...]:
        """The only values that can occur, in ascending order; empty when any value can."""
        return ()

    def full_points_at(self) -> Decimal | None:
        """The value that earns full points, for a kind that has it without a target."""
        return None

    def exact_amounts(self) -> tuple[Decimal, ...] | None:
        """The amounts of which points are sums and multiples; None when points are quotients."""
        return None

    def rounded_points(self, terms: Terms, places: int) -> PointsOf:
        """Return the function value → points, rounded half up to `places` (rules.md §3)."""
        amounts = self.exact_amounts()
        if amounts is not None and all(
            decimals(amount) <= places for amount in (terms.max_points, *amounts)
        ):
            return self.points(replace(terms, places=places))
        points, unit = self.points(terms), quantum(places)

        def rounded(value: Decimal) -> Decimal:
            # Half up is the rounding of the context in which scoring runs.
            return settle(points(value)).quantize(unit)

        return rounded


def above_max(terms: Terms, points: Decimal, *path: str | int) -> Iterator[Problem]:
    """The problem of an amount of points, at `path`, above the indicator's maximum."""
    if points > terms.max_points:
        figures = {"points": points, "max": terms.max_points}
        yield Problem("points_above_max", path, figures)
