"""From the points of the lines to a result: the total, and what it brings (rules.md §3, §4)."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from types import MappingProxyType
from typing import Final

from chalicelib.scoring.exact import ZERO, quantum
from chalicelib.scoring.faults import RowFault
from chalicelib.scoring.result import Note, Result
from chalicelib.scoring.scheme import Scheme
from chalicelib.scoring.sheet import Sheet

from .totals import brings_of, plain_total_of, total_of

NO_NOTES: Final[Mapping[int, Note]] = MappingProxyType({})
NO_EXTRAS: Final[Mapping[str, Decimal]] = MappingProxyType({})
# As Result(…) does, without its Python frame: this is made for every row.
new_tuple = tuple.__new__


class Judging:
    """What a scheme makes of points; made once, keeps nothing from one row to the next."""

    def __init__(self, scheme: Scheme, sheet: Sheet) -> None:
        self._scheme, self._sheet = scheme, sheet
        self.total_of = total_of(scheme)
        self._brings = brings_of(scheme)
        self._plain_total = plain_total_of(scheme, sheet.points)
        self._nothing = ZERO.quantize(quantum(scheme.line_places))
        self._least_available = sheet.points * (1 - scheme.max_unavailable)
        self._vetoes = {veto.code: veto for veto in scheme.vetoes}

    def whole(self, figures: tuple[Decimal, ...], points: tuple[Decimal, ...]) -> Result:
        """The result of lines that all have their own figure, without extras or veto."""
        earned = sum(points, ZERO)
        total = self._plain_total(earned)
        grade, coefficient = self._brings(total)
        return new_tuple(
            Result,
            (
                self._sheet,
                figures,
                points,
                NO_NOTES,
                earned,
                self._sheet.points,
                NO_EXTRAS,
                total,
                grade,
                coefficient,
                False,
                None,
            ),
        )

    def result(
        self,
        figures: Sequence[Decimal | None],
        points: Sequence[Decimal | None],
        notes: Mapping[int, Note],
        extras: Mapping[str, Decimal] = NO_EXTRAS,
        veto: str | None = None,
    ) -> Result:
        """The result of lines of which some may have no points; RowFault for an unknown veto."""
        sheet, total, grade, coefficient = self._sheet, None, None, None
        available = sheet.points
        if None in points:
            lost = [e.max_points for e, p in zip(sheet.entries, points, strict=True) if p is None]
            available = sheet.points - sum(lost, ZERO)
        earned = sum([p for p in points if p is not None], self._nothing)
        insufficient = available < self._least_available or not available
        if not insufficient:
            total = self.total_of(earned, available, sum(extras.values(), ZERO))
            grade, coefficient = self._brings(total)
        if veto is not None:
            grade, coefficient = self._vetoed(veto)
        return Result(
            sheet,
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
        )

    def _vetoed(self, code: str) -> tuple[str | None, Decimal | None]:
        """The grade and coefficient that a recorded case sets; the lowest band's where it names
        none.
        """
        veto = self._vetoes.get(code)
        if veto is None:
            raise RowFault(str(code), "unknown_veto")
        scheme = self._scheme
        named = scheme.grade(veto.grade)
        lowest = named or (scheme.grades[-1] if scheme.grades else None)
        grade = veto.grade or (lowest.code if lowest else None)
        if veto.coefficient is not None:
            return grade, veto.coefficient
        return grade, lowest.coefficient if lowest else None
