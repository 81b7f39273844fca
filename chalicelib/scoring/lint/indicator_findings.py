"""The linter's findings about one indicator (rules.md §8)."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from chalicelib.scoring.exact import with_minus_sign
from chalicelib.scoring.findings import Finding, joined
from chalicelib.scoring.rater_roles import ANONYMITY_MIN
from chalicelib.scoring.rules.rule import Terms
from chalicelib.scoring.scheme import Indicator
from chalicelib.scoring.text import Text, text
from chalicelib.scoring.units import with_unit
from chalicelib.scoring.values.rating import Rating
from chalicelib.scoring.values.sample import Sample

from .points_curve import PointsCurve, points_curve
from .sentences import finding

# The precision of a number of a scheme.
PRECISION: Final = Decimal("1E-10")
# The most targets of one indicator whose curves are examined.
MOST_CURVES: Final = 12


def indicator_errors(indicator: Indicator, pointer: str) -> Iterator[Finding]:
    """Errors that keep the indicator from being scored as written. `pointer` is its place."""
    rule, value = indicator.rule, indicator.value
    if value.kind not in rule.values:
        usable = ", ".join(rule.values)
        kinds = {"rule": rule.kind, "value": value.kind, "usable": usable}
        yield finding("rule_cannot_use_value", joined(pointer, "rule", "kind"), **kinds)
    if indicator.direction == "higher" and (rule.counts or value.counts):
        yield finding("direction_contradicts", joined(pointer, "direction"))
    if isinstance(value, Sample) and value.checklist and value.fails_at > len(value.checklist):
        figures = {"found": value.fails_at, "items": len(value.checklist)}
        yield finding("fails_at_unreachable", joined(pointer, "value", "fails_at"), **figures)
    if isinstance(value, Rating) and value.shows_less_than_it_counts:
        figures = {"found": value.anonymity_min, "least": ANONYMITY_MIN}
        yield finding("anonymity_too_small", joined(pointer, "value", "anonymity_min"), **figures)
    if indicator.slices and not rule.uses_target:
        yield finding("slices_without_target", joined(pointer, "slices"), rule=rule.kind)
    if indicator.slices and indicator.not_available in ("carry_previous", "team_mean"):
        where = joined(pointer, "not_available")
        yield finding("policy_cannot_apply", where, policy=indicator.not_available)
    seen = set()
    for target in targets_of(indicator):
        for problem in rule.problems(Terms(indicator.direction, indicator.max_points, target)):
            if (problem.code, problem.path) not in seen:
                seen.add((problem.code, problem.path))
                below = problem.path if problem.path == ("target",) else ("rule", *problem.path)
                yield finding(problem.code, joined(pointer, *below), **problem.figures)


def indicator_warnings(
    indicator: Indicator, pointer: str, narrowest_band: Decimal | None
) -> Iterator[Finding]:
    """Warnings about an indicator that can be scored.

    `narrowest_band` is the width of the narrowest grade band in points.
    """
    rule = indicator.rule
    for problem in rule.warnings():
        yield finding(problem.code, joined(pointer, "rule", *problem.path), **problem.figures)
    if not rule.judged:
        curves = points_curves(indicator)
        yield from _cliff(indicator, curves, joined(pointer, "rule"), narrowest_band)
        yield from _rise(indicator, curves, joined(pointer, "rule"))
    if is_judged(indicator) and indicator.value.least_raters < 2:
        yield finding("one_rater", joined(pointer, "value"))


def points_curves(indicator: Indicator) -> list[PointsCurve]:
    """One curve per target; an indicator without slices has one.

    Of more than MOST_CURVES targets the lowest, the highest and some between them are examined: a
    curve has hundreds of points, and a scheme may have 6,000 targets.
    """
    targets = targets_of(indicator)
    if len(targets) > MOST_CURVES:
        inorder = sorted(target for target in targets if target is not None)
        last = len(inorder) - 1
        places = {last * n // (MOST_CURVES - 1) for n in range(MOST_CURVES)}
        targets = tuple(inorder[place] for place in sorted(places))
    return [points_curve(indicator, target) for target in targets]


def targets_of(indicator: Indicator) -> tuple[Decimal | None, ...]:
    """The targets of the slices, else the indicator's own."""
    if indicator.slices and indicator.rule.uses_target:
        return tuple(indicator.slices.targets.values())
    return (indicator.target,)


def is_judged(indicator: Indicator) -> bool:
    """Whether the points are people's judgement rather than a measurement."""
    return indicator.rule.judged or indicator.value.judged


def _cliff(
    indicator: Indicator, curves: list[PointsCurve], pointer: str, narrowest_band: Decimal | None
) -> Iterator[Finding]:
    """A jump of more than 20% of the line's maximum at one point.

    A kind that is all or nothing jumps on purpose. It gets the warning only where missing the
    target by the least costs as much as a whole grade.
    """
    cliffs = [cliff for curve in curves if (cliff := curve.cliff(indicator.max_points))]
    why = text("", "")
    if indicator.rule.all_or_nothing:
        if narrowest_band is None or indicator.max_points < narrowest_band:
            return
        why = text("；仅此一项就相当于整整一个等级", "; that alone is as much as a whole grade")
    for worst in cliffs[:1]:
        moves = text("降低", "fall") if worst.after < worst.before else text("升高", "rise")
        yield finding(
            "cliff",
            pointer,
            indicator=indicator.name,
            at=_breakpoint(worst.worse, indicator),
            jump=worst.jump.quantize(Decimal("0.01")),
            moves=moves,
            max=indicator.max_points,
            why=why,
        )


def _rise(indicator: Indicator, curves: list[PointsCurve], pointer: str) -> Iterator[Finding]:
    """The first place where points rise as performance falls."""
    rises = [rise for curve in curves if (rise := curve.rise())]
    for rise in rises[:1]:
        before, after = (round(p, 2) for p in (rise.before, rise.after))
        figures = {"at": _breakpoint(rise.worse, indicator), "before": before, "after": after}
        yield finding("points_rise", pointer, indicator=indicator.name, **figures)


def _breakpoint(value: Decimal, indicator: Indicator) -> Text:
    """The breakpoint nearest to a value close to it, with its unit."""
    return with_unit(with_minus_sign(value.quantize(PRECISION)), indicator.unit)
