"""`sample`: how many of the items drawn for inspection failed (rules.md §1)."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar, Self

from chalicelib.scoring.cells import number
from chalicelib.scoring.exact import ZERO
from chalicelib.scoring.faults import RowFault
from chalicelib.scoring.limits import CELL_DIGITS
from chalicelib.scoring.reading.place import Place
from chalicelib.scoring.reasons import Reason
from chalicelib.scoring.rows import Cell, ColumnUse, Figure, Row, ValueOf

from .value import Value


@dataclass(frozen=True, slots=True)
class Sample(Value):
    """The failing items. Not available with a blank, or fewer than `required_size` drawn.

    A negative count, or more failures than drawn, is a RowFault.
    """

    kind: ClassVar[str] = "sample"
    fields: ClassVar[tuple[str, ...]] = ("failures", "size", "required_size")
    counts: ClassVar[bool] = True

    failures: str
    size: str
    required_size: Decimal

    @classmethod
    def read(cls, place: Place, indicator: str) -> Self:  # noqa: ARG003 the signature of every kind
        place.is_object(("kind", *cls.fields))
        return cls(
            failures=place.at("failures").code(),
            size=place.at("size").code(),
            required_size=place.at("required_size").number(above=0),
        )

    def uses(self) -> tuple[ColumnUse, ...]:
        return (
            ColumnUse(self.failures, "number", summed=True),
            ColumnUse(self.size, "number", summed=True),
        )

    def figure(self, indicator: str) -> ValueOf:  # noqa: ARG002 its faults name the column
        failures, size, required = self.failures, self.size, self.required_size

        def failing(row: Row, _previous: Row | None) -> Figure:
            # Only decimals have `adjusted`; another cell raises AttributeError: the general path.
            failed: Any = row[failures]
            drawn: Any = row[size]
            if failed is None or drawn is None:
                return Reason.BLANK
            if ZERO <= failed <= drawn >= required and drawn.adjusted() < CELL_DIGITS:
                count: Decimal = failed
                if drawn.is_finite():
                    return count
            return self._reason_or_fault(failed, drawn)

        return failing

    def _reason_or_fault(self, failed: Cell, drawn: Cell) -> Reason:
        """The reason for too few drawn; RowFault for impossible counts or an unreadable cell."""
        count, size = number(failed, self.failures), number(drawn, self.size)
        if count < 0:
            raise RowFault(self.failures, "negative_count", found=count)
        if count > size:
            raise RowFault(self.failures, "more_failures_than_drawn", found=count, size=size)
        return Reason.TOO_FEW_DRAWN
