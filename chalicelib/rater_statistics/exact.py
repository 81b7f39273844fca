"""Fractions: their mean, their deviation, and how they are shown.

Sums are of whole numbers over one divisor: exact as fractions are, and many times faster.
"""

from collections.abc import Collection, Sequence
from decimal import Decimal
from fractions import Fraction
from math import floor, isqrt, lcm
from typing import Final

SHOWN_PLACES: Final = 6
_ROOT_DIGITS: Final = 30
_HALF: Final = Fraction(1, 2)


def shown(value: Fraction, places: int = SHOWN_PLACES) -> Decimal:
    """Return a fraction as a decimal, rounded half up (away from zero): 1/3 → 0.333333."""
    whole = floor(abs(value) * 10**places + _HALF)
    return Decimal(-whole if value < 0 else whole).scaleb(-places)


def divisor_of(values: Collection[Fraction]) -> int:
    """Return the least number by which all values are whole."""
    return lcm(*{one.denominator for one in values})


def whole(values: Sequence[Fraction], divisor: int) -> list[int]:
    """Return how many parts of a divisor, as :func:`divisor_of` finds it, each value has."""
    return [one.numerator * (divisor // one.denominator) for one in values]


def squares_apart(parts: Sequence[int]) -> int:
    """Return the sum of the squared distances of all pairs, each pair once."""
    return len(parts) * sum(one * one for one in parts) - sum(parts) ** 2


def mean(values: Sequence[Fraction]) -> Fraction:
    """Return the mean of at least one value."""
    divisor = divisor_of(values)
    return Fraction(sum(whole(values, divisor)), divisor * len(values))


def deviation(values: Sequence[Fraction]) -> Fraction:
    """Return the standard deviation of a sample of at least two values (divided by n − 1)."""
    divisor, count = divisor_of(values), len(values)
    apart = squares_apart(whole(values, divisor))
    return root(Fraction(apart, count * (count - 1) * divisor * divisor))


def root(value: Fraction) -> Fraction:
    """Return the square root, cut after 30 decimals."""
    scaled = value.numerator * 10 ** (2 * _ROOT_DIGITS) // value.denominator
    return Fraction(isqrt(scaled), 10**_ROOT_DIGITS)
