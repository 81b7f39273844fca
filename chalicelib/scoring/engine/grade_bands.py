"""From a total to a grade band and its coefficient (rules.md §4)."""

from collections.abc import Callable
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal
from typing import Final

from chalicelib.scoring.exact import ONE, WORKING
from chalicelib.scoring.scheme import Grade, GradeBasis, Scheme

GradeOf = Callable[[Decimal], Grade | None]
# How a total is rounded to a whole number before the comparison. `exact` does not round.
BASIS_ROUNDING: Final[dict[GradeBasis, str]] = {
    "nearest_integer": ROUND_HALF_UP,
    "whole_part": ROUND_FLOOR,
}


def grade_of(grades: tuple[Grade, ...], basis: GradeBasis) -> GradeOf:
    """Return the function total → grade band (rules.md §4).

    The band is the one with the highest `min` that the total reaches; None below all bands.
    `grades` run from the best to the lowest.
    """
    rounding = BASIS_ROUNDING.get(basis)

    def grade(total: Decimal) -> Grade | None:
        figure = total if rounding is None else total.quantize(ONE, rounding, WORKING)
        return next((band for band in grades if figure >= band.min), None)

    return grade


def grade_and_coefficient_of(
    scheme: Scheme,
) -> Callable[[Decimal], tuple[str | None, Decimal | None]]:
    """Return the function total → (grade code, coefficient); (None, None) below all bands.

    Same rule as `grade_of`, prepared for the per-row path.
    """
    bands = [(grade.min, (grade.code, grade.coefficient)) for grade in scheme.grades]
    rounding = BASIS_ROUNDING.get(scheme.grade_basis)

    def grade_and_coefficient(total: Decimal) -> tuple[str | None, Decimal | None]:
        figure = total if rounding is None else total.quantize(ONE, rounding, WORKING)
        for least, band in bands:
            if figure >= least:
                return band
        return None, None

    return grade_and_coefficient
