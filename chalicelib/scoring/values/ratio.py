"""`ratio`: the quotient of two uploaded counts (rules.md §1)."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar, Self

from chalicelib.scoring.cells import number
from chalicelib.scoring.exact import ONE, WIDE, ZERO
from chalicelib.scoring.faults import RowFault
from chalicelib.scoring.limits import CELL_DIGITS
from chalicelib.scoring.reading.place import Place
from chalicelib.scoring.reasons import Reason
from chalicelib.scoring.rows import Cell, ColumnUse, Figure, Fraction, FractionOf, Row, ValueOf

from .value import Fractional


@dataclass(frozen=True, slots=True)
class Ratio(Fractional):
    """numerator ÷ denominator × scale (100 for a percentage).

    Not available when either is blank or the denominator is 0. A negative denominator is a
    RowFault.
    """

    kind: ClassVar[str] = "ratio"
    fields: ClassVar[tuple[str, ...]] = ("numerator", "denominator", "scale")
    summed_over_team: ClassVar[bool] = True

    numerator: str
    denominator: str
    scale: Decimal

    @classmethod
    def read(cls, place: Place, indicator: str) -> Self:  # noqa: ARG003 the signature of every kind
        place.is_object(("kind", *cls.fields))
        return cls(
            numerator=place.at("numerator").code(),
            denominator=place.at("denominator").code(),
            scale=place.at("scale").number(ONE, above=0),
        )

    def uses(self) -> tuple[ColumnUse, ...]:
        return (
            ColumnUse(self.numerator, "number", summed=True),
            ColumnUse(self.denominator, "number", summed=True),
        )

    def figure(self, indicator: str) -> ValueOf:  # noqa: ARG002 its faults name the column
        over, under, scale = self.numerator, self.denominator, self.scale

        def quotient(row: Row, _previous: Row | None) -> Figure:
            # Only decimals have `adjusted`; another cell raises AttributeError: the general path.
            count: Any = row[over]
            total: Any = row[under]
            if count is None or total is None:
                return Reason.BLANK
            if total > ZERO and total.adjusted() < CELL_DIGITS > count.adjusted():
                # The product comes first because it is exact: only the division rounds.
                value: Decimal = count * scale / total
                if value.is_finite():
                    return value
            return self._reason_or_fault(count, total)

        return quotient

    def fraction(self, indicator: str) -> FractionOf:  # noqa: ARG002 as above
        def quotient_parts(row: Row, _previous: Row | None) -> Fraction:
            count, total = row[self.numerator], row[self.denominator]
            if count is None or total is None:
                return Reason.BLANK
            counted, of = number(count, self.numerator), number(total, self.denominator)
            return (WIDE.multiply(counted, self.scale), of) if of > 0 else self._no_denominator(of)

        return quotient_parts

    def _reason_or_fault(self, count: Cell, total: Cell) -> Reason:
        """The reason for a denominator of 0; RowFault for a negative one or an unreadable cell."""
        number(count, self.numerator)
        return self._no_denominator(number(total, self.denominator))

    def _no_denominator(self, total: Decimal) -> Reason:
        if total < 0:
            raise RowFault(self.denominator, "negative_denominator", found=total)
        return Reason.ZERO_DENOMINATOR
