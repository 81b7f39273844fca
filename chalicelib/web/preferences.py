"""Headers that list a caller's preferences, each with a weight ``q`` (RFC 9110, 12.4.2)."""

import re
from collections.abc import Iterator
from decimal import Decimal

_WEIGHT = re.compile(r"0(\.[0-9]{0,3})?|1(\.0{0,3})?")


def preferences(header: str | None) -> Iterator[tuple[str, Decimal]]:
    """Yield each value of the header in lower case, and its weight from 0 (refused) to 1.

    Other parameters (``charset``) are ignored. A malformed weight counts as 0.
    """
    for part in (header or "").split(","):
        value, *parameters = (piece.strip() for piece in part.lower().split(";"))
        if value:
            yield value, _weight(parameters)


def prefers(header: str | None, media_type: str, default: str) -> bool:
    """Say whether an Accept header prefers ``media_type`` to ``default``.

    Of equal weights the one named earlier wins. The answer is False without the header, and when
    the header accepts neither.
    """
    found = list(preferences(header))
    wanted, place = _quality(found, media_type)
    other, other_place = _quality(found, default)
    return wanted > 0 and (wanted, -place) > (other, -other_place)


def _quality(found: list[tuple[str, Decimal]], media_type: str) -> tuple[Decimal, int]:
    """Return the weight of a media type by its most specific range, and the range's position."""
    for name in (media_type, f"{media_type.partition('/')[0]}/*", "*/*"):
        for place, (value, weight) in enumerate(found):
            if value == name:
                return weight, place
    return Decimal(0), len(found)


def _weight(parameters: list[str]) -> Decimal:
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            text = value.strip()
            return Decimal(text) if _WEIGHT.fullmatch(text) else Decimal(0)
    return Decimal(1)
