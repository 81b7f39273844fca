"""The fixed part of a scheme's scorecards: the same for every result."""

from dataclasses import dataclass
from decimal import Decimal

from .columns import Column, input_columns
from .scheme import Indicator, Scheme, Source
from .sources import in_order


@dataclass(frozen=True, slots=True)
class LineLayout:
    """The fixed part of a line: codes, target and maximum points."""

    indicator: str
    dimension: str
    target: Decimal | None
    max_points: Decimal


@dataclass(frozen=True, slots=True)
class ScorecardLayout:
    """The fixed part of a scorecard; it is not stored per person.

    `points` is the sum of maxima. `sources` are those that send a column.
    """

    entries: tuple[LineLayout, ...]
    columns: tuple[Column, ...]
    points: Decimal
    sources: tuple[Source, ...] = ()

    @classmethod
    def of(cls, scheme: Scheme) -> "ScorecardLayout":
        """The layout of a scheme."""
        entries = tuple(
            LineLayout(indicator.code, dimension.code, _target(indicator), indicator.max_points)
            for dimension in scheme.dimensions
            for indicator in dimension.indicators
        )
        points = sum((entry.max_points for entry in entries), Decimal(0))
        columns = input_columns(scheme)
        sources = in_order(scheme, (column.source for column in columns))
        return cls(entries, columns, points, sources)


def _target(indicator: Indicator) -> Decimal | None:
    """The target of the whole line; None where every slice has its own."""
    return None if indicator.slices else indicator.target
