"""JSON without binary floats: numbers are read as int or Decimal, decimals written as strings."""

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from chalicelib.language import Text

#: No score or amount of money has so many digits. This bounds the cost of a caller's numbers.
MOST_DIGITS = 60
#: No document of this API is nested so deep. Python's reader raises RecursionError far beyond.
DEEPEST = 64


class UnreadableJson(ValueError):
    """Text that is not JSON, or cannot be read exactly. ``reason`` may be shown to users."""

    def __init__(self, reason: Text) -> None:
        super().__init__(reason.en)
        self.reason = reason


#: The types of values that JSON has as they are. Asked of each member before a call is made for it.
_AS_IT_IS = frozenset((str, int, bool, type(None)))

_NOT_UTF8 = Text("不是 UTF-8 文本。", "it is not UTF-8.")
_TOO_DEEP = Text("嵌套过深，最多 64 层。", "nested too deeply; 64 levels are the most.")
_TOO_LONG = Text(
    "有一个数完整写出时超过 60 位。", "a number has more than 60 digits when it is written in full."
)
_TWICE = Text("同一对象中有两个同名成员。", "a member is named twice in one object.")
_HALF_PAIR = Text("文本中含有半个代理对。", "a text holds half of a surrogate pair.")


def read(text: str | bytes) -> Any:
    """Parse a JSON text in UTF-8. Numbers become int or Decimal.

    A number with an exponent is read as it is written in full: ``1E2`` is 100. Raises
    UnreadableJson for a text that is not JSON, NaN, infinities, numbers of more than 60 digits in
    full, members named twice and nesting beyond 64. It is also raised for half of a surrogate
    pair, which is not Unicode and could not be stored.
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
        raise UnreadableJson(_syntax_fault(error)) from error
    except UnicodeDecodeError as error:
        raise UnreadableJson(_NOT_UTF8) from error
    except RecursionError as error:
        raise UnreadableJson(_TOO_DEEP) from error
    _check_structure(value, surrogates="\\ud" in decoded.lower())
    return value


def write(value: Any) -> str:
    """Write compact JSON, with Chinese characters unescaped. A Decimal becomes a string.

    Raises TypeError for a float and for any other type without an exact JSON form.
    """
    return json.dumps(_plain(value), ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def decimal_text(value: Decimal) -> str:
    """Write a decimal in full, without an exponent: ``91.00``, ``0.000001``."""
    return format(value, "f")


def _plain(value: Any) -> Any:
    # The exact types first: nearly all values have them, and to ask for a Mapping takes long.
    if type(value) is Decimal:
        return decimal_text(value)
    if type(value) is list:
        return [inner if type(inner) in _AS_IT_IS else _plain(inner) for inner in value]
    if type(value) is dict or isinstance(value, Mapping):
        return {
            str(name): inner if type(inner) in _AS_IT_IS else _plain(inner)
            for name, inner in value.items()
        }
    if isinstance(value, str) or value is None or isinstance(value, (bool, int)):
        return value
    if isinstance(value, Decimal):
        return decimal_text(value)
    if isinstance(value, (list, tuple)):
        return [inner if type(inner) in _AS_IT_IS else _plain(inner) for inner in value]
    raise TypeError(f"{type(value).__name__} has no exact JSON form")


def _syntax_fault(error: json.JSONDecodeError) -> Text:
    line, column = error.lineno, error.colno
    return Text(
        f"第 {line} 行第 {column} 列处不是有效的 JSON。",
        f"not valid JSON at line {line}, column {column}.",
    )


def _decimal(text: str) -> Decimal:
    """Return the exact number. An exponent is expanded and adds no digits after the point."""
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


def _check_structure(value: Any, *, surrogates: bool) -> None:
    """Check the depth. With ``surrogates``, also check that each surrogate pair is complete."""
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
        raise UnreadableJson(_HALF_PAIR) from error
