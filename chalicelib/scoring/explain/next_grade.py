"""How far the next grade is: the smallest change of one indicator that would reach it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext

from chalicelib.scoring.engine.compiled import CompiledScheme
from chalicelib.scoring.exact import ONE, WORKING, ZERO, shown, written
from chalicelib.scoring.result import Result
from chalicelib.scoring.scheme import Grade
from chalicelib.scoring.text import Text, text

from .movable import Movable, movable, nearest
from .phrases import figure


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
        for one in movable(line, entry, result.figures[n], compiled.scheme.line_places):

            def reached(value: Decimal, one: Movable = one, before: Decimal = entry.points) -> bool:
                earned = result.earned - before + one.points(value)
                band = compiled.grade(compiled.total(result, earned))
                return band is not None and band.min >= above.min

            value = nearest(one, reached)
            if value is not None:
                points = one.points(value)
                total = compiled.total(result, result.earned - entry.points + points)
                yield Change(
                    entry.indicator, one.slice, shown(one.now), value, entry.points, points, total
                )


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
