"""Points lost per step of shortfall: "−2 per 10 seconds over, over 60 seconds nothing"."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar, Final, Literal, Self

from chalicelib.scoring.exact import ZERO, plain
from chalicelib.scoring.reading.place import Place

from .rule import MOST_CORNERS, PointsOf, Problem, Rule, Terms, above_max

StepMode = Literal["full", "started", "proportional"]
MODES: Final[tuple[StepMode, ...]] = ("full", "started", "proportional")


@dataclass(frozen=True, slots=True)
class Cutoff:
    """Strictly worse than `at` (or equal to it, when inclusive) is worth `points`."""

    at: Decimal
    inclusive: bool
    points: Decimal


@dataclass(frozen=True, slots=True)
class StepDeduct(Rule):
    """max − per_step × n, n = shortfall ÷ step: whole steps, begun steps, or fractions."""

    kind: ClassVar[str] = "step_deduct"
    uses_target: ClassVar[bool] = True

    step: Decimal
    per_step: Decimal
    step_mode: StepMode
    floor: Decimal
    cutoff: Cutoff | None

    @classmethod
    def read(cls, place: Place) -> Self:
        place.is_object(("kind", "step", "per_step", "step_mode", "floor", "cutoff"))
        return cls(
            step=place.at("step").number(above=0),
            per_step=place.at("per_step").number(above=0),
            step_mode=place.at("step_mode").choice(MODES, "full"),
            floor=place.at("floor").number(ZERO, least=0),
            cutoff=_read_cutoff(place.at("cutoff")),
        )

    def amounts(self) -> tuple[Decimal, ...] | None:
        if self.step_mode == "proportional":
            return None
        cutoff = (self.cutoff.points,) if self.cutoff else ()
        return (self.per_step, self.floor, *cutoff)

    def corners(self, terms: Terms) -> tuple[Decimal, ...]:
        target, away = terms.goal, 1 if terms.direction == "lower" else -1
        until_floor = int((terms.max_points - self.floor) / self.per_step) + 2
        steps = range(min(until_floor, MOST_CORNERS))
        cutoff = (self.cutoff.at,) if self.cutoff else ()
        last = target + away * self.step * until_floor
        return (*(target + away * self.step * n for n in steps), last, *cutoff)

    def problems(self, terms: Terms) -> Iterator[Problem]:
        yield from above_max(terms, self.floor, "floor")
        if self.cutoff is None:
            return
        yield from above_max(terms, self.cutoff.points, "cutoff", "points")
        at, target = self.cutoff.at, terms.goal
        met = terms.meets(at, target)
        if met and (at != target or self.cutoff.inclusive):
            figures = {"at": plain(at), "target": plain(target)}
            yield Problem("cutoff_wrong_side", ("cutoff", "at"), figures)

    def points(self, terms: Terms) -> PointsOf:
        target, step, per_step = terms.goal, self.step, self.per_step
        highest, floor = terms.amount(terms.max_points), terms.amount(self.floor)
        over = self._over(terms)
        beyond = terms.amount(self.cutoff.points) if self.cutoff else floor
        lower = terms.direction == "lower"
        inclusive = self.cutoff is not None and self.cutoff.inclusive
        mode = self.step_mode

        def deduct(value: Decimal) -> Decimal:
            shortfall = value - target if lower else target - value
            if shortfall <= 0:
                return highest
            if over is not None and (shortfall > over or (inclusive and shortfall == over)):
                return beyond
            if mode == "full":
                lost = per_step * (shortfall // step)
            elif mode == "started":
                whole, rest = divmod(shortfall, step)
                lost = per_step * (whole + 1 if rest else whole)
            else:
                lost = per_step * shortfall / step
            left = highest - lost
            return max(floor, left)

        return deduct

    def _over(self, terms: Terms) -> Decimal | None:
        """The shortfall at the cutoff."""
        if self.cutoff is None:
            return None
        at, target = self.cutoff.at, terms.goal
        return at - target if terms.direction == "lower" else target - at


def _read_cutoff(place: Place) -> Cutoff | None:
    if not place.present or not place.is_object(("at", "inclusive", "points")):
        return None
    return Cutoff(
        at=place.at("at").number(),
        inclusive=place.at("inclusive").flag(),
        points=place.at("points").number(ZERO, least=0),
    )
