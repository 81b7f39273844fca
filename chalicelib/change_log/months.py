"""Months of the log, ``2026-11``: how many there can be at a time."""

from collections.abc import Iterator
from typing import Final

#: Months before and after the current one that may have entries: these are kept for 400 days, and
#: changes of days to come are entered so far ahead.
MOST: Final = 14


def following(month: str) -> str:
    """Return the month after a month."""
    return _month(_number(month) + 1)


def kept_months(current: str, first: str) -> Iterator[str]:
    """Yield the months that may have entries, from the company's first: 29 at most."""
    now = _number(current)
    for number in range(max(_number(first), now - MOST), now + MOST + 1):
        yield _month(number)


def _number(month: str) -> int:
    return int(month[:4]) * 12 + int(month[5:7]) - 1


def _month(number: int) -> str:
    return f"{number // 12:04d}-{number % 12 + 1:02d}"
