"""How many of the items drawn for inspection failed."""

from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar, Self

from chalicelib.scoring.cells import number
from chalicelib.scoring.faults import RowFault
from chalicelib.scoring.reading.place import Place
from chalicelib.scoring.reasons import Reason
from chalicelib.scoring.rows import Figure, Row, Use, ValueOf

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
            failed, drawn = row[failures], row[size]
            if failed is None or drawn is None:
                return Reason.BLANK
            if not (isinstance(failed, Decimal) and isinstance(drawn, Decimal)):
                failed, drawn = number(failed, failures), number(drawn, size)
            if not 0 <= failed <= drawn:
                raise self._fault(failed, drawn)
            if drawn < required:
                return Reason.TOO_FEW_DRAWN
            return failed

        return failing

    def _fault(self, failed: Decimal, drawn: Decimal) -> RowFault:
        number(failed, self.failures)
        number(drawn, self.size)
        if failed < 0:
            return RowFault(self.failures, "negative_count", found=failed)
        return RowFault(self.failures, "more_failures_than_drawn", found=failed, size=drawn)
