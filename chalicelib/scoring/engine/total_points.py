"""From the points of the lines to the total (rules.md §3)."""

from collections.abc import Callable
from decimal import ROUND_FLOOR, Decimal

from chalicelib.scoring.exact import ZERO, quantum, rounder
from chalicelib.scoring.scheme import Scheme

TotalOf = Callable[[Decimal, Decimal, Decimal], Decimal]


def total_of(scheme: Scheme) -> TotalOf:
    """Return the function (earned, available, extras) → total, all in points.

    total = earned × total_points ÷ available, rounded half up to the scheme's places (rules.md §3).
    Extras are added after the rounding. Then the total is capped, and it is never below 0.
    """
    points, cap = scheme.total_points, _printable_cap(scheme)
    to_places = rounder(scheme.total_places)
    nothing = to_places(ZERO)

    def total(earned: Decimal, available: Decimal, extras: Decimal) -> Decimal:
        sum_of_points = to_places(earned * points / available)
        if extras:
            sum_of_points = max(nothing, to_places(sum_of_points + extras))
        return min(cap, sum_of_points)

    return total


def complete_total_of(scheme: Scheme, available: Decimal) -> Callable[[Decimal], Decimal]:
    """Return `total_of` for rows in which every line has points, without extras: earned → total."""
    total, cap = total_of(scheme), _printable_cap(scheme)
    if available != scheme.total_points or scheme.line_places != scheme.total_places:
        return lambda earned: total(earned, available, ZERO)

    def total_as_earned(earned: Decimal) -> Decimal:
        return cap if earned > cap else earned  # noqa: FURB136 min() takes twice the time

    return total_as_earned


def _printable_cap(scheme: Scheme) -> Decimal:
    """The largest total with the scheme's places that does not exceed `total_cap`."""
    return scheme.total_cap.quantize(quantum(scheme.total_places), ROUND_FLOOR)
