"""What a line would have to reach, and the points that this would bring."""

from decimal import Decimal, localcontext

from chalicelib.scoring import Indicator, Line, Scheme
from chalicelib.scoring.exact import WORKING, rounded
from chalicelib.scoring.rules.rule import Terms


def goal_of(indicator: Indicator, target: Decimal | None) -> Decimal | None:
    """The value to reach: the line's target, else where its rule gives everything.

    None when the rule has no such value, or when every slice has a target of its own.
    """
    if indicator.slices is not None:
        return None
    return indicator.rule.full_points_at() if target is None else target


def gain_of(scheme: Scheme, indicator: Indicator, line: Line, goal: Decimal | None) -> Decimal:
    """The points that the goal would bring beyond those that the line has, as it is printed."""
    return gain_at(scheme, indicator, line.points or Decimal(0), line.target, goal)


def gain_at(
    scheme: Scheme,
    indicator: Indicator,
    points: Decimal,
    target: Decimal | None,
    goal: Decimal | None,
) -> Decimal:
    """The same for a line of these points and this target."""
    if goal is None:
        return rounded(max(Decimal(0), indicator.max_points - points), scheme.line_places)
    terms = Terms(indicator.direction, indicator.max_points, target)
    with localcontext(WORKING):
        reached = indicator.rule.rounded_points(terms, scheme.line_places)(goal)
    return rounded(max(Decimal(0), reached - points), scheme.line_places)
