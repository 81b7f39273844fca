"""A value that could be another: which values it could have, and the nearest that is enough."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Final

from chalicelib.scoring.engine.lines import CompiledLine
from chalicelib.scoring.exact import ONE, ZERO, rounder
from chalicelib.scoring.result import Line, SliceMark
from chalicelib.scoring.rules.rule import PointsOf, Terms
from chalicelib.scoring.rules.scale import Scale
from chalicelib.scoring.scheme import Indicator
from chalicelib.scoring.values.rating import Rating
from chalicelib.scoring.values.sample import Sample

# Changes are looked for in hundredths of the indicator's unit, of a share below 1 in more places.
GRAIN: Final = Decimal("0.01")
OF_SHARES: Final = Decimal("0.0001")


@dataclass(frozen=True, slots=True)
class Movable:
    """A value that could be another: where it is, which values it could have, what they bring."""

    indicator: Indicator
    slice: str | None
    now: Decimal
    marks: tuple[Decimal, ...]
    grain: Decimal
    best: Decimal
    points: PointsOf


def movable(
    line: CompiledLine, entry: Line, figure: Decimal | None, places: int
) -> Iterator[Movable]:
    if entry.slices:
        for mark in entry.slices:
            if mark.value is not None and mark.points is not None and mark.weight:
                points = _in_slice(line, entry.slices, mark, mark.weight, places)
                yield _about(line.indicator, mark.target, mark.slice, mark.value, points)
    elif figure is not None:
        target = entry.target
        points = line.points if target is None else line.printed_points(target)
        yield _about(line.indicator, target, None, figure, points)


def _about(
    indicator: Indicator, target: Decimal | None, name: str | None, now: Decimal, points: PointsOf
) -> Movable:
    terms = Terms(indicator.direction, indicator.max_points, target)
    marks = _marks(indicator.rule) if isinstance(indicator.rule, Scale) else ()
    best = _best(indicator, terms)
    grain = GRAIN if max(abs(now), abs(best)) >= 1 else OF_SHARES
    if indicator.rule.counts or isinstance(indicator.value, Sample):
        grain = ONE
    return Movable(indicator, name, now, marks, grain, best, points)


def _in_slice(
    line: CompiledLine, marks: Sequence[SliceMark], moved: SliceMark, own: Decimal, places: int
) -> PointsOf:
    """The line's points as a function of one slice's value, the others staying as they are."""
    others = [
        (m.points, m.weight)
        for m in marks
        if m.slice != moved.slice and m.points is not None and m.weight
    ]
    rest = sum((points * weight for points, weight in others), ZERO)
    weights = sum((weight for _, weight in others), own)
    exact, to_places = line.exact_points(moved.target), rounder(places)
    return lambda value: to_places((rest + exact(value) * own) / weights)


def _best(indicator: Indicator, terms: Terms) -> Decimal:
    """The best value worth looking at: beyond it no rule gives more."""
    lower = terms.direction == "lower"
    corners = indicator.rule.corners(terms)
    if isinstance(indicator.value, Rating):
        return indicator.value.low if lower else indicator.value.high
    if lower:
        return min(ZERO, *corners) if indicator.value.kind in ("growth", "formula") else ZERO
    return max(corners)


def nearest(one: Movable, reached: Callable[[Decimal], bool]) -> Decimal | None:
    """The value nearest to the present one that is enough; None when even the best is not."""
    if one.marks:
        enough = [mark for mark in one.marks if reached(mark)]
        return min(enough, key=lambda mark: abs(mark - one.now), default=None)
    lower = one.indicator.direction == "lower"
    if (one.best >= one.now if lower else one.best <= one.now) or not reached(one.best):
        return None
    sign = -1 if lower else 1
    # In grains: 0 is the present value rounded towards the worse side, `high` is enough.
    start = one.now.quantize(one.grain, ROUND_CEILING if lower else ROUND_FLOOR)
    low, high = 0, int(abs(one.best - start) / one.grain) + 1
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if reached(_at(one, start, sign * middle)) else (middle, high)
    return _at(one, start, sign * high)


def _at(one: Movable, start: Decimal, grains: int) -> Decimal:
    value = start + one.grain * grains
    return max(value, one.best) if grains < 0 else min(value, one.best)


def _marks(scale: Scale) -> tuple[Decimal, ...]:
    marks = set()
    for level in scale.levels:
        count = min(int((level.high - level.low) / level.step), 1_000)
        marks |= {level.low + level.step * n for n in range(count + 1)}
    return tuple(sorted(marks))
