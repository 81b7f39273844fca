"""A judged level, by its name or by a mark inside its range."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar, Self

from chalicelib.scoring.exact import ONE, plain
from chalicelib.scoring.faults import RowFault
from chalicelib.scoring.limits import LEVELS, NAME_CHARACTERS
from chalicelib.scoring.reading.place import Place
from chalicelib.scoring.reading.scalars import brief, exact_number
from chalicelib.scoring.text import Text, text

from .rule import PointsOf, Problem, Rule, Terms


@dataclass(frozen=True, slots=True)
class Level:
    """A level worth `low` points, or any mark from `low` to `high` that steps of `step` reach."""

    code: str
    name: Text
    low: Decimal
    high: Decimal
    step: Decimal

    def allows(self, mark: Decimal) -> bool:
        return self.low <= mark <= self.high and (mark - self.low) % self.step == 0

    def range(self) -> str:
        """The marks of the level, as people write them: "3", or "4–5"."""
        low, high = plain(self.low), plain(self.high)
        return low if low == high else f"{low}–{high}"


@dataclass(frozen=True, slots=True)
class Scale(Rule):
    """The level named, or the mark given if a level allows it. A level only named counts its lower
    end.
    """

    kind: ClassVar[str] = "scale"
    uses_target: ClassVar[bool] = False
    values: ClassVar[tuple[str, ...]] = ("metric",)

    levels: tuple[Level, ...]

    @classmethod
    def read(cls, place: Place) -> Self:
        place.is_object(("kind", "levels"))
        return cls(tuple(_read_level(p) for p in place.at("levels").items(LEVELS, least=1)))

    def corners(self, terms: Terms) -> tuple[Decimal, ...]:  # noqa: ARG002 the levels alone
        return tuple(end for level in self.levels for end in (level.low, level.high))

    def problems(self, terms: Terms) -> Iterator[Problem]:
        for n, level in enumerate(self.levels):
            if level.high > terms.max_points:
                figures = {"points": level.high, "max": terms.max_points}
                yield Problem("level_above_max", ("levels", n, "points"), figures)

    def points(self, terms: Terms) -> PointsOf:  # noqa: ARG002 the mark is the points
        return lambda mark: mark

    def by_name(self) -> Mapping[str, Decimal]:
        """The points of every code and name, in lower case; the first level of a name counts."""
        names: dict[str, Decimal] = {}
        for level in self.levels:
            for name in (level.code, level.name["zh"], level.name["en"]):
                names.setdefault(name.strip().casefold(), level.low)
        return names

    def mark(self, cell: object, column: str, names: Mapping[str, Decimal]) -> Decimal:
        """The points that a cell stands for; RowFault `unknown_level` when it stands for none."""
        if isinstance(cell, str):
            named = names.get(cell.strip().casefold())
            if named is not None:
                return named
        mark = exact_number(cell)
        if mark is not None and any(level.allows(mark) for level in self.levels):
            return mark
        raise RowFault(column, "unknown_level", found=brief(cell), levels=self.choices())

    def choices(self) -> Text:
        """What may be written, for a message: "Excellent 4–5, Good 3"."""
        zh = "、".join(f"{level.name['zh']} {level.range()}" for level in self.levels)
        return text(zh, ", ".join(f"{level.name['en']} {level.range()}" for level in self.levels))


def _read_level(place: Place) -> Level:
    place.is_object(("code", "name", "points", "step"))
    points = place.at("points")
    step = place.at("step").number(ONE, above=0)
    if isinstance(points.value, list | tuple):
        ends = [end.number(least=0) for end in points.items(2, least=2)]
        low, high = (ends[0], ends[1]) if len(ends) == 2 else (ONE, ONE)
        # A step that is not above 0 has its own fault.
        if high < low or (step > 0 and (high - low) % step):
            points.fault("bad_range", low=low, high=high, step=step)
    else:
        low = high = points.number(least=0)
    return Level(place.at("code").code(), place.at("name").text(NAME_CHARACTERS), low, high, step)
