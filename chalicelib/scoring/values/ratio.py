"""A quotient of two counts; the counts are uploaded, the ratio is never typed in."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar, Self

from chalicelib.scoring.cells import number
from chalicelib.scoring.exact import ONE, WIDE, ZERO
from chalicelib.scoring.faults import RowFault
from chalicelib.scoring.limits import CELL_DIGITS
from chalicelib.scoring.reading.place import Place
from chalicelib.scoring.reasons import Reason
from chalicelib.scoring.rows import Cell, Figure, Fraction, FractionOf, Row, Use, ValueOf

from .value import Fractional


@dataclass(frozen=True, slots=True)
class Ratio(Fractional):
    """numerator ÷ denominator × scale (100 for a percentage).

    Not available when either is blank or the denominator is 0.
    """

    kind: ClassVar[str] = "ratio"

    numerator: str
    denominator: str
    scale: Decimal

    @classmethod
    def read(cls, place: Place, indicator: str) -> Self:  # noqa: ARG003 every kind reads alike
        place.is_object(("kind", "numerator", "denominator", "scale"))
        return cls(
            numerator=place.at("numerator").code(),
            denominator=place.at("denominator").code(),
            scale=place.at("scale").number(ONE, above=0),
        )

    def uses(self) -> tuple[Use, ...]:
        return (
            Use(self.numerator, "number", counted=True),
            Use(self.denominator, "number", counted=True),
        )

    def figure(self, indicator: str) -> ValueOf:  # noqa: ARG002 a column names its own faults
        over, under, scale = self.numerator, self.denominator, self.scale

        def quotient(row: Row, _previous: Row | None) -> Figure:
            # Only decimals have `adjusted`: whatever else stands in a cell is cleaned first.
            count: Any = row[over]
            total: Any = row[under]
            if count is None or total is None:
                return Reason.BLANK
            if total > ZERO and total.adjusted() < CELL_DIGITS > count.adjusted():
                # The product first: it is exact, so that only the division can round.
                value: Decimal = count * scale / total
                if value.is_finite():
                    return value
            return self._unusual(count, total)

        return quotient

    def fraction(self, indicator: str) -> FractionOf:  # noqa: ARG002 as above
        def both(row: Row, _previous: Row | None) -> Fraction:
            count, total = row[self.numerator], row[self.denominator]
            if count is None or total is None:
                return Reason.BLANK
            counted, of = number(count, self.numerator), number(total, self.denominator)
            return (WIDE.multiply(counted, self.scale), of) if of > 0 else self._nothing(of)

        return both

    def _unusual(self, count: Cell, total: Cell) -> Reason:
        """What a denominator that is not above 0 means, or a count that is no figure."""
        number(count, self.numerator)
        return self._nothing(number(total, self.denominator))

    def _nothing(self, total: Decimal) -> Reason:
        if total < 0:
            raise RowFault(self.denominator, "negative_denominator", found=total)
        return Reason.ZERO_DENOMINATOR
