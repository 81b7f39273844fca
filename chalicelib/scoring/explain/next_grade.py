"""How far the next grade is: the smallest change of one value that reaches it (rules.md §7)."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext

from chalicelib.scoring.engine.compiled_scheme import CompiledScheme
from chalicelib.scoring.exact import ONE, WORKING, ZERO, shown, with_minus_sign
from chalicelib.scoring.phrases import shown_figure
from chalicelib.scoring.result import Result
from chalicelib.scoring.rows import Row
from chalicelib.scoring.scheme import Grade
from chalicelib.scoring.text import Text, text

from .what_if_value import WhatIfValue, nearest, what_if_values


@dataclass(frozen=True, slots=True)
class Change:
    """Another value of one indicator, or of one slice of it, that alone brings the next grade.

    Values are in the indicator's unit, points are those of the line, `total` is the new total.
    """

    indicator: str
    slice: str | None
    from_value: Decimal
    to_value: Decimal
    from_points: Decimal
    to_points: Decimal
    total: Decimal


@dataclass(frozen=True, slots=True)
class NextGrade:
    """The next better band, the points missing to its `min`, and the changes that reach it.

    `changes` run from the smallest, relative to the indicator's target. They are empty when no
    indicator alone is enough. `words` tell the smallest change.
    """

    grade: Grade
    missing: Decimal
    changes: tuple[Change, ...]
    words: Text


def next_grade(
    compiled: CompiledScheme, result: Result, rows: Sequence[Row] = ()
) -> NextGrade | None:
    """The way to the next grade; None in the best band, without a total, or under a veto.

    `rows` are those that the result was scored from, cleaned.
    """
    if result.total is None or result.veto is not None:
        return None
    with localcontext(WORKING):
        above = _above(compiled, result.total)
        if above is None:
            return None
        found = sorted(_changes(compiled, result, above, rows), key=_effort(compiled))
        words = _words(compiled, above, found[0]) if found else _no_change(compiled, result, above)
        return NextGrade(above, above.min - result.total, tuple(found), words)


def _above(compiled: CompiledScheme, total: Decimal) -> Grade | None:
    now = compiled.grade(total)
    better = [g for g in compiled.scheme.grades if now is None or g.min > now.min]
    return min(better, key=lambda grade: grade.min, default=None)


def _changes(
    compiled: CompiledScheme, result: Result, above: Grade, rows: Sequence[Row]
) -> Iterator[Change]:
    places = compiled.scheme.line_places
    for n, (line, entry) in enumerate(zip(compiled.lines, result.lines, strict=True)):
        if entry.points is None or entry.status == "not_available" or entry.reason == "full":
            continue
        for one in what_if_values(line, entry, result.figures[n], places, rows):

            def reached(
                value: Decimal, one: WhatIfValue = one, before: Decimal = entry.points
            ) -> bool:
                earned = result.earned - before + one.points(value)
                band = compiled.grade(compiled.total(result, earned))
                return band is not None and band.min >= above.min

            value = nearest(one, reached)
            if value is not None:
                points = one.points(value)
                total = compiled.total(result, result.earned - entry.points + points)
                # A part of a larger sample may have no end; it is compared exactly, and shown so.
                then = value if one.each is None else shown(value)
                yield Change(
                    entry.indicator, one.slice, shown(one.now), then, entry.points, points, total
                )


def _effort(compiled: CompiledScheme) -> Callable[[Change], tuple[Decimal, str, str]]:
    """The size of a change relative to the indicator's target, so that units do not matter."""

    def effort(change: Change) -> tuple[Decimal, str, str]:
        indicator = compiled.scheme.indicator(change.indicator)
        beside = abs(indicator.target or ZERO) or abs(change.from_value) or ONE
        share = abs(change.to_value - change.from_value) / beside
        return share, change.indicator, change.slice or ""

    return effort


def _no_change(compiled: CompiledScheme, result: Result, above: Grade) -> Text:
    """No value alone is enough. A line that counts 0 for want of figures (an exam that was not
    taken) has none to change; with full points it may be enough."""
    name, least = above.name, with_minus_sign(above.min)
    for n, line in enumerate(compiled.lines):
        note = result.notes.get(n)
        if note is None or not line.counts_zero(note):
            continue
        most = compiled.total(result, result.earned + line.indicator.max_points)
        band = compiled.grade(most)
        if band is not None and band.min >= above.min:
            of, total = line.indicator.name, format(most, "f")
            return text(
                f"“{of['zh']}”没有数据，按 0 分计；如有数据且得满分，总分即为 {total}，"
                f"达到“{name['zh']}”（{least} 分）。",
                f"“{of['en']}” has no figures and counts 0. With full points in it the total would "
                f"be {total}, which is “{name['en']}” ({least}).",
            )
    return text(
        f"距“{name['zh']}”（{least} 分）：没有哪一项指标单独改进就能达到。",
        f"“{name['en']}” ({least}): no single indicator alone would reach it.",
    )


def _words(compiled: CompiledScheme, above: Grade, change: Change) -> Text:
    name, least = above.name, with_minus_sign(above.min)
    indicator = compiled.scheme.indicator(change.indicator)
    now, then = (
        shown_figure(change.from_value, indicator.unit),
        shown_figure(change.to_value, indicator.unit),
    )
    total = format(change.total, "f")
    of = f" ({change.slice})" if change.slice else ""
    return text(
        f"只要“{indicator.name['zh']}{of}”由 {now['zh']} 变为 {then['zh']}，"
        f"总分即为 {total}，达到“{name['zh']}”（{least} 分）。",
        f"With “{indicator.name['en']}{of}” at {then['en']} instead of {now['en']} the total would"
        f" be {total}, which is “{name['en']}” ({least}).",
    )
