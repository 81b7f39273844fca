"""Convert a duration written h:mm:ss to an exact number in the column's own unit."""

import re
from decimal import ROUND_HALF_EVEN, Context, Decimal
from typing import Final

from .faults import fault, shown
from .units import SECONDS, Measure

_HOURS_MINUTES_SECONDS = re.compile(r"([0-9]{1,6}):([0-5][0-9]):([0-5][0-9](?:\.[0-9]{1,6})?)")
_MEANT = re.compile(r"[+-]?[0-9]{1,9}(?::[0-9.,]*)+(?: ?[ap]m)?", re.IGNORECASE)
_TWO_PARTS = re.compile(r"[0-9]{1,6}:[0-9]{1,2}")

# 100 seconds are 1.666… minutes. Only here a figure of a file may be rounded, at the 28th digit.
_CONTEXT: Final = Context(prec=28, rounding=ROUND_HALF_EVEN)


def is_duration(text: str) -> bool:
    """Return whether a text is meant as a duration: digits, and a colon between them."""
    return ":" in text and _MEANT.fullmatch(text) is not None


def duration(text: str, measure: Measure) -> Decimal:
    """Return the duration as a number in the column's unit of time; seconds for an unknown unit.

    `0:01:30` is 90 in a column of seconds and 1.5 in a column of minutes. Raises CellFault. `1:30`
    is refused, because a call centre reads minutes and Excel reads hours.
    """
    found = shown(text)
    if measure not in SECONDS and measure != "unknown":
        raise fault(
            "duration_not_expected",
            f"“{found}”是时长，这一列不是时间，应为数字，例如 12",
            f'"{found}" is a duration; the column holds no time, a number was expected, such as 12',
        )
    if _TWO_PARTS.fullmatch(text):
        raise fault(
            "ambiguous_duration",
            f"“{found}”可能是时:分，也可能是分:秒；请写成 时:分:秒，例如 0:01:30",
            f'"{found}" may be hours and minutes or minutes and seconds; '
            "write hours:minutes:seconds, for example 0:01:30",
        )
    match = _HOURS_MINUTES_SECONDS.fullmatch(text)
    if match is None:
        raise fault(
            "not_a_duration",
            f"“{found}”不是时长；应写成 时:分:秒，例如 0:01:30",
            f'"{found}" is not a duration; expected hours:minutes:seconds, for example 0:01:30',
        )
    hours, minutes, seconds = match.groups()
    total = Decimal(int(hours) * 3600 + int(minutes) * 60) + Decimal(seconds)
    return shortest(_CONTEXT.divide(total, Decimal(SECONDS.get(measure, 1))))


def shortest(number: Decimal) -> Decimal:
    """Return the number without trailing zeros or a positive exponent: one value has one form."""
    text = format(number, "f")
    return Decimal(text.rstrip("0").rstrip(".") if "." in text else text)
