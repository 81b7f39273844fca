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
    as_earned = scheme.line_places <= scheme.total_places
    same_places = scheme.line_places == scheme.total_places

    def total(earned: Decimal, available: Decimal, extras: Decimal) -> Decimal:
        if as_earned and available == points:
            sum_of_points = earned if same_places else earned.quantize(unit)
        else:
            sum_of_points = to_places(earned * points / available)
        if extras:
            sum_of_points = to_places(sum_of_points + extras)
            if sum_of_points < nothing:
                return nothing
        return highest if sum_of_points > highest else sum_of_points  # noqa: FURB136 speed

    return total


def plain_total_of(scheme: Scheme, available: Decimal) -> Callable[[Decimal], Decimal]:
    """`total_of` for rows with every line and without extras: earned → total."""
    total, points, places = total_of(scheme), scheme.total_points, scheme.total_places
    highest = scheme.total_cap.quantize(quantum(places), ROUND_FLOOR, WORKING)
    if available != points or scheme.line_places != places:
        return lambda earned: total(earned, available, ZERO)

    def as_earned(earned: Decimal) -> Decimal:
        return highest if earned > highest else earned  # noqa: FURB136 min() takes twice the time

    return as_earned


def brings_of(scheme: Scheme) -> Callable[[Decimal], tuple[str | None, Decimal | None]]:
    """What a total brings: its band's code and coefficient, None below all bands."""
    band_of = grade_of(scheme.grades, scheme.grade_basis)
    bands = [(grade.min, (grade.code, grade.coefficient)) for grade in scheme.grades]

    def exactly(total: Decimal) -> tuple[str | None, Decimal | None]:
        for least, brought in bands:
            if total >= least:
                return brought
        return None, None

    def rounded_first(total: Decimal) -> tuple[str | None, Decimal | None]:
        band = band_of(total)
        return (None, None) if band is None else (band.code, band.coefficient)

    return exactly if scheme.grade_basis == "exact" else rounded_first


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
