"""JSON without binary floats: numbers are read as Decimal, decimals are written as strings."""

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from chalicelib.language import Text

#: Longer numbers than any score or amount of money; bounds the cost of what a caller sends.
MOST_DIGITS = 60
#: Deeper than any document of ours; Python's own reader raises RecursionError far beyond.
DEEPEST = 64


class UnreadableJson(ValueError):
    """Not JSON, or JSON that cannot be read exactly; ``reason`` says why, and is safe to show."""

    def __init__(self, reason: Text) -> None:
        super().__init__(reason.en)
        self.reason = reason


_NOT_UTF8 = Text("不是 UTF-8 文本。", "it is not UTF-8.")
_TOO_DEEP = Text("嵌套过深，最多 64 层。", "nested too deeply; 64 levels are the most.")
_TOO_LONG = Text(
    "有一个数完整写出时超过 60 位。", "a number has more than 60 digits when it is written in full."
)
_TWICE = Text("同一对象中有两个同名成员。", "a member is named twice in one object.")
_HALF = Text("文本中含有半个代理对。", "a text holds half of a surrogate pair.")


def read(text: str | bytes) -> Any:
    """The value of a JSON text in UTF-8: numbers as Decimal or int.

    A number with an exponent is read as the number that it writes in full: ``1E2`` is 100.
    Raises UnreadableJson for anything that is not JSON, for NaN and infinities, numbers of
    more than 60 digits in full, members named twice, nesting beyond 64, and for texts that are
    no Unicode (half of a surrogate pair), which could not be stored.
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
    except json.JSONDecodeError as error:
        raise UnreadableJson(_broken(error)) from error
    except UnicodeDecodeError as error:
        raise UnreadableJson(_NOT_UTF8) from error
    except RecursionError as error:
        raise UnreadableJson(_TOO_DEEP) from error
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


def _broken(error: json.JSONDecodeError) -> Text:
    line, column = error.lineno, error.colno
    return Text(
        f"第 {line} 行第 {column} 列处不是有效的 JSON。",
        f"not valid JSON at line {line}, column {column}.",
    )


def _decimal(text: str) -> Decimal:
    """The number, exactly; with an exponent as it is written in full, never with more digits."""
    mantissa, _, power = text.lower().partition("e")
    if len(mantissa) > MOST_DIGITS or len(power.lstrip("+-0")) > 3:
        raise UnreadableJson(_TOO_LONG)
    if not power:
        return Decimal(mantissa)
    sign, digits, places = Decimal(mantissa).as_tuple()
    exponent = int(places) + int(power)
    if max(len(digits) + max(exponent, 0), 1 - exponent) > MOST_DIGITS:
        raise UnreadableJson(_TOO_LONG)
    return Decimal((sign, digits + (0,) * exponent, min(exponent, 0)))


def _integer(text: str) -> int:
    if len(text) > MOST_DIGITS:
        raise UnreadableJson(_TOO_LONG)
    return int(text)


def _constant(text: str) -> Any:
    raise UnreadableJson(Text(f"{text} 不是 JSON。", f"{text} is not JSON."))


def _members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise UnreadableJson(_TWICE)
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
    raise UnreadableJson(_TOO_DEEP)


def _check_text(value: Any) -> None:
    texts = [value] if isinstance(value, str) else list(value) if isinstance(value, dict) else []
    try:
        for text in texts:
            text.encode()
    except UnicodeEncodeError as error:
        raise UnreadableJson(_HALF) from error
