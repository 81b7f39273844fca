"""How many of the items drawn for inspection failed."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar, Self

from chalicelib.scoring.cells import number
from chalicelib.scoring.exact import ZERO
from chalicelib.scoring.faults import RowFault
from chalicelib.scoring.limits import CELL_DIGITS
from chalicelib.scoring.reading.place import Place
from chalicelib.scoring.reasons import Reason
from chalicelib.scoring.rows import Cell, Figure, Row, Use, ValueOf

from .value import Value


@dataclass(frozen=True, slots=True)
class Sample(Value):
    """The failing items; not available when fewer than `required_size` were drawn."""

    kind: ClassVar[str] = "sample"

    failures: str
    size: str
    required_size: Decimal

    @classmethod
    def read(cls, place: Place, indicator: str) -> Self:  # noqa: ARG003 every kind reads alike
        place.is_object(("kind", "failures", "size", "required_size"))
        return cls(
            failures=place.at("failures").code(),
            size=place.at("size").code(),
            required_size=place.at("required_size").number(above=0),
        )

    def uses(self) -> tuple[Use, ...]:
        return (Use(self.failures, "number", counted=True), Use(self.size, "number", counted=True))

    def figure(self, indicator: str) -> ValueOf:  # noqa: ARG002 a column names its own faults
        failures, size, required = self.failures, self.size, self.required_size

        def failing(row: Row, _previous: Row | None) -> Figure:
            # Only decimals have `adjusted`: whatever else stands in a cell is cleaned first.
            failed: Any = row[failures]
            drawn: Any = row[size]
            if failed is None or drawn is None:
                return Reason.BLANK
            if ZERO <= failed <= drawn >= required and drawn.adjusted() < CELL_DIGITS:
                count: Decimal = failed
                if drawn.is_finite():
                    return count
            return self._unusual(failed, drawn)

        return failing

    def _unusual(self, failed: Cell, drawn: Cell) -> Reason:
        """Too few drawn; RowFault for counts that cannot be, or that are no figures."""
        count, size = number(failed, self.failures), number(drawn, self.size)
        if count < 0:
            raise RowFault(self.failures, "negative_count", found=count)
        if count > size:
            raise RowFault(self.failures, "more_failures_than_drawn", found=count, size=size)
        return Reason.TOO_FEW_DRAWN
