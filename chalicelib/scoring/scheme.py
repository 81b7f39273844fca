"""A scheme as it is read from a document: checked in form, frozen (docs/scheme-document.md)."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Literal

from .rules.rule import Direction, Rule
from .text import Text
from .values.value import Value

Subject = Literal["agent", "team", "department"]
PeriodKind = Literal["month", "quarter", "year"]
GradeBasis = Literal["exact", "nearest_integer", "whole_part"]
#: Who pays a month in which somebody moved between schemes: that of the last day, or each by days.
Moves = Literal["last_day", "by_days"]
Policy = Literal["reweight", "full", "zero", "carry_previous", "team_mean", "reject"]


@dataclass(frozen=True, slots=True)
class MinSample:
    """The value is not available when `column` is below `at_least`."""

    column: str
    at_least: Decimal


@dataclass(frozen=True, slots=True)
class Slices:
    """Several targets for one indicator, one per slice (a channel, a shift).

    Column `by` names the row's slice, column `weight_by` holds its weight. `targets` by slice name.
    """

    by: str
    weight_by: str
    targets: Mapping[str, Decimal]


@dataclass(frozen=True, slots=True)
class Improvement:
    """Usual causes of a missed target and measures against them, for improvement plans."""

    causes: tuple[Text, ...]
    measures: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Indicator:
    """One line of a scorecard: how it is measured, and how the figure becomes points."""

    code: str
    name: Text
    description: Text | None
    unit: Text | None
    direction: Direction
    max_points: Decimal
    target: Decimal | None
    value: Value
    rule: Rule
    not_available: Policy
    min_sample: MinSample | None
    slices: Slices | None
    source: Text | None
    self_reported: bool
    improvement: Improvement


@dataclass(frozen=True, slots=True)
class Dimension:
    """A group of indicators; `points` is the sum of their maxima."""

    code: str
    name: Text
    description: Text | None
    points: Decimal
    indicators: tuple[Indicator, ...]


@dataclass(frozen=True, slots=True)
class Grade:
    """A grade band: from `min` (inclusive) to the next band's `min` (exclusive), in points.

    The linter checks `max` (exclusive) against that. `plan`: improvement plans are drafted.
    """

    code: str
    name: Text
    min: Decimal
    coefficient: Decimal
    max: Decimal | None = None
    plan: bool | None = None
    description: Text | None = None


@dataclass(frozen=True, slots=True)
class Veto:
    """The grade and coefficient that a recorded case (fraud) sets, outside the bands."""

    code: str
    name: Text
    grade: str | None
    grade_name: Text | None
    coefficient: Decimal | None
    description: Text | None = None


ExtraKind = Literal["award", "penalty"]


@dataclass(frozen=True, slots=True)
class PerCase:
    """Points for each recorded case of a person: added for an award, taken off for a penalty.

    `points` of one case and `at_most` of all together are above 0. What is above it is not counted.
    """

    kind: ExtraKind
    points: Decimal
    at_most: Decimal

    def of(self, cases: int) -> Decimal:
        """The signed points of so many cases."""
        most = min(self.points * cases, self.at_most)
        return most if self.kind == "award" else -most


@dataclass(frozen=True, slots=True)
class Extra:
    """Signed points, added to the total after the re-weighting and before the cap.

    They come from a column, bounded by `min` and `max`, or from recorded cases (`per_case`).
    """

    code: str
    name: Text
    column: str | None
    min: Decimal | None
    max: Decimal | None
    description: Text | None = None
    per_case: PerCase | None = None


#: What a source may be judged by (`Source.judged_by`).
INSPECTION: Final = "inspection"
JUDGES: Final = (INSPECTION,)


@dataclass(frozen=True, slots=True)
class Source:
    """Where figures come from: one of the hands that send a period's data.

    `due_day`: its file is due on that day of the month after the period, or on that month's last
    day. `made`: it stands for a text on a column; the document does not declare it. `judged_by`:
    its figures are what people judge here (JUDGES), and no file has them.
    """

    code: str
    name: Text
    due_day: int | None = None
    made: bool = False
    judged_by: str | None = None


@dataclass(frozen=True, slots=True)
class ColumnNote:
    """A declaration of an uploaded column. `from_contacts` is kept as it was written.

    `source` is the code of a source of the scheme.

    `at_most` bounds a cell: by a number, or by the cell of the column of that code.
    """

    code: str
    name: Text
    unit: Text | None
    source: str | None
    type: Literal["number", "text"]
    self_reported: bool
    description: Text | None
    example: str | None
    from_contacts: object | None
    at_most: Decimal | str | None = None


@dataclass(frozen=True, slots=True)
class ContactField:
    """A field of a contact, by the name that ``from_contacts`` and ``key`` use: what it is called
    in files."""

    code: str
    name: Text
    description: Text | None = None
    unit: Text | None = None
    example: str | None = None


@dataclass(frozen=True, slots=True)
class Contacts:
    """What a file with one row per contact has. `key`: the field that identifies a contact.

    A file has each contact once; with a key, one that stands there again is not counted again.
    """

    key: str | None = None
    fields: tuple[ContactField, ...] = ()


@dataclass(frozen=True, slots=True)
class WeightColumn:
    """The weight of a month is a cell of its row (worked days)."""

    column: str


Weights = Literal["equal"] | WeightColumn | Mapping[str, Decimal]


@dataclass(frozen=True, slots=True)
class Aggregation:
    """How months make a quarter or a year. Empty `grades`: the scheme's bands apply."""

    weights: Weights
    min_periods: int
    grades: tuple[Grade, ...]


