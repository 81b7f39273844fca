"""How far the next grade is: the smallest change of one indicator that would reach it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal, localcontext
from typing import Final

from chalicelib.scoring.engine.compiled import CompiledScheme
from chalicelib.scoring.engine.lines import CompiledLine
from chalicelib.scoring.exact import ONE, WORKING, ZERO, rounder, shown, written
from chalicelib.scoring.result import Line, Result, SliceMark
from chalicelib.scoring.rules.rule import Terms
from chalicelib.scoring.rules.scale import Scale
from chalicelib.scoring.scheme import Grade, Indicator
from chalicelib.scoring.text import Text, text
from chalicelib.scoring.values.rating import Rating
from chalicelib.scoring.values.sample import Sample

from .phrases import figure

# Changes are looked for in hundredths of the indicator's unit.
GRAIN: Final = Decimal("0.01")
FAR: Final = Decimal(10) ** 12
PointsOf = Callable[[Decimal], Decimal]


@dataclass(frozen=True, slots=True)
class Change:
    """One indicator's value (of one slice, if it has any) that alone would bring the next grade."""

    indicator: str
    slice: str | None
    from_value: Decimal
    to_value: Decimal
    from_points: Decimal
    to_points: Decimal
    total: Decimal


@dataclass(frozen=True, slots=True)
class NextGrade:
    """The band above, what its `min` still asks for, and the changes that reach it.

    `changes` runs from the smallest, compared with the indicator's target, and is empty when no
    indicator alone is enough.
    """

    grade: Grade
    missing: Decimal
    changes: tuple[Change, ...]
    words: Text


def next_grade(compiled: CompiledScheme, result: Result) -> NextGrade | None:
    """The way to the next grade; None at the top, without a total, or under a veto."""
    if result.total is None or result.veto is not None:
        return None
    with localcontext(WORKING):
        above = _above(compiled, result.total)
        if above is None:
            return None
        found = sorted(_changes(compiled, result, above), key=_effort(compiled))
        return NextGrade(
            above, above.min - result.total, tuple(found), _words(compiled, above, found)
        )


def _above(compiled: CompiledScheme, total: Decimal) -> Grade | None:
    now = compiled.grade(total)
    better = [g for g in compiled.scheme.grades if now is None or g.min > now.min]
    return min(better, key=lambda grade: grade.min, default=None)


def _changes(compiled: CompiledScheme, result: Result, above: Grade) -> Iterator[Change]:
    for n, (line, entry) in enumerate(zip(compiled.lines, result.lines, strict=True)):
        if entry.points is None or entry.status == "not_available" or entry.reason == "full":
            continue
        for one in _movable(line, entry, result.figures[n], compiled.scheme.line_places):

            def reached(
                value: Decimal, one: "_Movable" = one, before: Decimal = entry.points
            ) -> bool:
                earned = result.earned - before + one.points(value)
                band = compiled.grade(compiled.total(result, earned))
                return band is not None and band.min >= above.min

            value = _nearest(one, reached)
            if value is not None:
                points = one.points(value)
                total = compiled.total(result, result.earned - entry.points + points)
                yield Change(
                    entry.indicator, one.slice, shown(one.now), value, entry.points, points, total
                )


@dataclass(frozen=True, slots=True)
class _Movable:
    """A value that could be another: where it is, which values it could have, what they bring."""

    indicator: Indicator
    slice: str | None
    now: Decimal
    marks: tuple[Decimal, ...]
    grain: Decimal
    best: Decimal
    points: PointsOf


def _movable(
    line: CompiledLine, entry: Line, figure: Decimal | None, places: int
) -> Iterator[_Movable]:
    if entry.slices:
        for mark in entry.slices:
            if mark.value is not None and mark.points is not None and mark.weight:
                points = _in_slice(line, entry.slices, mark, places)
                yield _about(line.indicator, mark.target, mark.slice, mark.value, points)
    elif figure is not None:
        target = entry.target
        points = line.points if target is None else line.printed_points(target)
        yield _about(line.indicator, target, None, figure, points)


