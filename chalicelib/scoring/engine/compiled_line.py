"""One indicator, compiled: a function from a row to its figure, and from a figure to points."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from types import MappingProxyType
from typing import Final

from chalicelib.scoring.cells import number
from chalicelib.scoring.columns import uses
from chalicelib.scoring.reasons import Reason
from chalicelib.scoring.result import Note
from chalicelib.scoring.rows import ColumnUse, Figure, Row, ValueOf
from chalicelib.scoring.rules.rule import PointsOf, Terms
from chalicelib.scoring.rules.scale import Scale
from chalicelib.scoring.scheme import Indicator, MinSample, Source
from chalicelib.scoring.values.metric import Metric

# The targets of slices and exemptions are the same from row to row.
cached_per_target = lru_cache(maxsize=128)
NO_SOURCES: Final[Mapping[str, Source | None]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class CompiledLine:
    """The functions of one indicator.

    `figure`: (row, previous row or None) → the value, or the reason why there is none.
    `points`: value → points, rounded to the scheme's places, against the indicator's own target.
    `sources`: the codes of the sources that send its columns.
    `exact_points_for` and `rounded_points_for`: target → such a function, for slices and
    exemptions.
    """

    indicator: Indicator
    terms: Terms
    uses: tuple[ColumnUse, ...]
    sources: frozenset[str]
    figure: ValueOf
    points: PointsOf
    exact_points_for: Callable[[Decimal], PointsOf]
    rounded_points_for: Callable[[Decimal], PointsOf]

    @property
    def looks_back(self) -> bool:
        """Whether the figure needs the previous period's row."""
        return self.indicator.value.looks_back

    def counts_zero(self, note: Note) -> bool:
        """Whether the line has 0 points because it has no value."""
        return note.status == "not_available" and self.indicator.not_available == "zero"

    def missed(self, figure: Decimal | None, points: Decimal | None, note: Note | None) -> bool:
        """Whether a scored line is below its target; without a target, whether it lost points.

        With slices: whether any slice is below its own target.
        """
        indicator, terms = self.indicator, self.terms
        if note is not None and note.slices:
            return any(
                s.value is not None and not terms.meets(s.value, s.target) for s in note.slices
            )
        if indicator.target is not None and figure is not None:
            return not terms.meets(figure, indicator.target)
        return points is not None and points < indicator.max_points


def compile_line(
    indicator: Indicator, places: int, sources: Mapping[str, Source | None] = NO_SOURCES
) -> CompiledLine:
    """Compile one indicator; points are rounded to `places` decimals.

    `sources` are the sources of the columns, by column.
    """
    terms = Terms(indicator.direction, indicator.max_points, indicator.target)
    rule = indicator.rule
    sliced_without_target = rule.uses_target and indicator.target is None
    return CompiledLine(
        indicator=indicator,
        terms=terms,
        uses=tuple(uses(indicator)),
        sources=frozenset(
            source.code
            for use in uses(indicator)
            if (source := sources.get(use.column)) is not None
        ),
        figure=_figure(indicator),
        points=_no_single_target if sliced_without_target else rule.rounded_points(terms, places),
        exact_points_for=cached_per_target(lambda t: rule.points(replace(terms, target=t))),
        rounded_points_for=cached_per_target(
            lambda t: rule.rounded_points(replace(terms, target=t), places)
        ),
    )


def _no_single_target(_value: Decimal) -> Decimal:
    """Stands for `points` where every slice has its own target. It is never called."""
    raise NotImplementedError


def _figure(indicator: Indicator) -> ValueOf:
    if isinstance(indicator.rule, Scale) and isinstance(indicator.value, Metric):
        figure = _level_mark(indicator.rule, indicator.value.column)
    else:
        figure = indicator.value.figure(indicator.code)
    if indicator.min_sample is None:
        return figure
    return _with_min_sample(figure, indicator.min_sample)


def _level_mark(scale: Scale, column: str) -> ValueOf:
    """The mark that a cell stands for: the name of a level, or a mark inside one."""
    names = scale.by_name()

    def mark(row: Row, _previous: Row | None) -> Figure:
        cell = row[column]
        return Reason.BLANK if cell is None else scale.mark(cell, column, names)

    return mark


def _with_min_sample(figure: ValueOf, sample: MinSample) -> ValueOf:
    """The figure, not available when the sample column is blank or below its minimum."""
    column, at_least = sample.column, sample.at_least

    def figure_of_sample(row: Row, previous: Row | None) -> Figure:
        size = row[column]
        if size is None or number(size, column) < at_least:
            return Reason.BELOW_MIN_SAMPLE
        return figure(row, previous)

    return figure_of_sample
