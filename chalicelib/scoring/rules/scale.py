"""`scale`: a judged level, given by its name or by a mark inside its range (rules.md §2)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import ClassVar, Final, Self

from chalicelib.scoring.exact import ONE, plain
from chalicelib.scoring.faults import RowFault
from chalicelib.scoring.limits import LEVELS, NAME_CHARACTERS
from chalicelib.scoring.reading.place import Place
from chalicelib.scoring.reading.scalars import brief, exact_number
from chalicelib.scoring.text import Text, text

from .rule import PointsOf, Problem, Rule, Terms

# At most so many steps of one level are listed.
MOST_MARKS: Final = 1_000


@dataclass(frozen=True, slots=True)
class Level:
    """A level: any mark from `low` to `high` in steps of `step`. Marks are points."""

    code: str
    name: Text
    low: Decimal
    high: Decimal
    step: Decimal

    def allows(self, mark: Decimal) -> bool:
        """Whether the mark belongs to the level."""
        return self.low <= mark <= self.high and (mark - self.low) % self.step == 0

    def range(self) -> str:
        """The marks of the level, as people write them: "3", or "4–5"."""
        low, high = plain(self.low), plain(self.high)
        return low if low == high else f"{low}–{high}"


@dataclass(frozen=True, slots=True)
class Scale(Rule):
    """The points are the mark given, if a level allows it; of a level given by name its lower end.

    It takes the text of a metric's column. Anything else in the cell is a RowFault.
    """

    kind: ClassVar[str] = "scale"
    fields: ClassVar[tuple[str, ...]] = ("levels",)
    inner_fields: ClassVar[tuple[str, ...]] = ("code", "name", "points", "step")
    problem_codes: ClassVar[tuple[str, ...]] = ("level_above_max",)
    warning_codes: ClassVar[tuple[str, ...]] = ("scale_gap", "scale_overlap")
    uses_target: ClassVar[bool] = False
    values: ClassVar[tuple[str, ...]] = ("metric",)
    judged: ClassVar[bool] = True

    levels: tuple[Level, ...]

    @classmethod
    def read(cls, place: Place) -> Self:
        place.is_object(("kind", *cls.fields))
        levels = place.at("levels").items(LEVELS, least=1)
        return cls(tuple(_read_level(level, cls.inner_fields) for level in levels))

    def breakpoints(self, terms: Terms) -> tuple[Decimal, ...]:  # noqa: ARG002 the levels say it
        return tuple(end for level in self.levels for end in (level.low, level.high))

    def problems(self, terms: Terms) -> Iterator[Problem]:
        for n, level in enumerate(self.levels):
            if level.high > terms.max_points:
                figures = {"points": level.high, "max": terms.max_points}
                yield Problem("level_above_max", ("levels", n, "points"), figures)

    def warnings(self) -> Iterator[Problem]:
        """Gaps and overlaps between neighbouring levels."""
        levels = sorted(enumerate(self.levels), key=lambda pair: pair[1].low)
        for (_, lower), (n, upper) in pairwise(levels):
            path = ("levels", n, "points")
            if upper.low - lower.high > max(lower.step, upper.step):
                yield Problem("scale_gap", path, {"low": lower.high, "high": upper.low})
            if upper.low <= lower.high:
                ends = {"low": upper.low, "high": min(lower.high, upper.high)}
                yield Problem("scale_overlap", path, ends)

    def marks(self) -> tuple[Decimal, ...]:
        marks = set()
        for level in self.levels:
            count = min(int((level.high - level.low) / level.step), MOST_MARKS)
            marks |= {level.low + level.step * n for n in range(count + 1)}
        return tuple(sorted(marks))

    def full_points_at(self) -> Decimal:
        return max(level.high for level in self.levels)

    def points(self, terms: Terms) -> PointsOf:  # noqa: ARG002 the mark is the points
        return lambda mark: mark

    def by_name(self) -> Mapping[str, Decimal]:
        """The lowest mark of every level by its code and names, case folded; the first wins."""
        names: dict[str, Decimal] = {}
        for level in self.levels:
            for name in (level.code, level.name["zh"], level.name["en"]):
                names.setdefault(name.strip().casefold(), level.low)
        return names

    def mark(self, cell: object, column: str, names: Mapping[str, Decimal]) -> Decimal:
        """The mark that a cell stands for. Raises RowFault `unknown_level` when it is none.

        `names` is what `by_name` gives.
        """
        if isinstance(cell, str):
            named = names.get(cell.strip().casefold())
            if named is not None:
                return named
        mark = exact_number(cell)
        if mark is not None and any(level.allows(mark) for level in self.levels):
            return mark
        raise RowFault(column, "unknown_level", found=brief(cell), levels=self.level_list())

    def level_list(self) -> Text:
        """The levels with their marks, for a message: "Excellent 4–5, Good 3"."""
        zh = "、".join(f"{level.name['zh']} {level.range()}" for level in self.levels)
        return text(zh, ", ".join(f"{level.name['en']} {level.range()}" for level in self.levels))


def _read_level(place: Place, fields: tuple[str, ...]) -> Level:
    place.is_object(fields)
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
