"""A scheme compiled once: `compile_scheme`, and scoring a row with it."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal, getcontext, localcontext, setcontext
from types import MappingProxyType
from typing import Final

from chalicelib.scoring.cells import clean, number
from chalicelib.scoring.columns import Column
from chalicelib.scoring.exact import WORKING, ZERO, quantum
from chalicelib.scoring.fault_words import OF_INDICATORS
from chalicelib.scoring.faults import RowFault
from chalicelib.scoring.result import Exemption, Note, Result
from chalicelib.scoring.rows import Row, Rows, Use
from chalicelib.scoring.scheme import Indicator, Scheme
from chalicelib.scoring.sheet import Sheet

from .careful import Circumstances, Scored, score_line
from .extras import extras_of
from .lines import compile_line
from .together import score_team_line
from .totals import brings_of, grade_of, plain_total_of, total_of

NO_NOTES: Final[Mapping[int, Note]] = MappingProxyType({})
# As Result(…) does, without its Python frame: this is made for every row.
new_tuple = tuple.__new__
NO_EXTRAS: Final[Mapping[str, Decimal]] = MappingProxyType({})


def compile_scheme(scheme: Scheme) -> "CompiledScheme":
    """The scheme made ready to score rows: made once, reused for every row."""
    with localcontext(WORKING):
        return CompiledScheme(scheme)


class CompiledScheme:
    """A scheme as a function of a row; keeps nothing from one row to the next."""

    def __init__(self, scheme: Scheme) -> None:
        self.scheme = scheme
        self.sheet = Sheet.of(scheme)
        self.lines = tuple(compile_line(i, scheme.line_places) for i in scheme.indicators)
        self._functions = [(line.figure, line.points) for line in self.lines]
        self.uses = tuple(Use(c.code, c.kind) for c in self.sheet.columns)
        self._total_of = total_of(scheme)
        self._nothing = ZERO.quantize(quantum(scheme.line_places))
        self.grade = grade_of(scheme.grades, scheme.grade_basis)
        self._brings = brings_of(scheme)
        self._plain_total = plain_total_of(scheme, self.sheet.points)
        self._least_available = self.sheet.points * (1 - scheme.max_unavailable)
        self._sliced = any(line.indicator.slices for line in self.lines)
        # Neither slices nor extras, and enough data when no line is missing.
        self._plain = not (self._sliced or scheme.extras)
        self._vetoes = {veto.code: veto for veto in scheme.vetoes}

    @property
    def columns(self) -> tuple[Column, ...]:
        """Every input column that a file for this scheme has."""
        return self.sheet.columns

    def score(
        self,
        row: Rows,
        *,
        previous: Mapping[str, object] | None = None,
        team_means: Mapping[str, Decimal] | None = None,
        exemptions: Iterable[Exemption] = (),
        extras: Mapping[str, Decimal] | None = None,
        veto: str | None = None,
    ) -> Result:
        """The scorecard of one person for one period.

        `row` maps columns to Decimal, str or None (blank), or is a list of such rows, one per
        slice. `previous` is {"inputs": the previous period's row or rows, "values": its values by
        indicator}; `team_means` the team's mean values by indicator. `extras` by code win over
        those of the row. `veto` is the code of a recorded case. Raises RowFault, and nothing else,
        when the row cannot be scored.
        """
        outside = getcontext()
        setcontext(WORKING)
        try:
            if self._plain and row.__class__ is dict and not (previous or exemptions or veto):
                plain = self._score_plainly(row) if extras is None else None
                if plain is not None:
                    return plain
            rows = self._clean_rows(row)
            around = self._circumstances(previous, team_means, exemptions)
            return self._scored_carefully(rows, around, extras, veto)
        except RowFault as fault:
            raise self._named(fault) from None
        finally:
            setcontext(outside)

    def score_together(self, members: Sequence[Rows], previous: Sequence[Rows] = ()) -> Result:
        """The scorecard of a team as one, out of its members' rows: see together.py.

        Extras are a person's and do not count. Raises RowFault when a row cannot be read.
        """
        outside = getcontext()
        setcontext(WORKING)
        try:
            now = [self._clean_rows(rows) for rows in members]
            before = [self._clean_rows(rows) for rows in previous]
            if not now:
                raise RowFault(self.scheme.code, "no_row")
            places = self.scheme.line_places
            scored = [score_team_line(line, now, before, places) for line in self.lines]
            return self._gathered(scored, (), None, None)
        except RowFault as fault:
            raise self._named(fault) from None
        finally:
            setcontext(outside)

    def below_target(self, result: Result) -> tuple[Indicator, ...]:
        """The indicators measured this period whose value misses its target.

        With slices, when any slice misses its own; without a target, when points were lost. Lines
        that were not available or exempt are not among them.
        """
        return tuple(
            line.indicator
            for n, line in enumerate(self.lines)
            if n not in result.notes or result.notes[n].status == "scored"
            if line.missed(result.figures[n], result.points[n], result.notes.get(n))
        )

    def total(self, result: Result, earned: Decimal) -> Decimal:
        """The total that `result` would have with other points earned on the same lines."""
        extras = sum(result.extras.values(), ZERO)
        return self._total_of(earned, result.available, extras)

    def _named(self, fault: RowFault) -> RowFault:
        """The fault as people may read it: by the name of its column, or of its indicator."""
        if fault.code in OF_INDICATORS:
            names = {i.code: i.name for i in self.scheme.indicators}
        else:
            names = {c.code: c.name for c in self.columns}
        return fault.named(names.get(fault.column))

    def _score_plainly(self, row: Row) -> Result | None:
        """The result of a row that has every figure; None for one that needs a closer look."""
        figures, points = [], []
        try:
            for figure_of, points_of in self._functions:
                figure = figure_of(row, None)
                if not isinstance(figure, Decimal):
                    return None
                figures.append(figure)
                points.append(points_of(figure))
        except (RowFault, KeyError, TypeError, AttributeError, ArithmeticError):
            return None  # cells that must be cleaned first, or a fault that the cleaning will name
        earned = sum(points, ZERO)
        total = self._plain_total(earned)
        grade, coefficient = self._brings(total)
        return new_tuple(
            Result,
            (
                self.sheet,
                tuple(figures),
                tuple(points),
                NO_NOTES,
                earned,
                self.sheet.points,
                NO_EXTRAS,
                total,
                grade,
                coefficient,
                False,
                None,
            ),
        )

    def _scored_carefully(
        self,
        rows: Sequence[Row],
        around: Circumstances,
        extras: Mapping[str, Decimal] | None,
        veto: str | None,
    ) -> Result:
        places = self.scheme.line_places
        scored = [score_line(line, rows, around, places) for line in self.lines]
        return self._gathered(scored, rows, extras, veto)

    def _gathered(
        self,
        scored: Sequence[Scored],
        rows: Sequence[Row],
        extras: Mapping[str, Decimal] | None,
        veto: str | None,
    ) -> Result:
        notes = {n: line.note for n, line in enumerate(scored) if line.note is not None}
        figures = tuple(line.figure for line in scored)
        points = tuple(line.points for line in scored)
        return self._judged(figures, points, notes, rows, extras, veto)

    def _judged(
        self,
        figures: tuple[Decimal | None, ...],
        points: tuple[Decimal | None, ...],
        notes: Mapping[int, Note],
        rows: Sequence[Row],
        given_extras: Mapping[str, Decimal] | None,
        veto: str | None,
    ) -> Result:
        """The total of the points, and what it brings."""
        sheet = self.sheet
        available = sheet.points
        extras, total, grade, coefficient = NO_EXTRAS, None, None, None
        if notes:
            lost = (e.max_points for n, e in enumerate(sheet.entries) if points[n] is None)
            available = sheet.points - sum(lost, ZERO)
        earned = sum([p for p in points if p is not None], self._nothing)
        if self.scheme.extras or given_extras:
            extras = extras_of(self.scheme.extras, rows, given_extras)
        insufficient = available < self._least_available or not available
        if not insufficient:
            total = self._total_of(earned, available, sum(extras.values(), ZERO))
            grade, coefficient = self._brings(total)
        if veto is not None:
            grade, coefficient = self._vetoed(veto)
        return Result(
            sheet,
            figures,
            points,
            notes,
            earned,
            available,
            extras,
            total,
            grade,
            coefficient,
            insufficient,
            veto,
        )

    def _vetoed(self, code: str) -> tuple[str | None, Decimal | None]:
        """The grade and coefficient that a recorded case sets; the lowest band's where it names
        none.
        """
        veto = self._vetoes.get(code)
        if veto is None:
            raise RowFault(str(code), "unknown_veto")
        named = self.scheme.grade(veto.grade)
        lowest = named or (self.scheme.grades[-1] if self.scheme.grades else None)
        grade = veto.grade or (lowest.code if lowest else None)
        if veto.coefficient is not None:
            return grade, veto.coefficient
        return grade, lowest.coefficient if lowest else None

    def _clean_rows(self, row: Rows) -> tuple[Row, ...]:
        given = (row,) if isinstance(row, Mapping) else tuple(row)
        if not given:
            raise RowFault(self.scheme.code, "no_row")
        if len(given) > 1 and not self._sliced:
            raise RowFault(self.columns[0].code, "several_rows")
        return tuple(clean(one, self.uses) for one in given)

    def _circumstances(
        self,
        previous: Mapping[str, object] | None,
        team_means: Mapping[str, Decimal] | None,
        exemptions: Iterable[Exemption],
    ) -> Circumstances:
        by_indicator = {exemption.indicator: exemption for exemption in exemptions}
        for code in by_indicator:
            if all(entry.indicator != code for entry in self.sheet.entries):
                raise RowFault(str(code), "unknown_exemption")
        inputs = (previous or {}).get("inputs")
        return Circumstances(
            previous_rows=self._previous_rows(inputs),
            previous_values=_values((previous or {}).get("values")),
            team_means=team_means or {},
            exemptions=by_indicator,
        )

    def _previous_rows(self, inputs: object) -> tuple[Row, ...] | None:
        """The previous period's rows, which an older version may have read otherwise."""
        rows = [inputs] if isinstance(inputs, Mapping) else inputs
        if not isinstance(rows, list | tuple) or not rows:
            return None
        cleaned = [clean(r, self.uses) for r in rows if isinstance(r, Mapping)]
        return tuple(cleaned) or None


def _values(values: object) -> dict[str, Decimal]:
    if not isinstance(values, Mapping):
        return {}
    return {code: number(value, str(code)) for code, value in values.items() if value is not None}
