"""`metric`: a figure uploaded as it is (rules.md §1)."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar, Self

from chalicelib.scoring.cells import number
from chalicelib.scoring.exact import ONE
from chalicelib.scoring.limits import CELL_DIGITS
from chalicelib.scoring.reading.place import Place
from chalicelib.scoring.reasons import Reason
from chalicelib.scoring.rows import ColumnUse, Figure, Fraction, FractionOf, Row, ValueOf

from .value import Fractional


@dataclass(frozen=True, slots=True)
class Metric(Fractional):
    """The cell of one column. Not available when it is blank."""

    kind: ClassVar[str] = "metric"
    fields: ClassVar[tuple[str, ...]] = ("column",)

    column: str

    @classmethod
    def read(cls, place: Place, indicator: str) -> Self:  # noqa: ARG003 the signature of every kind
        place.is_object(("kind", *cls.fields))
        return cls(place.at("column").code())

    def uses(self) -> tuple[ColumnUse, ...]:
        return (ColumnUse(self.column, "number"),)

    def figure(self, indicator: str) -> ValueOf:  # noqa: ARG002 its faults name the column
        column = self.column

        def cell(row: Row, _previous: Row | None) -> Figure:
            value: Any = row[column]
            if value is None:
                return Reason.BLANK
            # Only decimals have `adjusted`; another cell raises AttributeError: the general path.
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
