"""What every result of a scheme has in common: the printed head of its scorecards."""

from dataclasses import dataclass
from decimal import Decimal

from .columns import Column, input_columns
from .scheme import Indicator, Scheme


@dataclass(frozen=True, slots=True)
class Entry:
    """The fixed part of a line."""

    indicator: str
    dimension: str
    target: Decimal | None
    max_points: Decimal


@dataclass(frozen=True, slots=True)
class Sheet:
    """The fixed part of a scorecard: not repeated in what is stored for a person."""

    entries: tuple[Entry, ...]
    columns: tuple[Column, ...]
    points: Decimal

    @classmethod
    def of(cls, scheme: Scheme) -> "Sheet":
        entries = tuple(
            Entry(indicator.code, dimension.code, _target(indicator), indicator.max_points)
            for dimension in scheme.dimensions
            for indicator in dimension.indicators
        )
        points = sum((entry.max_points for entry in entries), Decimal(0))
        return cls(entries, input_columns(scheme), points)


def _target(indicator: Indicator) -> Decimal | None:
    """The target of the whole line; None where every slice has one of its own."""
    return None if indicator.slices else indicator.target
