"""Numbers of a document: JSON numbers or strings, as `reading.place.Place.number` accepts them.

For a string, a pattern expresses the bounds that `minimum` and `maximum` express for a number. The
schema does not limit the decimals of a JSON number: most validators compute `multipleOf` in binary.
"""

from typing import Final

from chalicelib.scoring.limits import DOCUMENT_DECIMALS, DOCUMENT_NUMBER

from .shapes import Schema, place

# White space around a number in a string. Python's `strip` removes more characters than
# ECMAScript's `\s` matches.
SPACE: Final = r"[\s\x1c-\x1f\x85]*"
LIMIT: Final = int(DOCUMENT_NUMBER)
# `reading.scalars.NUMBER` reads 40 digits. Before the decimal point at most the last 12 of them
# may be other than 0, because numbers stay below 10^12.
DIGITS: Final = len(str(LIMIT)) - 1
ZEROS: Final = 40
WHOLE: Final = rf"0{{0,{ZEROS - DIGITS}}}[0-9]{{1,{DIGITS}}}"
FRACTION: Final = rf"(?:\.[0-9]{{1,{DOCUMENT_DECIMALS}}})?"
NO_FRACTION: Final = rf"(?:\.0{{1,{DOCUMENT_DECIMALS}}})?"
ZERO: Final = rf"[+-]?0{{1,{ZEROS}}}{NO_FRACTION}"
# A number without a minus sign is above 0 when at least one digit is not 0.
ANY_DIGIT: Final[Schema] = {"pattern": "[1-9]"}


def any_number() -> Schema:
    """Return a schema for a number between -10^12 and 10^12, both excluded.

    A string may have at most 10 decimals.
    """
    number: Schema = {"type": "number", "exclusiveMinimum": -LIMIT, "exclusiveMaximum": LIMIT}
    return place(_string(rf"[+-]?{WHOLE}{FRACTION}"), number)


def not_below_0() -> Schema:
    """Return a schema for a number of 0 or more."""
    number: Schema = {"type": "number", "minimum": 0, "exclusiveMaximum": LIMIT}
    return place(_string(rf"(?:\+?{WHOLE}{FRACTION}|{ZERO})"), number)


def above_0() -> Schema:
    """Return a schema for a number above 0."""
    number: Schema = {"type": "number", "exclusiveMinimum": 0, "exclusiveMaximum": LIMIT}
    return place({**_string(rf"\+?{WHOLE}{FRACTION}"), "allOf": [ANY_DIGIT]}, number)


def from_0_to(most: int) -> Schema:
    """Return a schema for a number from 0 to `most`, both included."""
    number: Schema = {"type": "number", "minimum": 0, "maximum": most}
    return place(_string(rf"(?:{_up_to(most)}|{ZERO})"), number)


def above_0_to(most: int) -> Schema:
    """Return a schema for a number above 0 and at most `most`."""
    number: Schema = {"type": "number", "exclusiveMinimum": 0, "maximum": most}
    return place({**_string(_up_to(most)), "allOf": [ANY_DIGIT]}, number)


def whole(least: int, most: int) -> Schema:
    """Return a schema for a whole number from `least` to `most`, both included.

    `most` has at most three digits.
    """
    number: Schema = {"type": "number", "multipleOf": 1, "minimum": least, "maximum": most}
    digits = rf"\+?(?:{_between(least, most)}){NO_FRACTION}"
    return place(_string(rf"(?:{digits}|{ZERO})" if least == 0 else digits), number)


def zero() -> Schema:
    """Return a schema for 0 in any notation."""
    return {"anyOf": [{"const": 0}, _string(ZERO)]}


def parameter_number(*, integer: bool) -> Schema:
    """Return a schema for the number in a parameter, as `parameters.fits` accepts it.

    The size is not limited here. With `integer` the number must be whole.
    """
    fraction = rf"(?:\.{'0' if integer else '[0-9]'}{{1,{ZEROS}}})?"
    number: Schema = {"type": "number", "multipleOf": 1} if integer else {"type": "number"}
    return {"anyOf": [_string(rf"[+-]?[0-9]{{1,{ZEROS}}}{fraction}"), number]}


def _string(pattern: str) -> Schema:
    return {"type": "string", "pattern": f"^{SPACE}{pattern}{SPACE}$"}


def _up_to(most: int) -> str:
    """Return a pattern for decimals from 0 to `most`, both included."""
    return rf"\+?(?:(?:{_between(0, most - 1)}){FRACTION}|(?:{_between(most, most)}){NO_FRACTION})"


def _between(least: int, most: int) -> str:
    """Return a pattern for the whole numbers from `least` to `most`, with leading zeros.

    Each group of ten numbers is one alternative.
    """
    parts: list[str] = []
    for digits in range(len(str(least)), len(str(most)) + 1):
        low = max(least, 10 ** (digits - 1) if digits > 1 else 0)
        high = min(most, 10**digits - 1)
        tens = "|".join(_in_ten(ten, low, high) for ten in range(low // 10, high // 10 + 1))
        parts.append(rf"0{{0,{ZEROS - digits}}}(?:{tens})")
    return "|".join(parts)


def _in_ten(ten: int, low: int, high: int) -> str:
    """Return a pattern for the numbers of one group of ten that lie from `low` to `high`."""
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
