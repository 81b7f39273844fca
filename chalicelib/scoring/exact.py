"""Exact arithmetic: the working precision, rounding half up, and how figures are written.

No figure meets a binary float, and no comparison with a target, a step or a cutoff may flip because
a quotient had to be rounded. A ratio of cells (below 10^15, at most 30 decimals) differs from a
number of the scheme (below 10^12, at most 10 decimals) either not at all or by more than 10^-55:
with WORKING_DIGITS digits the rounded quotient is on the right side, or exactly the number. Growth
and formulas multiply everything out before they divide, once, to FINE_DIGITS. Where points come
from a quotient that does not end (max × 1/3 ÷ 16), the last digits are settled at SETTLED_DIGITS
before they are rounded to the places that are printed, so that a tie stays a tie.
See docs/decisions/exact-figures.md.
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
from typing import Final

WORKING_DIGITS: Final = 76
SETTLED_DIGITS: Final = 70
FINE_DIGITS: Final = 160
SHOWN_DECIMALS: Final = 6
SHOWN_UNIT: Final = Decimal("0.000001")

TRAPS = [InvalidOperation, DivisionByZero, Overflow, FloatOperation]
WORKING: Final = Context(prec=WORKING_DIGITS, rounding=ROUND_HALF_UP, traps=[*TRAPS, Clamped])
divide_finely: Final = Context(prec=FINE_DIGITS, rounding=ROUND_HALF_UP, traps=TRAPS).divide
# Wide enough that a formula within limits.py never rounds before its one division.
WIDE: Final = Context(prec=8_000, rounding=ROUND_HALF_UP, traps=TRAPS)
settle: Final = Context(prec=SETTLED_DIGITS, rounding=ROUND_HALF_UP, traps=TRAPS).plus

ZERO: Final = Decimal(0)
ONE: Final = Decimal(1)
HUNDRED: Final = Decimal(100)
HALF: Final = Decimal("0.5")


def quantum(places: int) -> Decimal:
    """The unit in the last of so many places: 2 → 0.01."""
    return Decimal((0, (1,), -places))


def rounded(value: Decimal, places: int) -> Decimal:
    """Half up to so many places: 2.345 → 2.35; what comes from a quotient is settled first."""
    return settle(value).quantize(quantum(places), ROUND_HALF_UP, WORKING)


def rounder(places: int) -> Callable[[Decimal], Decimal]:
    """`rounded` with its places settled beforehand, for the per-row path."""
    unit = quantum(places)

    def to_places(value: Decimal) -> Decimal:
        return settle(value).quantize(unit, ROUND_HALF_UP, WORKING)

    return to_places


def decimals(value: Decimal) -> int:
    """How many decimals a finite number is written with."""
    exponent = value.as_tuple().exponent
    return -exponent if isinstance(exponent, int) and exponent < 0 else 0


def shown(value: Decimal) -> Decimal:
    """A value as it is shown and stored: half up to six decimals, without trailing zeros.

    Points are decided on the exact value, never on this one.
    """
    return Decimal(shown_text(value))


def shown_text(value: Decimal) -> str:
    """The same as text; with at most six decimals it never needs an exponent."""
    if value and value.adjusted() < SETTLED_DIGITS - 2 * SHOWN_DECIMALS:
        # Nothing but decimals beyond the sixth is lost: to look for them would cost more.
        return plain(settle(value).quantize(SHOWN_UNIT, ROUND_HALF_UP, WORKING))
    return plain(rounded(value, SHOWN_DECIMALS) if decimals(value) > SHOWN_DECIMALS else value)


def plain(value: Decimal) -> str:
    """A number as people write it: no exponent, no trailing zeros, no minus before zero."""
    if not value:
        return "0"
    digits = format(value, "f")
    return digits.rstrip("0").rstrip(".") if "." in digits else digits


def written(value: Decimal) -> str:
    """A number in a sentence: as `plain`, with a true minus, so that −5 is no hyphen and a five."""
    return plain(value).replace("-", "−")
