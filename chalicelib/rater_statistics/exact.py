"""Fractions: their mean, their deviation, and how they are shown."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from math import floor, isqrt
from typing import Final

SHOWN_PLACES: Final = 6
_ROOT_DIGITS: Final = 30
_HALF: Final = Fraction(1, 2)


def shown(value: Fraction, places: int = SHOWN_PLACES) -> Decimal:
    """Return a fraction as a decimal, rounded half up (away from zero): 1/3 → 0.333333."""
    whole = floor(abs(value) * 10**places + _HALF)
    return Decimal(-whole if value < 0 else whole).scaleb(-places)


def mean(values: Sequence[Fraction]) -> Fraction:
    """Return the mean of at least one value."""
    return sum(values, Fraction(0)) / len(values)


def deviation(values: Sequence[Fraction]) -> Fraction:
    """Return the standard deviation of a sample of at least two values (divided by n − 1)."""
    middle = mean(values)
    squares = sum(((one - middle) ** 2 for one in values), Fraction(0))
    return root(squares / (len(values) - 1))


def root(value: Fraction) -> Fraction:
    """Return the square root, cut after 30 decimals."""
    scaled = value.numerator * 10 ** (2 * _ROOT_DIGITS) // value.denominator
    return Fraction(isqrt(scaled), 10**_ROOT_DIGITS)
