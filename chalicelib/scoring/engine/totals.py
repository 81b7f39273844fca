"""From points to a total, and from a total to grade and coefficient (rules.md §3, §4)."""

from collections.abc import Callable
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal

from chalicelib.scoring.exact import ONE, WORKING, ZERO, quantum, rounder
from chalicelib.scoring.scheme import Grade, GradeBasis, Scheme

TotalOf = Callable[[Decimal, Decimal, Decimal], Decimal]
GradeOf = Callable[[Decimal], Grade | None]


def total_of(scheme: Scheme) -> TotalOf:
    """(earned, available, extras) → total = earned × total_points ÷ available, rounded half up.

    Extras come after the rounding, then the cap; a total is never below 0.
    """
    points, cap = scheme.total_points, scheme.total_cap
    to_places, unit = rounder(scheme.total_places), quantum(scheme.total_places)
    nothing = ZERO.quantize(unit)
    # The largest total that can be printed and does not exceed the cap.
    highest = cap.quantize(unit, ROUND_FLOOR, WORKING)
    exactly_as_earned = scheme.line_places <= scheme.total_places

    def total(earned: Decimal, available: Decimal, extras: Decimal) -> Decimal:
        if available == points and exactly_as_earned:
            sum_of_points = earned.quantize(unit)
        else:
            sum_of_points = to_places(earned * points / available)
        if extras:
            sum_of_points = to_places(sum_of_points + extras)
        if sum_of_points > highest:
            return highest
        return max(nothing, sum_of_points)

    return total


def grade_of(grades: tuple[Grade, ...], basis: GradeBasis) -> GradeOf:
    """The band with the highest `min` that the total reaches; None below all of them."""
    bands = [(grade.min, grade) for grade in grades]

    def grade(total: Decimal) -> Grade | None:
        for least, band in bands:
            if total >= least:
                return band
        return None

    if basis == "exact":
        return grade
    rounding = ROUND_HALF_UP if basis == "nearest_integer" else ROUND_FLOOR
    return lambda total: grade(total.quantize(ONE, rounding, WORKING))
