"""From the points of the lines to a result: total, grade, coefficient, veto (rules.md §3, §4)."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from types import MappingProxyType
from typing import Final

from chalicelib.scoring.exact import ZERO, quantum
from chalicelib.scoring.faults import RowFault
from chalicelib.scoring.result import Note, Result
from chalicelib.scoring.scheme import Scheme
from chalicelib.scoring.scorecard_layout import ScorecardLayout
from chalicelib.scoring.vetoes import outcome_of

from .grade_bands import grade_and_coefficient_of
from .total_points import complete_total_of, total_of

NO_NOTES: Final[Mapping[int, Note]] = MappingProxyType({})
NO_EXTRAS: Final[Mapping[str, Decimal]] = MappingProxyType({})
# Does what Result(…) does, without its Python frame: this runs for every row.
new_tuple = tuple.__new__


class TotalsAndGrade:
    """Makes results of points for one scheme. Keeps nothing from one row to the next."""

    def __init__(self, scheme: Scheme, layout: ScorecardLayout) -> None:
        self._scheme, self._layout = scheme, layout
        self.total_of = total_of(scheme)
        self._grade_and_coefficient = grade_and_coefficient_of(scheme)
        self._complete_total = complete_total_of(scheme, layout.points)
        self._zero_points = ZERO.quantize(quantum(scheme.line_places))
        self._least_available = layout.points * (1 - scheme.max_unavailable)
        self._vetoes = {veto.code: veto for veto in scheme.vetoes}

    def complete_result(self, figures: tuple[Decimal, ...], points: tuple[Decimal, ...]) -> Result:
        """The result when every line has a figure of its own, without extras or veto."""
        earned = sum(points, ZERO)
        total = self._complete_total(earned)
        grade, coefficient = self._grade_and_coefficient(total)
        return new_tuple(
            Result,
            (
                self._layout,
                figures,
                points,
                NO_NOTES,
                earned,
                self._layout.points,
                NO_EXTRAS,
                total,
                grade,
                coefficient,
                False,
                None,
                (),
                (),
            ),
        )

    def result(
        self,
        figures: Sequence[Decimal | None],
        points: Sequence[Decimal | None],
        notes: Mapping[int, Note],
        extras: Mapping[str, Decimal] = NO_EXTRAS,
        veto: str | None = None,
        awaiting: tuple[str, ...] = (),
        final: tuple[str, ...] = (),
    ) -> Result:
        """The result of lines of which some may have no points (rules.md §3).

        Lines without points are left out of earned and available. Too little available gives an
        insufficient result: no total, grade or coefficient. While a source is awaited nothing is
        said of that, and there is none either. Raises RowFault for an unknown veto.
        """
        layout, total, grade, coefficient = self._layout, None, None, None
        available = layout.points
        if None in points:
            lost = [e.max_points for e, p in zip(layout.entries, points, strict=True) if p is None]
            available = layout.points - sum(lost, ZERO)
        earned = sum([p for p in points if p is not None], self._zero_points)
        insufficient = not awaiting and (available < self._least_available or not available)
        if not insufficient and not awaiting:
            total = self.total_of(earned, available, sum(extras.values(), ZERO))
            grade, coefficient = self._grade_and_coefficient(total)
        if veto is not None:
            decided = self._veto_outcome(veto)
            grade, coefficient = (None, None) if awaiting else decided
        return Result(
            layout,
            tuple(figures),
            tuple(points),
            notes,
            earned,
            available,
            extras,
            total,
            grade,
            coefficient,
            insufficient,
            veto,
            awaiting,
            final,
        )

    def _veto_outcome(self, code: str) -> tuple[str | None, Decimal | None]:
        """The grade code and coefficient that a veto sets. Raises RowFault for an unknown one."""
        veto = self._vetoes.get(code)
        if veto is None:
            raise RowFault(str(code), "unknown_veto")
        return outcome_of(self._scheme, veto)
