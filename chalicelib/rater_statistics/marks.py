"""Marks, the scale that they are on, and what was marked by several raters."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Final, Literal, NamedTuple

Level = Literal["nominal", "ordinal", "interval"]
NOMINAL: Final = "nominal"
ORDINAL: Final = "ordinal"
INTERVAL: Final = "interval"
#: What is marked: a ratee (a person, or one of a person's tickets) and a question.
Unit = tuple[str, str]
#: The marks of a unit by rater.
MarksOfUnit = Mapping[str, Fraction]


class Mark(NamedTuple):
    """What a rater gave a ratee for a question."""

    rater: str
    ratee: str
    question: str
    mark: Decimal


@dataclass(frozen=True, slots=True)
class Scale:
    """The scale of all marks that are compared. ``level``: what a difference of two marks means:
    only that they differ (nominal), which is higher (ordinal), or by how much (interval)."""

    level: Level
    low: Decimal
    high: Decimal

    @property
    def width(self) -> Fraction:
        """The distance between the ends of the scale."""
        return Fraction(self.high) - Fraction(self.low)


def by_unit(marks: Iterable[Mark]) -> dict[Unit, dict[str, Fraction]]:
    """Return the marks by unit and rater. Raises ValueError when a rater marked a unit twice."""
    found: dict[Unit, dict[str, Fraction]] = {}
    for one in marks:
        given = found.setdefault((one.ratee, one.question), {})
        if one.rater in given:
            raise ValueError("a rater marked the same thing twice")
        given[one.rater] = Fraction(one.mark)
    return found


def shared(units: Mapping[Unit, dict[str, Fraction]]) -> dict[Unit, dict[str, Fraction]]:
    """Return the units that two raters or more have marked."""
    return {unit: given for unit, given in units.items() if len(given) > 1}
