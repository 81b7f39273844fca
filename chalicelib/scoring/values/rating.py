"""`rating`: marks given by people in several roles (rules.md §1)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from math import prod
from typing import ClassVar, Final, Self

from chalicelib.scoring.cells import BLANKS
from chalicelib.scoring.exact import ZERO
from chalicelib.scoring.faults import RowFault
from chalicelib.scoring.limits import MARKS_PER_CELL, RATERS
from chalicelib.scoring.rater_roles import ANONYMITY_MIN, is_anonymous
from chalicelib.scoring.reading.place import CODE, Place
from chalicelib.scoring.reading.scalars import brief, exact_number
from chalicelib.scoring.reasons import Reason
from chalicelib.scoring.rows import Cell, ColumnUse, Figure, Row, ValueOf

from .combined_marks import COMBINED, COMBINES, Combine, Combined, Mark, combined, read_combined
from .questions import ANCHOR_FIELDS, QUESTION_FIELDS, Question, read_questions
from .value import Value

SEPARATOR: Final = re.compile("[;；|｜、]")


@dataclass(frozen=True, slots=True)
class Rating(Value):
    """The marks are combined per role, then averaged by weight over the roles that rated.

    Not available when the roles with a weight gave fewer marks than `min_raters`. `raters` are
    weights by role, `columns` column codes by role, `low` and `high` the scale. An unreadable mark
    or one outside the scale is a RowFault.

    With `anonymity_min` an anonymous role (rater_roles.py) that gave fewer marks drops out as a
    whole, and the other roles share its weight. `questions` are those of the form by which a rating
    round asks for the marks; without any it asks for the indicator itself.
    """

    kind: ClassVar[str] = "rating"
    fields: ClassVar[tuple[str, ...]] = (
        "raters",
        "scale",
        "combine",
        "min_raters",
        "anonymity_min",
        "questions",
    )
    inner_fields: ClassVar[tuple[str, ...]] = tuple(
        dict.fromkeys(("min", "max", *QUESTION_FIELDS, *ANCHOR_FIELDS))
    )
    choices: ClassVar[Mapping[str, tuple[str, ...]]] = {"combine": COMBINES}
    judged: ClassVar[bool] = True

    raters: Mapping[str, Decimal]
    columns: Mapping[str, str]
    low: Decimal
    high: Decimal
    combine: Combine
    min_raters: int
    anonymity_min: int = 1
    questions: tuple[Question, ...] = ()

    @classmethod
    def read(cls, place: Place, indicator: str) -> Self:
        place.is_object(("kind", *cls.fields))
        raters = _read_raters(place.at("raters"))
        scale = place.at("scale")
        scale.is_object(("min", "max"))
        low = scale.at("min").number()
        high = scale.at("max").number(above=low)
        return cls(
            raters=raters,
            columns={role: f"{indicator}_{role}" for role in raters},
            low=low,
            high=high,
            combine=place.at("combine").choice(COMBINES, "mean"),
            min_raters=place.at("min_raters").integer(1, least=1, most=MARKS_PER_CELL),
            anonymity_min=place.at("anonymity_min").integer(1, least=1, most=MARKS_PER_CELL),
            questions=read_questions(place.at("questions"), low, high),
        )

    @property
    def least_raters(self) -> int:
        """At least one person per role with a weight, and `min_raters`."""
        return max(sum(1 for weight in self.raters.values() if weight), self.min_raters)

    @property
    def shows_less_than_it_counts(self) -> bool:
        """Whether it asks for anonymity, and counts an anonymous role with marks so few that nobody
        is shown them: who knows the weights and the other roles' marks computes them."""
        anonymous = any(weight and is_anonymous(role) for role, weight in self.raters.items())
        return anonymous and 1 < self.anonymity_min < ANONYMITY_MIN

    def value_range(self) -> tuple[Decimal | None, Decimal | None]:
        return self.low, self.high

    def uses(self) -> tuple[ColumnUse, ...]:
        return tuple(ColumnUse(column, "marks") for column in self.columns.values())

    def figure(self, indicator: str) -> ValueOf:  # noqa: ARG002 its faults name the column
        counted = [
            (self.columns[role], w, self.least_of(role)) for role, w in self.raters.items() if w
        ]
        uncounted = [self.columns[role] for role, w in self.raters.items() if not w]

        def judged(row: Row, _previous: Row | None) -> Figure:
            raters = 0
            parts: list[tuple[Decimal, Decimal, int]] = []
            for column, weight, least in counted:
                given = self.role_marks(row[column], column)
                if given is not None and given.count >= least:
                    raters += given.count
                    parts.append((weight, given.sum, given.size))
            for column in uncounted:
                self.role_marks(row[column], column)
            if raters < self.min_raters or not parts:
                return Reason.TOO_FEW_RATERS
            # A common denominator: only the last division rounds.
            common = prod(size for _, _, size in parts)
            total = sum((weight * marks * (common // size) for weight, marks, size in parts), ZERO)
            return total / (common * sum((weight for weight, _, _ in parts), ZERO))

        return judged

    def least_of(self, role: str) -> int:
        """The least number of marks with which a role counts."""
        return self.anonymity_min if is_anonymous(role) else 1

    def is_shown(self, role: str, count: int) -> bool:
        """Whether people may be told what a role gave with so many marks, combined."""
        return not is_anonymous(role) or count >= max(self.anonymity_min, ANONYMITY_MIN)

    def role_marks(self, cell: Cell, column: str) -> Combined | None:
        """The marks of a role, combined; None without any. Raises RowFault for a bad mark.

        The cell holds single marks, or what a rating round has combined, which cannot be combined
        in another way: the round does that, when it is closed once more.
        """
        given = read_combined(cell)
        if given is None:
            return combined(self.combine, map(Mark, self.marks(cell, column)))
        if given.how not in (None, self.combine):
            names = {"found": COMBINED[given.how], "wanted": COMBINED[self.combine]}
            raise RowFault(column, "combined_otherwise", **names)
        if not self.low * given.size <= given.sum <= self.high * given.size:
            raise RowFault(column, "combined_out_of_scale", low=self.low, high=self.high)
        return given

    def marks(self, cell: Cell, column: str) -> list[Decimal]:
        """The marks in a cell, sorted, separated by `;` or `|`. Raises RowFault for a bad mark."""
        if cell is None:
            return []
        given = SEPARATOR.split(cell) if isinstance(cell, str) else [cell]
        if len(given) > MARKS_PER_CELL:
            raise RowFault(column, "too_many_marks", most=MARKS_PER_CELL)
        marks: list[Decimal] = []
        for one in given:
            if isinstance(one, str) and one.strip().casefold() in BLANKS:
                continue
            mark = exact_number(one)
            if mark is None:
                raise RowFault(column, "bad_mark", found=brief(one))
            if not self.low <= mark <= self.high:
                found = mark if abs(mark) < 10**15 else "…"
                raise RowFault(
                    column, "mark_out_of_scale", found=found, low=self.low, high=self.high
                )
            marks.append(mark)
        return sorted(marks)


def _read_raters(place: Place) -> dict[str, Decimal]:
    raters: dict[str, Decimal] = {}
    for role, weight in place.entries():
        if not CODE.fullmatch(role):
            weight.fault("bad_code", found=brief(role))
        raters[role] = weight.number(least=0)
    if len(raters) > RATERS:
        place.fault("too_many", most=RATERS, found=len(raters))
    if place.present and not any(raters.values()):
        place.fault("too_few", least=1)
    return raters
