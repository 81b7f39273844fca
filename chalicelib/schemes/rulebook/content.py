"""The parts of a rulebook in one language. Figures are texts, formatted for readers."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Input:
    """A column that an indicator reads, with its name and description."""

    column: str
    name: str
    unit: str | None
    description: str | None
    source: str | None


@dataclass(frozen=True, slots=True)
class Example:
    """A value of an indicator and the points for it."""

    value: str
    points: str


@dataclass(frozen=True, slots=True)
class Level:
    """A level of a judged indicator and the marks that it allows."""

    name: str
    marks: str


@dataclass(frozen=True, slots=True)
class IndicatorRules:
    """All rules of one indicator. ``notes`` are sentences on samples, raters and slices."""

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
    """A dimension and its indicators."""

    code: str
    name: str
    description: str | None
    points: str
    indicators: tuple[IndicatorRules, ...]


@dataclass(frozen=True, slots=True)
class Band:
    """A grade: the totals that it covers, its coefficient, and whether a plan is drafted."""

    code: str
    name: str
    totals: str
    coefficient: str
    description: str | None
    improvement_plan: bool


@dataclass(frozen=True, slots=True)
class NamedRule:
    """An extra or a veto: its name and a sentence that explains it."""

    code: str
    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Rulebook:
    """A whole scheme in words.

    ``summary``, ``total`` and ``grading`` are sentences in reading order. A rulebook says what can
    happen to a person: ``several_periods`` is empty, whatever the scheme declares, because no
    quarter is made.
    """

    name: str
    description: str | None
    summary: tuple[str, ...]
    dimensions: tuple[DimensionRules, ...]
    extras: tuple[NamedRule, ...]
    total: tuple[str, ...]
    grades: tuple[Band, ...]
    grading: tuple[str, ...]
    vetoes: tuple[NamedRule, ...] = ()
    several_periods: tuple[str, ...] = ()
