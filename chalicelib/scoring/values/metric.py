"""A figure uploaded as it is."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar, Self

from chalicelib.scoring.cells import number
from chalicelib.scoring.exact import ONE
from chalicelib.scoring.limits import CELL_DIGITS
from chalicelib.scoring.reading.place import Place
from chalicelib.scoring.reasons import Reason
from chalicelib.scoring.rows import Figure, Fraction, FractionOf, Row, Use, ValueOf

from .value import Fractional


@dataclass(frozen=True, slots=True)
class Metric(Fractional):
    """The column itself; not available when it is blank."""

    kind: ClassVar[str] = "metric"

    column: str

    @classmethod
    def read(cls, place: Place, indicator: str) -> Self:  # noqa: ARG003 every kind reads alike
        place.is_object(("kind", "column"))
        return cls(place.at("column").code())

    def uses(self) -> tuple[Use, ...]:
        return (Use(self.column, "number"),)

    def figure(self, indicator: str) -> ValueOf:  # noqa: ARG002 a column names its own faults
        column = self.column

        def cell(row: Row, _previous: Row | None) -> Figure:
            value: Any = row[column]
            if value is None:
                return Reason.BLANK
            # Only decimals have `adjusted`: whatever else stands in a cell is cleaned first.
            if value.adjusted() < CELL_DIGITS and value.is_finite():
                figure: Decimal = value
                return figure
            return number(value, column)

        return cell

    def fraction(self, indicator: str) -> FractionOf:
        figure = self.figure(indicator)

        def over_one(row: Row, _previous: Row | None) -> Fraction:
            value = figure(row, None)
            return value if isinstance(value, Reason) else (value, ONE)

        return over_one
