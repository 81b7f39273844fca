"""How much a figure has grown since the previous period, in percent."""

from dataclasses import dataclass, replace
from typing import ClassVar, Self

from chalicelib.scoring.exact import HUNDRED, WIDE, divide_finely
from chalicelib.scoring.reading.place import Place
from chalicelib.scoring.reasons import Reason
from chalicelib.scoring.rows import Figure, Row, Use, ValueOf

from .value import Fractional, Value


@dataclass(frozen=True, slots=True)
class Growth(Value):
    """(this period − previous) ÷ previous × 100.

    Not available without a previous figure, or when that was 0. Both figures enter as fractions, so
    that only one division rounds.
    """

    kind: ClassVar[str] = "growth"

    of: Fractional

    @classmethod
    def read(cls, place: Place, indicator: str) -> Self:
        from . import read_fractional  # here, because the kinds refer to each other

        place.is_object(("kind", "of"))
        return cls(read_fractional(place.at("of"), indicator))

    @property
    def looks_back(self) -> bool:
        return True

    def uses(self) -> tuple[Use, ...]:
        # Of several rows (slices, a team) a growth is of the sums, of an uploaded figure too.
        return tuple(replace(use, counted=True) for use in self.of.uses())

    def figure(self, indicator: str) -> ValueOf:
        fraction = self.of.fraction(indicator)

        def grown(row: Row, previous: Row | None) -> Figure:
            now = fraction(row, None)  # one period back is as far as it goes
            if isinstance(now, Reason):
                return now
            then = fraction(previous, None) if previous is not None else Reason.NO_PREVIOUS
            if isinstance(then, Reason):
                return Reason.NO_PREVIOUS
            # (a/b − c/d) ÷ (c/d) × 100 = 100 × (a×d − c×b) ÷ (c×b)
            new, old = WIDE.multiply(now[0], then[1]), WIDE.multiply(then[0], now[1])
            if not old:
                return Reason.PREVIOUS_ZERO
            return divide_finely(WIDE.multiply(HUNDRED, WIDE.subtract(new, old)), old)

        return grown
