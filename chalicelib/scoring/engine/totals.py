"""From points to a total, and from a total to grade and coefficient (rules.md §3, §4)."""

from collections.abc import Callable
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal
from typing import Final

from chalicelib.scoring.exact import ONE, WORKING, ZERO, quantum, rounder
from chalicelib.scoring.scheme import Grade, GradeBasis, Scheme

TotalOf = Callable[[Decimal, Decimal, Decimal], Decimal]
GradeOf = Callable[[Decimal], Grade | None]
# How a total is rounded before it is compared with the bands; by default it is not.
COMPARED: Final[dict[GradeBasis, str]] = {
    "nearest_integer": ROUND_HALF_UP,
    "whole_part": ROUND_FLOOR,
}


def total_of(scheme: Scheme) -> TotalOf:
    """(earned, available, extras) → total = earned × total_points ÷ available, rounded half up.

    Extras come after the rounding, then the cap; a total is never below 0.
    """
    points, highest = scheme.total_points, _highest(scheme)
    to_places = rounder(scheme.total_places)
    nothing = to_places(ZERO)

    def total(earned: Decimal, available: Decimal, extras: Decimal) -> Decimal:
        sum_of_points = to_places(earned * points / available)
        if extras:
            sum_of_points = max(nothing, to_places(sum_of_points + extras))
        return min(highest, sum_of_points)

    return total


def plain_total_of(scheme: Scheme, available: Decimal) -> Callable[[Decimal], Decimal]:
    """`total_of` for rows with every line and without extras: earned → total."""
    total, highest = total_of(scheme), _highest(scheme)
    if available != scheme.total_points or scheme.line_places != scheme.total_places:
        return lambda earned: total(earned, available, ZERO)

    def as_earned(earned: Decimal) -> Decimal:
        return highest if earned > highest else earned  # noqa: FURB136 min() takes twice the time

    return as_earned


def brings_of(scheme: Scheme) -> Callable[[Decimal], tuple[str | None, Decimal | None]]:
    """What a total brings: its band's code and coefficient, None below all bands."""
    bands = [(grade.min, (grade.code, grade.coefficient)) for grade in scheme.grades]
    compared = COMPARED.get(scheme.grade_basis)

    def brings(total: Decimal) -> tuple[str | None, Decimal | None]:
        figure = total if compared is None else total.quantize(ONE, compared, WORKING)
        for least, brought in bands:
            if figure >= least:
                return brought
        return None, None

    return brings


def grade_of(grades: tuple[Grade, ...], basis: GradeBasis) -> GradeOf:
    """The band with the highest `min` that the total reaches; None below all of them."""
    compared = COMPARED.get(basis)

    def grade(total: Decimal) -> Grade | None:
        figure = total if compared is None else total.quantize(ONE, compared, WORKING)
        return next((band for band in grades if figure >= band.min), None)

    return grade


def _highest(scheme: Scheme) -> Decimal:
    """The largest total that can be printed and does not exceed the cap."""
    return scheme.total_cap.quantize(quantum(scheme.total_places), ROUND_FLOOR)
