"""JSON without binary floats: numbers are read as Decimal, decimals are written as strings."""

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

#: Longer numbers than any score or amount of money; bounds the cost of what a caller sends.
MOST_DIGITS = 60
#: Deeper than any document of ours; Python's own reader raises RecursionError far beyond.
DEEPEST = 64


class UnreadableJson(ValueError):
    """Not JSON, or JSON that cannot be read exactly; the message is safe to show."""


def read(text: str | bytes) -> Any:
    """The value of a JSON text in UTF-8: numbers as Decimal or int.

    Raises UnreadableJson for anything that is not JSON, for NaN and infinities, numbers of
    more than 60 digits or with an exponent, members named twice, nesting beyond 64, and for
    texts that are no Unicode (half of a surrogate pair), which could not be stored.
    """
    try:
        decoded = text if isinstance(text, str) else text.decode("utf-8-sig")
        value = json.loads(
            decoded,
            parse_float=_decimal,
            parse_int=_integer,
            parse_constant=_constant,
            object_pairs_hook=_members,
        )
    except UnreadableJson:
        raise
    except (ValueError, RecursionError) as error:
        raise UnreadableJson("not valid JSON") from error
    _check(value, surrogates="\\ud" in decoded.lower())
    return value


def write(value: Any) -> str:
    """Compact JSON in UTF-8 (Chinese as it is); a Decimal becomes a string, a float is refused."""
    return json.dumps(_plain(value), ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def decimal_text(value: Decimal) -> str:
    """A decimal in full, never with an exponent: ``91.00``, ``0.000001``."""
    return format(value, "f")


def _plain(value: Any) -> Any:
    if isinstance(value, str) or value is None or isinstance(value, (bool, int)):
        return value
    if isinstance(value, Decimal):
        return decimal_text(value)
    if isinstance(value, Mapping):
        return {str(name): _plain(inner) for name, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(inner) for inner in value]
    raise TypeError(f"{type(value).__name__} has no exact JSON form")


def _decimal(text: str) -> Decimal:
    if len(text) > MOST_DIGITS or "e" in text.lower():
        raise UnreadableJson("a number is too long or has an exponent; write it in full")
    return Decimal(text)


def _integer(text: str) -> int:
    if len(text) > MOST_DIGITS:
        raise UnreadableJson("a number is too long")
    return int(text)


def _constant(text: str) -> Any:
    raise UnreadableJson(f"{text} is not JSON")


def _members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise UnreadableJson("a member is named twice in one object")
    return members


def _check(value: Any, *, surrogates: bool) -> None:
    """Depth, and where the text has escapes of surrogates also that each pair is whole."""
    level = [value]
    for _ in range(DEEPEST):
        if surrogates:
            for found in level:
                _check_text(found)
        level = [
            inner
            for outer in level
            if isinstance(outer, (dict, list))
            for inner in (outer.values() if isinstance(outer, dict) else outer)
        ]
        if not level:
            return
    raise UnreadableJson("nested too deeply")


def _check_text(value: Any) -> None:
    texts = [value] if isinstance(value, str) else list(value) if isinstance(value, dict) else []
    try:
        for text in texts:
            text.encode()
    except UnicodeEncodeError as error:
        raise UnreadableJson("a text holds half of a surrogate pair") from error
