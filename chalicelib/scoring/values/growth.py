"""`growth`: how much a figure has grown since the previous period, in percent (rules.md §1)."""

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import ClassVar, Self

from chalicelib.scoring.exact import HUNDRED, WIDE, divide_finely
from chalicelib.scoring.reading.place import Place
from chalicelib.scoring.reasons import Reason
from chalicelib.scoring.rows import ColumnUse, Figure, Row, ValueOf

from .fractional_kinds import read_fractional
from .value import Fractional, Value


@dataclass(frozen=True, slots=True)
class Growth(Value):
    """(this period − previous) ÷ previous × 100.

    Not available when either period has no figure or the previous figure is 0 or less: over a
    base below 0 the sign would turn (−20 → −30 is no growth of 50%). Both figures are fractions,
    so that only one division rounds.
    """

    kind: ClassVar[str] = "growth"
    fields: ClassVar[tuple[str, ...]] = ("of",)
    summed_over_team: ClassVar[bool] = True

    of: Fractional

    @classmethod
    def read(cls, place: Place, indicator: str) -> Self:
        place.is_object(("kind", *cls.fields))
        return cls(read_fractional(place.at("of"), indicator))

    @property
    def looks_back(self) -> bool:
        return True

    def value_range(self) -> tuple[Decimal | None, Decimal | None]:
        return None, None

    def uses(self) -> tuple[ColumnUse, ...]:
        # Over several rows (slices, a team) a growth is that of the sums, also of a metric.
        return tuple(replace(use, summed=True) for use in self.of.uses())

    def figure(self, indicator: str) -> ValueOf:
        fraction = self.of.fraction(indicator)

        def grown(row: Row, previous: Row | None) -> Figure:
            now = fraction(row, None)  # never further back than one period
            if isinstance(now, Reason):
                return now
            then = fraction(previous, None) if previous is not None else Reason.NO_PREVIOUS
            if isinstance(then, Reason):
                return Reason.NO_PREVIOUS
            # (a/b − c/d) ÷ (c/d) × 100 = 100 × (a×d − c×b) ÷ (c×b)
            new, old = WIDE.multiply(now[0], then[1]), WIDE.multiply(then[0], now[1])
            if old <= 0:
                return Reason.PREVIOUS_BELOW_ZERO if old else Reason.PREVIOUS_ZERO
            return divide_finely(WIDE.multiply(HUNDRED, WIDE.subtract(new, old)), old)

        return grown
