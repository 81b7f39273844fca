"""The fixed part of a scheme's scorecards: the same for every result."""

from dataclasses import dataclass
from decimal import Decimal

from .columns import Column, input_columns
from .scheme import Indicator, Scheme


@dataclass(frozen=True, slots=True)
class LineLayout:
    """The fixed part of a line: codes, target and maximum points."""

    indicator: str
    dimension: str
    target: Decimal | None
    max_points: Decimal


@dataclass(frozen=True, slots=True)
class ScorecardLayout:
    """The fixed part of a scorecard; it is not stored per person. `points` is the sum of maxima."""

    entries: tuple[LineLayout, ...]
    columns: tuple[Column, ...]
    points: Decimal

    @classmethod
    def of(cls, scheme: Scheme) -> "ScorecardLayout":
        """The layout of a scheme."""
        entries = tuple(
            LineLayout(indicator.code, dimension.code, _target(indicator), indicator.max_points)
            for dimension in scheme.dimensions
            for indicator in dimension.indicators
        )
        points = sum((entry.max_points for entry in entries), Decimal(0))
        return cls(entries, input_columns(scheme), points)


def _target(indicator: Indicator) -> Decimal | None:
    """The target of the whole line; None where every slice has its own."""
    return None if indicator.slices else indicator.target
