"""What is wrong with, or worth a word about, one indicator."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise
from typing import Final

from chalicelib.scoring.exact import written
from chalicelib.scoring.findings import Finding, finding, joined
from chalicelib.scoring.rules.pass_fail import PassFail
from chalicelib.scoring.rules.rule import Terms
from chalicelib.scoring.rules.scale import Scale
from chalicelib.scoring.scheme import Indicator
from chalicelib.scoring.text import Text, text
from chalicelib.scoring.units import with_unit
from chalicelib.scoring.values.rating import Rating
from chalicelib.scoring.values.sample import Sample

from .shape import Shape, shape_of

# As fine as a number of a scheme.
CORNER: Final = Decimal("1E-10")


def indicator_errors(indicator: Indicator, pointer: str) -> Iterator[Finding]:
    """What keeps the indicator from being scored as written."""
    rule, value = indicator.rule, indicator.value
    if value.kind not in rule.values:
        usable = ", ".join(rule.values)
        kinds = {"rule": rule.kind, "value": value.kind, "usable": usable}
        yield finding("rule_cannot_use_value", joined(pointer, "rule", "kind"), **kinds)
    if indicator.direction == "higher" and (rule.counts or isinstance(value, Sample)):
        yield finding("direction_contradicts", joined(pointer, "direction"))
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
    """What is worth a word about an indicator that can be scored."""
    rule = indicator.rule
    if isinstance(rule, Scale):
        yield from _scale_warnings(rule, joined(pointer, "rule", "levels"))
    else:
        found = shapes(indicator)
        yield from _cliff(indicator, found, joined(pointer, "rule"), narrowest_band)
        yield from _rise(indicator, found, joined(pointer, "rule"))
    if is_judged(indicator) and _raters(indicator) < 2:
        yield finding("one_rater", joined(pointer, "value"))


def shapes(indicator: Indicator) -> list[Shape]:
    """One shape per target; an indicator without slices has one."""
    return [shape_of(indicator, target) for target in targets_of(indicator)]


def targets_of(indicator: Indicator) -> tuple[Decimal | None, ...]:
    if indicator.slices and indicator.rule.uses_target:
        return tuple(indicator.slices.targets.values())
    return (indicator.target,)


def is_judged(indicator: Indicator) -> bool:
    """Somebody's opinion rather than a count."""
    return isinstance(indicator.rule, Scale) or isinstance(indicator.value, Rating)


def _raters(indicator: Indicator) -> int:
    if not isinstance(indicator.value, Rating):
        return 1
    roles = sum(1 for weight in indicator.value.raters.values() if weight)
    return max(roles, indicator.value.min_raters)


def _cliff(
    indicator: Indicator, found: list[Shape], pointer: str, narrowest_band: Decimal | None
) -> Iterator[Finding]:
    """A jump of more than 20% of the line's maximum at one point.

    `pass_fail` is a jump by its nature, and whoever chose it has said so: it is worth a word only
    where the target missed by a hair costs as much as a whole grade.
    """
    cliffs = [cliff for shape in found if (cliff := shape.cliff(indicator.max_points))]
    why = text("", "")
    if isinstance(indicator.rule, PassFail):
        if narrowest_band is None or indicator.max_points < narrowest_band:
            return
        why = text("；仅此一项就相当于整整一个等级", "; that alone is as much as a whole grade")
    for worst in cliffs[:1]:
        moves = text("降低", "fall") if worst.after < worst.before else text("升高", "rise")
        yield finding(
            "cliff",
            pointer,
            indicator=indicator.name,
            at=_corner(worst.worse, indicator),
            jump=worst.jump.quantize(Decimal("0.01")),
            moves=moves,
            max=indicator.max_points,
            why=why,
        )


def _rise(indicator: Indicator, found: list[Shape], pointer: str) -> Iterator[Finding]:
    """Points that rise as performance falls: the first place."""
    rises = [rise for shape in found if (rise := shape.rise())]
    for rise in rises[:1]:
        before, after = (round(p, 2) for p in (rise.before, rise.after))
        figures = {"at": _corner(rise.worse, indicator), "before": before, "after": after}
        yield finding("points_rise", pointer, indicator=indicator.name, **figures)


def _scale_warnings(scale: Scale, pointer: str) -> Iterator[Finding]:
    levels = sorted(enumerate(scale.levels), key=lambda pair: pair[1].low)
    for (_, lower), (n, upper) in pairwise(levels):
        ends = {"low": lower.high, "high": upper.low}
        if upper.low - lower.high > max(lower.step, upper.step):
            yield finding("scale_gap", joined(pointer, n, "points"), **ends)
        if upper.low <= lower.high:
            ends = {"low": upper.low, "high": min(lower.high, upper.high)}
            yield finding("scale_overlap", joined(pointer, n, "points"), **ends)


def _corner(value: Decimal, indicator: Indicator) -> Text:
    """The corner that a value a hair's breadth off belongs to, with its unit."""
    return with_unit(written(value.quantize(CORNER)), indicator.unit)