def _about(
    indicator: Indicator, target: Decimal | None, name: str | None, now: Decimal, points: PointsOf
) -> _Movable:
    terms = Terms(indicator.direction, indicator.max_points, target)
    marks = _marks(indicator.rule) if isinstance(indicator.rule, Scale) else ()
    whole = indicator.rule.counts or isinstance(indicator.value, Sample)
    return _Movable(
        indicator, name, now, marks, ONE if whole else GRAIN, _best(indicator, terms), points
    )


def _in_slice(
    line: CompiledLine, marks: Sequence[SliceMark], moved: SliceMark, places: int
) -> PointsOf:
    """The line's points as a function of one slice's value, the others staying as they are."""
    others = [m for m in marks if m.slice != moved.slice and m.points is not None and m.weight]
    rest = sum((m.points * m.weight for m in others if m.points and m.weight), ZERO)
    own = moved.weight or ZERO
    weights = own + sum((m.weight for m in others if m.weight), ZERO)
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


def _nearest(one: _Movable, reached: Callable[[Decimal], bool]) -> Decimal | None:
    """The value nearest to the present one that is enough; None when even the best is not."""
    if one.marks:
        enough = [mark for mark in one.marks if reached(mark)]
        return min(enough, key=lambda mark: abs(mark - one.now), default=None)
    lower = one.indicator.direction == "lower"
    if (one.best >= one.now if lower else one.best <= one.now) or not reached(one.best):
        return None
    sign = -1 if lower else 1
    # In grains: 0 is the present value rounded towards the worse side, `high` is enough.
    start = one.now.quantize(one.grain, ROUND_CEILING if lower else ROUND_FLOOR, WORKING)
    low, high = 0, int(abs(one.best - start) / one.grain) + 1
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if reached(_at(one, start, sign * middle)) else (middle, high)
    return _at(one, start, sign * high)


def _at(one: _Movable, start: Decimal, grains: int) -> Decimal:
    value = start + one.grain * grains
    return max(value, one.best) if grains < 0 else min(value, one.best)


def _marks(scale: Scale) -> tuple[Decimal, ...]:
    marks = set()
    for level in scale.levels:
        count = min(int((level.high - level.low) / level.step), 1_000)
        marks |= {level.low + level.step * n for n in range(count + 1)}
    return tuple(sorted(marks))


def _effort(compiled: CompiledScheme) -> Callable[[Change], tuple[Decimal, str, str]]:
    """How large a change is beside the indicator's target, so that units can be compared."""

    def effort(change: Change) -> tuple[Decimal, str, str]:
        indicator = compiled.scheme.indicator(change.indicator)
        beside = abs(indicator.target or ZERO) or abs(change.from_value) or ONE
        share = abs(change.to_value - change.from_value) / beside
        return share, change.indicator, change.slice or ""

    return effort


def _words(compiled: CompiledScheme, above: Grade, found: Sequence[Change]) -> Text:
    name, least = above.name, written(above.min)
    if not found:
        return text(
            f"距“{name['zh']}”（{least} 分）：没有哪一项指标单独改进就能达到。",
            f"“{name['en']}” ({least}): no single indicator alone would reach it.",
        )
    change = found[0]
    indicator = compiled.scheme.indicator(change.indicator)
    now, then = figure(change.from_value, indicator.unit), figure(change.to_value, indicator.unit)
    total = format(change.total, "f")
    of = f" ({change.slice})" if change.slice else ""
    return text(
        f"只要“{indicator.name['zh']}{of}”由 {now['zh']} 变为 {then['zh']}，"
        f"总分即为 {total}，达到“{name['zh']}”（{least} 分）。",
        f"With “{indicator.name['en']}{of}” at {then['en']} instead of {now['en']} the total would"
        f" be {total}, which is “{name['en']}” ({least}).",
    )