@dataclass(frozen=True, slots=True)
class Scheme:
    """A whole scheme. `grades` run from the best band to the lowest."""

    code: str
    name: Text
    description: Text | None
    subject: Subject
    period: PeriodKind
    total_points: Decimal
    total_cap: Decimal
    line_places: int
    total_places: int
    grade_basis: GradeBasis
    max_unavailable: Decimal
    dimensions: tuple[Dimension, ...]
    grades: tuple[Grade, ...]
    vetoes: tuple[Veto, ...]
    extras: tuple[Extra, ...]
    columns: tuple[ColumnNote, ...]
    quarter: Aggregation | None
    year: Aggregation | None
    rank_by_team: bool
    moves: Moves = "last_day"
    sources: tuple[Source, ...] = ()
    contacts: Contacts = Contacts()

    @property
    def indicators(self) -> tuple[Indicator, ...]:
        """All indicators, in the order of the document."""
        return tuple(i for d in self.dimensions for i in d.indicators)

    def indicator(self, code: str) -> Indicator:
        """The indicator of that code; KeyError when the scheme has none."""
        for indicator in self.indicators:
            if indicator.code == code:
                return indicator
        raise KeyError(code)

    def grade(self, code: str | None) -> Grade | None:
        """The band of that code; None when there is none, as for a veto's own grade."""
        return next((g for g in self.grades if g.code == code), None)

    def grade_name(self, code: str | None, *, vetoed: bool = False) -> Text | None:
        """The name of a grade: of a vetoed result first what a veto calls it, else the band's."""
        own = (v.grade_name for v in self.vetoes if code is not None and v.grade == code)
        called = next((name for name in own if name is not None), None)
        band = self.grade(code)
        name = None if band is None else band.name
        return (called or name) if vetoed else (name or called)

    def plan_grades(self) -> frozenset[str]:
        """The codes of the bands for which improvement plans are drafted.

        Those with `plan`, when any band says so; else those with a coefficient below 1; else the
        lowest.
        """
        said = [g for g in self.grades if g.plan is not None]
        if said:
            return frozenset(g.code for g in said if g.plan)
        below = frozenset(g.code for g in self.grades if g.coefficient < 1)
        return below or frozenset(g.code for g in self.grades[-1:])
