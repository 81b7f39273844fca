"""The value that a line should reach, and the points that this would bring."""

from decimal import Decimal, localcontext

from chalicelib.scoring import Indicator, Line, Scheme
from chalicelib.scoring.exact import WORKING, rounded
from chalicelib.scoring.rules.rule import Terms


def goal_of(indicator: Indicator, target: Decimal | None) -> Decimal | None:
    """Return the value to reach: the line's target, else the value with full points.

    None when the rule has no such value, or when the indicator has slices: each has its own target.
    """
    if indicator.slices is not None:
        return None
    return indicator.rule.full_points_at() if target is None else target


def gain_of(scheme: Scheme, indicator: Indicator, line: Line, goal: Decimal | None) -> Decimal:
    """Return the points that the goal would add to the line's points, with the line's decimals."""
    return gain_at(scheme, indicator, line.points or Decimal(0), line.target, goal)


def gain_at(
    scheme: Scheme,
    indicator: Indicator,
    points: Decimal,
    target: Decimal | None,
    goal: Decimal | None,
) -> Decimal:
    """Return the points that the goal would add to ``points``, at least 0.

    They have the scheme's decimals of a line. Without a goal they are the points up to the maximum.
    """
    if goal is None:
        return rounded(max(Decimal(0), indicator.max_points - points), scheme.line_places)
    terms = Terms(indicator.direction, indicator.max_points, target)
    with localcontext(WORKING):
        reached = indicator.rule.rounded_points(terms, scheme.line_places)(goal)
    return rounded(max(Decimal(0), reached - points), scheme.line_places)
