"""What every result of a scheme has in common: the printed head of its scorecards."""

from dataclasses import dataclass
from decimal import Decimal

from .columns import Column, input_columns
from .scheme import Scheme


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
            Entry(indicator.code, dimension.code, indicator.target, indicator.max_points)
            for dimension in scheme.dimensions
            for indicator in dimension.indicators
        )
        points = sum((entry.max_points for entry in entries), Decimal(0))
        return cls(entries, input_columns(scheme), points)
