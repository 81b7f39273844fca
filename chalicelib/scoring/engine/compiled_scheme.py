"""A scheme compiled once, and scoring rows with it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from decimal import Decimal, getcontext, localcontext, setcontext

from chalicelib.scoring.bounds import bounds_of, check_bounds
from chalicelib.scoring.cells import clean_row
from chalicelib.scoring.columns import Column
from chalicelib.scoring.exact import WORKING, ZERO
from chalicelib.scoring.fault_words import OF_INDICATORS
from chalicelib.scoring.faults import RowFault
from chalicelib.scoring.needs import needs_slices
from chalicelib.scoring.result import Exemption, Result
from chalicelib.scoring.rows import ColumnUse, Row, Rows
from chalicelib.scoring.scheme import Indicator, Scheme
from chalicelib.scoring.scorecard_layout import ScorecardLayout

from .compiled_line import compile_line
from .extras import extras_of
from .fast_path import FastPath
from .general_path import ScoredLine, own_figure, score_line
from .grade_bands import grade_of
from .scoring_context import (
    NOTHING_GIVEN,
    Means,
    Previous,
    ScoringContext,
    exemptions_by_indicator,
    previous_rows,
    previous_uses,
    previous_values,
)
from .team_score import score_team_line
from .totals_and_grade import NO_EXTRAS, TotalsAndGrade


def compile_scheme(scheme: Scheme) -> "CompiledScheme":
    """Compile a scheme for scoring. Do this once per scheme version, not once per row."""
    with localcontext(WORKING):
        return CompiledScheme(scheme)


class CompiledScheme:
    """A scheme as a function of a row. Keeps nothing from one row to the next."""

    def __init__(self, scheme: Scheme) -> None:
        self.scheme = scheme
        self.layout = ScorecardLayout.of(scheme)
        sources = {column.code: column.source for column in self.layout.columns}
        self.lines = tuple(
            compile_line(indicator, scheme.line_places, sources) for indicator in scheme.indicators
        )
        #: The sources of lines that refuse a row without their figure: nothing stands for them.
        self.required_sources = frozenset(
            code
            for line in self.lines
            if line.indicator.not_available == "reject"
            for code in line.sources
        )
        #: The code of the source of each column; empty in a scheme without sources.
        self.source_of = {code: "" if one is None else one.code for code, one in sources.items()}
        #: By source, the columns that its file must have.
        self.required_of = {
            source: frozenset(
                column.code
                for column in self.layout.columns
                if column.required and self.source_of[column.code] == source
            )
            for source in {*self.source_of.values(), *(one.code for one in self.layout.sources)}
        }
        self.slices = needs_slices(scheme)
        self.uses = tuple(ColumnUse(c.code, c.kind) for c in self.layout.columns)
        self.grade = grade_of(scheme.grades, scheme.grade_basis)
        self._totals_and_grade = TotalsAndGrade(scheme, self.layout)
        self._previous_uses = previous_uses(self.lines)
        self._bounds = bounds_of(self.layout.columns)
        self._sliced = any(line.indicator.slices for line in self.lines)
        fast_path = FastPath(scheme, self.lines, self.layout, self._totals_and_grade, self._bounds)
        self._fast_path = None if self._sliced else fast_path.score

    @property
    def columns(self) -> tuple[Column, ...]:
        """Every input column that a file for this scheme has."""
        return self.layout.columns

    def score(
        self,
        row: Rows,
        *,
        previous: Previous | None = None,
        team_means: Means | None = None,
        exemptions: Iterable[Exemption] = (),
        extras: Mapping[str, Decimal] | None = None,
        veto: str | None = None,
        awaiting: Collection[str] = (),
        final: Collection[str] = (),
    ) -> Result:
        """Score one person for one period (rules.md §1 to §4).

        `row` maps columns to Decimal, str or None (blank), or is a list of such rows, one per
        slice. `previous` is {"inputs": the previous period's row or rows, "values": its values by
        indicator}. `team_means` are the team's mean values by indicator. `extras` are points by
        code; they win over those of the row. `veto` is the code of a recorded case.

        `awaiting` are the codes of sources that have not arrived: lines that read them are
        `awaited`, no policy applies to these, and there is no total. `final` are those that will
        not arrive any more: the policies apply. One that a line with the policy `reject` reads is
        awaited all the same.

        Raises RowFault, and nothing else, when the row cannot be scored. Decimals have at most 30
        decimals; for a row that needs no cleaning the caller must ensure that
        (docs/decisions/exact-figures.md).
        """
        outside = getcontext()
        setcontext(WORKING)
        try:
            # The fast path takes most rows. What it cannot score, or what has a fault, goes on.
            plain = not (exemptions or extras or veto or awaiting or final)
            if plain and self._fast_path and row.__class__ is dict:
                result = self._fast_path(row, previous, team_means)
                if result is not None:
                    return result
            rows = self._clean_rows(row)
            context = ScoringContext(
                previous_rows=previous_rows(previous, self._previous_uses),
                previous_values=previous_values(previous),
                team_means=team_means or {},
                exemptions=exemptions_by_indicator(exemptions, self.layout),
                awaiting=frozenset(awaiting) | self.required_sources.intersection(final),
                final=frozenset(final) - self.required_sources - frozenset(awaiting),
            )
            return self._score_general(rows, context, extras, veto)
        except RowFault as fault:
            raise self._with_name(fault) from None
        finally:
            setcontext(outside)

    def score_team(self, members: Sequence[Rows], previous: Sequence[Rows] = ()) -> Result:
        """Score a team as one, from its members' rows (rules.md §5): see team_score.py.

        Extras belong to a person and do not count. Raises RowFault when a row cannot be read, or
        when there is no member.
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
            return self._result(scored)
        except RowFault as fault:
            raise self._with_name(fault) from None
        finally:
            setcontext(outside)

    def own_values(self, row: Rows, *, previous: Previous | None = None) -> dict[str, Decimal]:
        """The values that lines have of their own, by indicator: no policy puts one in its place.

        A line without a value, or with slices, is left out, also where the scheme would refuse the
        row for it (`reject`). Raises RowFault for a row that cannot be read.
        """
        with localcontext(WORKING):
            rows = self._clean_rows(row)
            context = ScoringContext(previous_rows=previous_rows(previous, self._previous_uses))
            figures = {
                line.indicator.code: own_figure(line, rows, context)
                for line in self.lines
                if line.indicator.slices is None
            }
        return {code: value for code, value in figures.items() if isinstance(value, Decimal)}

    def below_target(self, result: Result) -> tuple[Indicator, ...]:
        """The indicators with a value of this period that misses its target.

        With slices, when any slice misses its own target; without a target, when points were lost.
        Lines that were not available or exempt are not among them, but those are that count 0 for
        that: an exam that was not taken.
        """
        return tuple(
            line.indicator
            for n, line in enumerate(self.lines)
            if n not in result.notes
            or result.notes[n].status == "scored"
            or line.counts_zero(result.notes[n])
            if line.missed(result.figures[n], result.points[n], result.notes.get(n))
        )

    def total(self, result: Result, earned: Decimal) -> Decimal:
        """The total that `result` would have if its lines had earned `earned` points."""
        extras = sum(result.extras.values(), ZERO)
        return self._totals_and_grade.total_of(earned, result.available, extras)

    def _with_name(self, fault: RowFault) -> RowFault:
        """The fault with the name of its column, or of its indicator, in the message."""
        if fault.code in OF_INDICATORS:
            names = {i.code: i.name for i in self.scheme.indicators}
        else:
            names = {c.code: c.name for c in self.columns}
        return fault.named(names.get(fault.column))

    def _score_general(
        self,
        rows: Sequence[Row],
        context: ScoringContext,
        given_extras: Mapping[str, Decimal] | None,
        veto: str | None,
    ) -> Result:
        """Score cleaned rows by the general path."""
        places, extras = self.scheme.line_places, NO_EXTRAS
        scored = [score_line(line, rows, context, places) for line in self.lines]
        if self.scheme.extras or given_extras:
            extras = extras_of(self.scheme.extras, rows, given_extras)
        return self._result(scored, extras, veto, context)

    def _result(
        self,
        scored: Sequence[ScoredLine],
        extras: Mapping[str, Decimal] = NO_EXTRAS,
        veto: str | None = None,
        context: ScoringContext = NOTHING_GIVEN,
    ) -> Result:
        notes = {n: line.note for n, line in enumerate(scored) if line.note is not None}
        figures = [line.figure for line in scored]
        points = [line.points for line in scored]
        return self._totals_and_grade.result(
            figures,
            points,
            notes,
            extras,
            veto,
            self._in_order(context.awaiting),
            self._in_order(context.final),
        )

    def _in_order(self, codes: Collection[str]) -> tuple[str, ...]:
        """The codes of sources that the scheme has, in its order."""
        return tuple(one.code for one in self.layout.sources if one.code in codes)

    def _clean_rows(self, row: Rows) -> tuple[Row, ...]:
        """The rows cleaned, within the bounds of their columns.

        RowFault for no row, or for several in a scheme without slices.
        """
        given = (row,) if isinstance(row, Mapping) else tuple(row)
        if not given:
            raise RowFault(self.scheme.code, "no_row")
        if len(given) > 1 and not self._sliced:
            raise RowFault(self.columns[0].code, "several_rows")
        rows = tuple(clean_row(one, self.uses) for one in given)
        for cleaned in rows:
            check_bounds(self._bounds, cleaned)
        return rows
