"""Numbers of a document, as `reading.place.Place.number` takes them: JSON numbers or strings.

A pattern says of a string what `minimum` and `maximum` say of a number. How many decimals a JSON
number may have is not said: `multipleOf` is computed in binary by most validators.
"""

from typing import Final

from chalicelib.scoring.limits import DOCUMENT_DECIMALS, DOCUMENT_NUMBER

from .shapes import Schema, place

# Around a number in a string; Python's `strip` takes more for a space than ECMAScript's `\s`.
SPACE: Final = r"[\s\x1c-\x1f\x85]*"
LIMIT: Final = int(DOCUMENT_NUMBER)
# `reading.scalars.NUMBER` reads 40 digits; of those before the point all but 12 are zeros.
DIGITS: Final = len(str(LIMIT)) - 1
ZEROS: Final = 40
WHOLE: Final = rf"0{{0,{ZEROS - DIGITS}}}[0-9]{{1,{DIGITS}}}"
FRACTION: Final = rf"(?:\.[0-9]{{1,{DOCUMENT_DECIMALS}}})?"
NO_FRACTION: Final = rf"(?:\.0{{1,{DOCUMENT_DECIMALS}}})?"
ZERO: Final = rf"[+-]?0{{1,{ZEROS}}}{NO_FRACTION}"
# A sum of money or points is above 0 when any digit of it is.
ANY_DIGIT: Final[Schema] = {"pattern": "[1-9]"}


def any_number() -> Schema:
    """A number below 10^12, positive or negative, with at most 10 decimals."""
    number: Schema = {"type": "number", "exclusiveMinimum": -LIMIT, "exclusiveMaximum": LIMIT}
    return place(_string(rf"[+-]?{WHOLE}{FRACTION}"), number)


def not_below_0() -> Schema:
    """A number of 0 or more."""
    number: Schema = {"type": "number", "minimum": 0, "exclusiveMaximum": LIMIT}
    return place(_string(rf"(?:\+?{WHOLE}{FRACTION}|{ZERO})"), number)


def above_0() -> Schema:
    """A number above 0."""
    number: Schema = {"type": "number", "exclusiveMinimum": 0, "exclusiveMaximum": LIMIT}
    return place({**_string(rf"\+?{WHOLE}{FRACTION}"), "allOf": [ANY_DIGIT]}, number)


def from_0_to(most: int) -> Schema:
    """A number from 0 to `most`, both included."""
    number: Schema = {"type": "number", "minimum": 0, "maximum": most}
    return place(_string(rf"(?:{_up_to(most)}|{ZERO})"), number)


def above_0_to(most: int) -> Schema:
    """A number above 0 and at most `most`."""
    number: Schema = {"type": "number", "exclusiveMinimum": 0, "maximum": most}
    return place({**_string(_up_to(most)), "allOf": [ANY_DIGIT]}, number)


def whole(least: int, most: int) -> Schema:
    """A whole number within bounds, both included; `most` is at most three digits long."""
    number: Schema = {"type": "number", "multipleOf": 1, "minimum": least, "maximum": most}
    digits = rf"\+?(?:{_between(least, most)}){NO_FRACTION}"
    return place(_string(rf"(?:{digits}|{ZERO})" if least == 0 else digits), number)


def zero() -> Schema:
    """Nothing but 0, however it is written."""
    return {"anyOf": [{"const": 0}, _string(ZERO)]}


def parameter_number(*, integer: bool) -> Schema:
    """The value of a parameter, as `parameters.fits` takes it: any size, a whole one if asked."""
    fraction = rf"(?:\.{'0' if integer else '[0-9]'}{{1,{ZEROS}}})?"
    number: Schema = {"type": "number", "multipleOf": 1} if integer else {"type": "number"}
    return {"anyOf": [_string(rf"[+-]?[0-9]{{1,{ZEROS}}}{fraction}"), number]}


def _string(pattern: str) -> Schema:
    return {"type": "string", "pattern": f"^{SPACE}{pattern}{SPACE}$"}


def _up_to(most: int) -> str:
    return rf"\+?(?:(?:{_between(0, most - 1)}){FRACTION}|(?:{_between(most, most)}){NO_FRACTION})"


def _between(least: int, most: int) -> str:
    """A pattern for the whole numbers from `least` to `most`, ten by ten, zeros before them."""
    parts: list[str] = []
    for digits in range(len(str(least)), len(str(most)) + 1):
        low = max(least, 10 ** (digits - 1) if digits > 1 else 0)
        high = min(most, 10**digits - 1)
        tens = "|".join(_in_ten(ten, low, high) for ten in range(low // 10, high // 10 + 1))
        parts.append(rf"0{{0,{ZEROS - digits}}}(?:{tens})")
    return "|".join(parts)


def _in_ten(ten: int, low: int, high: int) -> str:
    first, last = max(low - 10 * ten, 0), min(high - 10 * ten, 9)
    return f"{ten or ''}{first if first == last else f'[{first}-{last}]'}"


DEFS: Final[dict[str, Schema]] = {
    "number": {
        "title": "A number",
        "description": 'Read exactly, as a string ("92.5") or a JSON number. 精确读取的十进制数。',
        "examples": ["92.5"],
        **any_number(),
    },
    "number_not_negative": {"title": "A number of 0 or more", "examples": ["5"], **not_below_0()},
    "number_positive": {"title": "A number above 0", "examples": ["20"], **above_0()},
}
