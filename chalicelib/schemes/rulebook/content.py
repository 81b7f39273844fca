"""What a rulebook holds, in one language: texts and figures as people read them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Input:
    """A figure that goes into an indicator, by the name of its column."""

    column: str
    name: str
    unit: str | None
    description: str | None
    source: str | None


@dataclass(frozen=True, slots=True)
class Example:
    """A value and the points that it brings."""

    value: str
    points: str


@dataclass(frozen=True, slots=True)
class Level:
    """A level of a judged indicator and the marks that may be given in it."""

    name: str
    marks: str


@dataclass(frozen=True, slots=True)
class IndicatorRules:
    """Everything about one line. ``notes`` are sentences on samples, raters and slices."""

    code: str
    name: str
    description: str | None
    max_points: str
    target: str | None
    direction: str
    source: str | None
    measured: str
    inputs: tuple[Input, ...]
    rule: str
    levels: tuple[Level, ...]
    examples: tuple[Example, ...]
    no_data: str
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DimensionRules:
    """A dimension and its lines."""

    code: str
    name: str
    description: str | None
    points: str
    indicators: tuple[IndicatorRules, ...]


@dataclass(frozen=True, slots=True)
class Band:
    """A grade: the totals that it covers, and what it brings."""

    code: str
    name: str
    totals: str
    coefficient: str
    description: str | None
    improvement_plan: bool


@dataclass(frozen=True, slots=True)
class Named:
    """Something with a name and the sentence that says what it does: an extra, a veto."""

    code: str
    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Rulebook:
    """A whole scheme in words. ``total`` and the others are sentences, in the order of use."""

    name: str
    description: str | None
    summary: tuple[str, ...]
    dimensions: tuple[DimensionRules, ...]
    extras: tuple[Named, ...]
    total: tuple[str, ...]
    grades: tuple[Band, ...]
    grading: tuple[str, ...]
    vetoes: tuple[Named, ...]
    several_periods: tuple[str, ...]
