"""A scheme compiled once: `compile_scheme`, and scoring a row with it."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal, getcontext, localcontext, setcontext

from chalicelib.scoring.cells import clean
from chalicelib.scoring.columns import Column
from chalicelib.scoring.exact import WORKING, ZERO
from chalicelib.scoring.fault_words import OF_INDICATORS
from chalicelib.scoring.faults import RowFault
from chalicelib.scoring.result import Exemption, Result
from chalicelib.scoring.rows import Row, Rows, Use
from chalicelib.scoring.scheme import Indicator, Scheme
from chalicelib.scoring.sheet import Sheet

from .careful import Scored, score_line
from .extras import extras_of
from .given import (
    Circumstances,
    Means,
    Previous,
    exempted,
    looked_back_at,
    previous_rows,
    previous_values,
)
from .judging import NO_EXTRAS, Judging
from .lines import compile_line
from .plainly import Plainly
from .together import score_team_line
from .totals import grade_of


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
        self.uses = tuple(Use(c.code, c.kind) for c in self.sheet.columns)
        self.grade = grade_of(scheme.grades, scheme.grade_basis)
        self._judging = Judging(scheme, self.sheet)
        self._back = looked_back_at(self.lines)
        self._sliced = any(line.indicator.slices for line in self.lines)
        plainly = Plainly(scheme, self.lines, self.sheet, self._judging)
        self._plainly = None if self._sliced else plainly.score

    @property
    def columns(self) -> tuple[Column, ...]:
        """Every input column that a file for this scheme has."""
        return self.sheet.columns

    def score(
        self,
        row: Rows,
        *,
        previous: Previous | None = None,
        team_means: Means | None = None,
        exemptions: Iterable[Exemption] = (),
        extras: Mapping[str, Decimal] | None = None,
        veto: str | None = None,
    ) -> Result:
        """The scorecard of one person for one period.

        `row` maps columns to Decimal, str or None (blank), or is a list of such rows, one per
        slice. `previous` is {"inputs": the previous period's row or rows, "values": its values by
        indicator}; `team_means` the team's mean values by indicator. `extras` by code win over
        those of the row. `veto` is the code of a recorded case. Raises RowFault, and nothing else,
        when the row cannot be scored. Decimals have at most 30 decimals; in a row that can be read
        as it stands that is the caller's to see to (docs/decisions/exact-figures.md).
        """
        outside = getcontext()
        setcontext(WORKING)
        try:
            # Most rows; what cannot be scored plainly, or has a fault to be named, goes on below.
            if self._plainly and row.__class__ is dict and not (exemptions or extras or veto):
                plain = self._plainly(row, previous, team_means)
                if plain is not None:
                    return plain
            rows = self._clean_rows(row)
            around = Circumstances(
                previous_rows=previous_rows(previous, self._back),
                previous_values=previous_values(previous),
                team_means=team_means or {},
                exemptions=exempted(exemptions, self.sheet),
            )
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
            return self._gathered(scored)
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
        return self._judging.total_of(earned, result.available, extras)

    def _named(self, fault: RowFault) -> RowFault:
        """The fault as people may read it: by the name of its column, or of its indicator."""
        if fault.code in OF_INDICATORS:
            names = {i.code: i.name for i in self.scheme.indicators}
        else:
            names = {c.code: c.name for c in self.columns}
        return fault.named(names.get(fault.column))

    def _scored_carefully(
        self,
        rows: Sequence[Row],
        around: Circumstances,
        given_extras: Mapping[str, Decimal] | None,
        veto: str | None,
    ) -> Result:
        places, extras = self.scheme.line_places, NO_EXTRAS
        scored = [score_line(line, rows, around, places) for line in self.lines]
        if self.scheme.extras or given_extras:
            extras = extras_of(self.scheme.extras, rows, given_extras)
        return self._gathered(scored, extras, veto)

    def _gathered(
        self,
        scored: Sequence[Scored],
        extras: Mapping[str, Decimal] = NO_EXTRAS,
        veto: str | None = None,
    ) -> Result:
        notes = {n: line.note for n, line in enumerate(scored) if line.note is not None}
        figures = [line.figure for line in scored]
        points = [line.points for line in scored]
        return self._judging.result(figures, points, notes, extras, veto)

    def _clean_rows(self, row: Rows) -> tuple[Row, ...]:
        given = (row,) if isinstance(row, Mapping) else tuple(row)
        if not given:
            raise RowFault(self.scheme.code, "no_row")
        if len(given) > 1 and not self._sliced:
            raise RowFault(self.columns[0].code, "several_rows")
        return tuple(clean(one, self.uses) for one in given)
