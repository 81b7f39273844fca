"""One indicator, compiled: its figure, its points, and what happens without a figure."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from chalicelib.scoring.cells import number
from chalicelib.scoring.columns import uses
from chalicelib.scoring.reasons import Reason
from chalicelib.scoring.result import Note
from chalicelib.scoring.rows import Figure, Row, Use, ValueOf
from chalicelib.scoring.rules.rule import PointsOf, Terms
from chalicelib.scoring.rules.scale import Scale
from chalicelib.scoring.scheme import Indicator, MinSample
from chalicelib.scoring.values.metric import Metric

# Targets of slices and exemptions come again with every row.
remembered = lru_cache(maxsize=128)


@dataclass(frozen=True, slots=True)
class CompiledLine:
    """What the engine needs of an indicator.

    `figure` gives its value or why there is none; `points` the points of a value as printed,
    `exact_points` before rounding, per target for slices and exemptions.
    """

    indicator: Indicator
    terms: Terms
    uses: tuple[Use, ...]
    figure: ValueOf
    points: PointsOf
    exact_points: Callable[[Decimal], PointsOf]
    printed_points: Callable[[Decimal], PointsOf]

    @property
    def looks_back(self) -> bool:
        """Whether the figure needs the previous period's row."""
        return self.indicator.value.looks_back

    def missed(self, figure: Decimal | None, points: Decimal | None, note: Note | None) -> bool:
        """Whether a scored line is below its target; without a target, whether it lost points."""
        indicator, terms = self.indicator, self.terms
        if note is not None and note.slices:
            return any(
                s.value is not None and not terms.meets(s.value, s.target) for s in note.slices
            )
        if indicator.target is not None and figure is not None:
            return not terms.meets(figure, indicator.target)
        return points is not None and points < indicator.max_points


def compile_line(indicator: Indicator, places: int) -> CompiledLine:
    terms = Terms(indicator.direction, indicator.max_points, indicator.target)
    rule = indicator.rule
    sliced_without_target = rule.uses_target and indicator.target is None
    return CompiledLine(
        indicator=indicator,
        terms=terms,
        uses=tuple(uses(indicator)),
        figure=_figure(indicator),
        points=_never if sliced_without_target else rule.printed(terms, places),
        exact_points=remembered(lambda target: rule.points(replace(terms, target=target))),
        printed_points=remembered(lambda t: rule.printed(replace(terms, target=t), places)),
    )


def _never(_value: Decimal) -> Decimal:
    """An indicator with slices is not scored as a whole."""
    raise NotImplementedError


def _figure(indicator: Indicator) -> ValueOf:
    if isinstance(indicator.rule, Scale) and isinstance(indicator.value, Metric):
        figure = _level(indicator.rule, indicator.value.column)
    else:
        figure = indicator.value.figure(indicator.code)
    if indicator.min_sample is None:
        return figure
    return _with_min_sample(figure, indicator.min_sample)


def _level(scale: Scale, column: str) -> ValueOf:
    """The mark that a cell of a judged indicator stands for."""
    names = scale.by_name()

    def level(row: Row, _previous: Row | None) -> Figure:
        cell = row[column]
        return Reason.BLANK if cell is None else scale.mark(cell, column, names)

    return level


def _with_min_sample(figure: ValueOf, sample: MinSample) -> ValueOf:
    """Not available below so many cases, whatever the figure would be."""
    column, at_least = sample.column, sample.at_least

    def sampled(row: Row, previous: Row | None) -> Figure:
        size = row[column]
        if size is None or number(size, column) < at_least:
            return Reason.BELOW_MIN_SAMPLE
        return figure(row, previous)

    return sampled
