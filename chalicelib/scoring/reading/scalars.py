"""Single values of a document or a row: as exact numbers, and quoted in messages."""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Final

NUMBER: Final = re.compile(r"[+-]?[0-9]{1,40}(\.[0-9]{1,40})?")


def exact_number(value: object) -> Decimal | None:
    """The number in a string, an int or a finite Decimal; None for anything else.

    Floats are not exact and give None. An int of more than 40 digits gives 10^40.
    """
    if isinstance(value, Decimal):  # first, because most cells are
        return value if value.is_finite() else None
    if isinstance(value, bool):
        return None
    if isinstance(value, str):
        value = value.strip()
        return Decimal(value) if NUMBER.fullmatch(value) else None
    if isinstance(value, int):
        return Decimal(value) if -(10**40) < value < 10**40 else Decimal(10**40)
    return None


def brief(value: object) -> str:
    """A value quoted in a sentence: at most 60 printable characters on one line."""
    if isinstance(value, Mapping):
        return "{…}"
    if isinstance(value, list | tuple):
        return "[…]"
    if isinstance(value, int) and not -(10**40) < value < 10**40:
        return "…"
    words = value if isinstance(value, str) else str(value)
    words = "".join(c if c.isprintable() else "?" for c in words[:60])
    return words if len(words) < 60 else words[:57] + "…"
