"""Exact arithmetic: the working precision, rounding half up, and how numbers are written.

No figure is ever a binary float. No comparison with a target, a step or a cutoff may flip because a
quotient was rounded. A ratio of cells (below 10^15, at most 30 decimals) either equals a number of
the scheme (below 10^12, at most 10 decimals) or differs from it by more than 10^-55. With
WORKING_DIGITS digits the rounded quotient is therefore on the right side, or equal. Growth and
formulas multiply everything out and divide once, to FINE_DIGITS. Points from a quotient that does
not end (max × 1/3 ÷ 16) are first rounded to SETTLED_DIGITS, so that a tie stays a tie when they
are rounded to the printed places. See docs/decisions/exact-figures.md.
"""

from collections.abc import Callable
from decimal import (
    ROUND_HALF_UP,
    Clamped,
    Context,
    Decimal,
    DivisionByZero,
    FloatOperation,
    InvalidOperation,
    Overflow,
)
from functools import cache
from typing import Final

WORKING_DIGITS: Final = 76
SETTLED_DIGITS: Final = 70
FINE_DIGITS: Final = 160
SHOWN_DECIMALS: Final = 6
SHOWN_UNIT: Final = Decimal("0.000001")

TRAPS = [InvalidOperation, DivisionByZero, Overflow, FloatOperation]
WORKING: Final = Context(prec=WORKING_DIGITS, rounding=ROUND_HALF_UP, traps=[*TRAPS, Clamped])
divide_finely: Final = Context(prec=FINE_DIGITS, rounding=ROUND_HALF_UP, traps=TRAPS).divide
# Wide enough that no formula within limits.py rounds before its one division.
WIDE: Final = Context(prec=8_000, rounding=ROUND_HALF_UP, traps=TRAPS)
settle: Final = Context(prec=SETTLED_DIGITS, rounding=ROUND_HALF_UP, traps=TRAPS).plus

ZERO: Final = Decimal(0)
ONE: Final = Decimal(1)
HUNDRED: Final = Decimal(100)
HALF: Final = Decimal("0.5")


@cache
def quantum(places: int) -> Decimal:
    """The unit of the last decimal: 2 places → 0.01."""
    return Decimal((0, (1,), -places))


def rounded(value: Decimal, places: int) -> Decimal:
    """Round half up to so many decimals: 2.345 → 2.35. Rounds to SETTLED_DIGITS first."""
    return settle(value).quantize(quantum(places), ROUND_HALF_UP, WORKING)


def rounder(places: int) -> Callable[[Decimal], Decimal]:
    """Return `rounded` for a fixed number of places, for the per-row path."""
    unit = quantum(places)

    def to_places(value: Decimal) -> Decimal:
        return settle(value).quantize(unit, ROUND_HALF_UP, WORKING)

    return to_places


def decimals(value: Decimal) -> int:
    """The number of decimals that a finite number is written with."""
    exponent = value.as_tuple().exponent
    return -exponent if isinstance(exponent, int) and exponent < 0 else 0


def shown(value: Decimal) -> Decimal:
    """A value as it is displayed and stored: half up to six decimals, without trailing zeros.

    Points are computed from the exact value, never from this one.
    """
    return Decimal(shown_text(value))


def shown_text(value: Decimal) -> str:
    """`shown` as text; with at most six decimals it needs no exponent."""
    if value and value.adjusted() < SETTLED_DIGITS - 2 * SHOWN_DECIMALS:
        # Rounds only beyond the sixth decimal; to check for such decimals first would cost more.
        return plain(settle(value).quantize(SHOWN_UNIT, ROUND_HALF_UP, WORKING))
    return plain(rounded(value, SHOWN_DECIMALS) if decimals(value) > SHOWN_DECIMALS else value)


def plain(value: Decimal) -> str:
    """A number in plain notation: no exponent, no trailing zeros, no minus before zero."""
    if not value:
        return "0"
    digits = format(value, "f")
    return digits.rstrip("0").rstrip(".") if "." in digits else digits


def with_minus_sign(value: Decimal) -> str:
    """A number in a sentence: as `plain`, with the minus sign (U+2212) instead of a hyphen."""
    return plain(value).replace("-", "−")
