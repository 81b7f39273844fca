"""What if a value were another: which values it could take, and the nearest one that is enough."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from fractions import Fraction
from typing import Final

from chalicelib.scoring.engine.compiled_line import CompiledLine
from chalicelib.scoring.engine.slices import merged_row
from chalicelib.scoring.exact import ONE, ZERO, rounder, shown
from chalicelib.scoring.result import Line, SliceMark
from chalicelib.scoring.rows import Row
from chalicelib.scoring.rules.rule import PointsOf, Terms
from chalicelib.scoring.scheme import Indicator
from chalicelib.scoring.values.sample import Sample

# The search goes by hundredths of the indicator's unit; values below 1 need a finer step.
SEARCH_STEP: Final = Decimal("0.01")
SEARCH_STEP_BELOW_ONE: Final = Decimal("0.0001")


@dataclass(frozen=True, slots=True)
class WhatIfValue:
    """One value of a result, and what other values would bring.

    `slice` is the slice's name, if it is a slice's value. `now` is the present value. `marks` are
    the only values that can occur, if there are such; else the search goes by `search_step` up to
    `best`. `points` is the function value → points of the whole line. `each`: of a sample that is
    brought to its required size, what one failure counts (4 of 20 are 2 of 10: a half).
    """

    indicator: Indicator
    slice: str | None
    now: Decimal
    marks: tuple[Decimal, ...]
    search_step: Decimal
    best: Decimal
    points: PointsOf
    each: Fraction | None = None


def what_if_values(
    line: CompiledLine, entry: Line, figure: Decimal | None, places: int, rows: Sequence[Row] = ()
) -> Iterator[WhatIfValue]:
    """The values of one line: that of every slice, or the line's own; none without a figure.

    Runs in the WORKING context. Points are rounded to `places`. `rows` are the person's, as they
    were scored; without them a failure of a larger sample counts as a whole one.
    """
    if entry.slices:
        for mark in entry.slices:
            if mark.value is not None and mark.points is not None and mark.weight:
                points = _points_by_slice(line, entry.slices, mark, mark.weight, places)
                yield _what_if(line.indicator, mark.target, mark.slice, mark.value, points)
    elif figure is not None:
        target = entry.target
        points = line.points if target is None else line.rounded_points_for(target)
        found = _what_if(line.indicator, target, None, figure, points)
        yield replace(found, each=_each(line, figure, rows))


def nearest(one: WhatIfValue, reached: Callable[[Decimal], bool]) -> Decimal | None:
    """The value nearest to the present one for which `reached` holds; None when none is enough.

    `reached` must hold for every value better than one for which it holds.
    """
    if one.marks:
        enough = [mark for mark in one.marks if reached(mark)]
        return min(enough, key=lambda mark: abs(mark - one.now), default=None)
    if one.each is not None:
        return _fewer_failures(one, one.each, reached)
    lower = one.indicator.direction == "lower"
    if (one.best >= one.now if lower else one.best <= one.now) or not reached(one.best):
        return None
    sign = -1 if lower else 1
    # Counted in steps from the present value, rounded towards the worse side; `high` is enough.
    start = one.now.quantize(one.search_step, ROUND_CEILING if lower else ROUND_FLOOR)
    low, high = 0, int(abs(one.best - start) / one.search_step) + 1
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if reached(_at(one, start, sign * middle)) else (middle, high)
    return _at(one, start, sign * high)


def _each(line: CompiledLine, figure: Decimal, rows: Sequence[Row]) -> Fraction | None:
    """What one failure of a larger sample counts; None where each counts one."""
    value = line.indicator.value
    if not isinstance(value, Sample) or value.more_drawn != "normalise" or not rows:
        return None
    drawn, failed = (merged_row(line, rows).get(one) for one in (value.size, value.failures))
    if not isinstance(drawn, Decimal) or not isinstance(failed, Decimal):
        return None
    if drawn <= value.required_size or failed != failed.to_integral_value():
        return None
    # An exemption, or another figure than that of the rows, is searched as any count is.
    each = Fraction(value.required_size) / Fraction(drawn)
    return each if shown(figure) == shown(_times(int(failed), each)) else None


def _fewer_failures(
    one: WhatIfValue, each: Fraction, reached: Callable[[Decimal], bool]
) -> Decimal | None:
    """The value of the most failures, fewer than now, for which `reached` holds."""
    low, high = 0, round(Fraction(one.now) / each)
    if high == 0 or not reached(ZERO):
        return None
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if reached(_times(middle, each)) else (low, middle)
    return _times(low, each)


def _times(failures: int, each: Fraction) -> Decimal:
    return Decimal(failures * each.numerator) / each.denominator


def _what_if(
    indicator: Indicator, target: Decimal | None, name: str | None, now: Decimal, points: PointsOf
) -> WhatIfValue:
    terms = Terms(indicator.direction, indicator.max_points, target)
    best = _best(indicator, terms)
    step = SEARCH_STEP if max(abs(now), abs(best)) >= 1 else SEARCH_STEP_BELOW_ONE
    if indicator.rule.counts or indicator.value.counts:
        step = ONE
    return WhatIfValue(indicator, name, now, indicator.rule.marks(), step, best, points)


def _points_by_slice(
    line: CompiledLine, marks: Sequence[SliceMark], changed: SliceMark, own: Decimal, places: int
) -> PointsOf:
    """The line's points as a function of one slice's value, the other slices unchanged."""
    others = [
        (m.points, m.weight)
        for m in marks
        if m.slice != changed.slice and m.points is not None and m.weight
    ]
    rest = sum((points * weight for points, weight in others), ZERO)
    weights = sum((weight for _, weight in others), own)
    exact, to_places = line.exact_points_for(changed.target), rounder(places)
    return lambda value: to_places((rest + exact(value) * own) / weights)


def _best(indicator: Indicator, terms: Terms) -> Decimal:
    """The best value that is worth a look: no rule gives more points beyond it."""
    low, high = indicator.value.value_range()
    breakpoints = indicator.rule.breakpoints(terms)
    if terms.direction == "lower":
        return min(ZERO, *breakpoints) if low is None else low
    return max(breakpoints) if high is None else high


def _at(one: WhatIfValue, start: Decimal, steps: int) -> Decimal:
    value = start + one.search_step * steps
    return max(value, one.best) if steps < 0 else min(value, one.best)
