"""Indicators of a scorecard below their targets, with the figures that a plan stores."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from chalicelib.plans.goals import gain_of, goal_of
from chalicelib.schemes.compiled import ReadyScheme
from chalicelib.scorecards.records import Scorecard
from chalicelib.scoring import Indicator, Line, unpack
from chalicelib.scoring.exact import plain, rounded
from chalicelib.scoring.rules.rule import Terms


@dataclass(frozen=True, slots=True)
class Shortfall:
    """An indicator of a result, with the figures of its line and its slices below target.

    Figures are decimals as texts, as :class:`chalicelib.plans.records.Plan` stores them.
    """

    indicator: str
    figures: dict[str, str]
    slices: tuple[dict[str, str], ...]

    def basis(self, version: int) -> str:
        """Return a short form of the figures. Different figures give a different basis."""
        value, points = self.figures.get("value", ""), self.figures["points"]
        parts = [f"{one['slice']}={one['value']}" for one in self.slices]
        return ":".join((str(version), value, points, *parts))


def shortfalls(card: Scorecard, version: ReadyScheme) -> Iterator[Shortfall]:
    """Give every indicator of the card that is below target, in the order of the scheme."""
    result, _ = unpack(version.compiled, card.packed)
    missed = {indicator.code: indicator for indicator in version.compiled.below_target(result)}
    if not missed:
        return
    for line in result.lines:
        if line.indicator in missed:
            yield _shortfall(version, missed[line.indicator], line)


def shortfall_of(card: Scorecard, version: ReadyScheme, indicator: str) -> Shortfall | None:
    """Return one indicator's figures, also when it meets its target.

    None when the card has no line of the indicator, or the line has no points.
    """
    result, _ = unpack(version.compiled, card.packed)
    for line in result.lines:
        if line.indicator == indicator and line.points is not None:
            return _shortfall(version, version.scheme.indicator(indicator), line)
    return None


def _shortfall(version: ReadyScheme, indicator: Indicator, line: Line) -> Shortfall:
    scheme = version.scheme
    goal = goal_of(indicator, line.target)
    figures = {
        "value": None if line.value is None else plain(line.value),
        "target": None if line.target is None else plain(line.target),
        "points": format(rounded(line.points or Decimal(0), scheme.line_places), "f"),
        "max_points": plain(line.max_points),
        "goal": None if goal is None else plain(goal),
        "gain": format(gain_of(scheme, indicator, line, goal), "f"),
    }
    known = {name: figure for name, figure in figures.items() if figure is not None}
    return Shortfall(line.indicator, known, _missed_slices(indicator, line))


def _missed_slices(indicator: Indicator, line: Line) -> tuple[dict[str, str], ...]:
    terms = Terms(indicator.direction, indicator.max_points, None)
    return tuple(
        {"slice": mark.slice, "value": plain(mark.value), "target": plain(mark.target)}
        for mark in line.slices
        if mark.value is not None and not terms.meets(mark.value, mark.target)
    )
