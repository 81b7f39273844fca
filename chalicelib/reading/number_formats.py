"""Read a cell's number format: whether its number is a percentage, a duration or a date.

Excel stores 95% as 0.95 and 0:01:30 as a fraction of a day; only the cell's format tells them
apart. Format codes and built-in numbers are those of ECMA-376 part 1, 18.8.30, Chinese included.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal

from .id_pictures import Picture, picture_of
from .limits import Limits
from .package import broken_workbook
from .xml_stream import Attributes, read_all

Shape = Literal["number", "percent", "duration", "hours_minutes", "date"]


@dataclass(frozen=True, slots=True)
class NumberFormat:
    """How Excel shows a number.

    `digits`: the least number of digits, from a code like 000000. `hours_minutes`: a duration that
    Excel shows as 1:30, which other programs and people read as minutes and seconds.
    `picture`: how an id is shown by a code with a text or signs in it (id_pictures.py).
    """

    shape: Shape
    digits: int = 0
    picture: Picture | None = None


GENERAL: Final = NumberFormat("number")
_PERCENT: Final = NumberFormat("percent")
_DURATION: Final = NumberFormat("duration")
_HOURS_MINUTES: Final = NumberFormat("hours_minutes")
_DATE: Final = NumberFormat("date")

_BUILT_IN: Final[dict[int, NumberFormat]] = {
    **dict.fromkeys((9, 10), _PERCENT),
    **dict.fromkeys((*range(14, 18), 22, *range(27, 32), 36, *range(50, 55), 57, 58), _DATE),
    **dict.fromkeys((18, 20), _HOURS_MINUTES),
    **dict.fromkeys((19, 21, 32, 33, 34, 35, 45, 46, 47, 55, 56), _DURATION),
}

# Text in quotes or after a backslash, padding, colours, locales and conditions. Bracketed units of
# elapsed time ([h], [m], [s]) do not match.
_LITERALS = re.compile(r'"[^"]*"?|\\.|[_*].|\[(?!(?:h+|m+|s+)\])[^\]]*\]?', re.IGNORECASE)
_HALF_DAY = re.compile(r"am/pm|a/p|上午/下午", re.IGNORECASE)
_TWO_PARTS = re.compile(r"\[?h+\]?:\[?m+\]?")
_SCIENTIFIC = re.compile(r"e[+-]", re.IGNORECASE)
_CODE_CHARACTERS: Final = 255


def read_format_code(code: str) -> NumberFormat:
    """Return the number format of a code, from its first section (for positive numbers)."""
    bare = _LITERALS.sub("", code[:_CODE_CHARACTERS]).partition(";")[0].strip()
    picture = picture_of(code[:_CODE_CHARACTERS])
    if re.fullmatch(r"0{2,}", bare):
        return NumberFormat("number", digits=len(bare), picture=picture)
    signs = _SCIENTIFIC.sub("", _HALF_DAY.sub("", bare)).lower().replace("general", "")
    if "%" in signs:
        return _PERCENT
    if any(sign in signs for sign in "yde年月日"):
        return _DATE
    if "h" in signs or "s" in signs or "[m" in signs:
        spoken = '"' in code or "\\" in code
        return _HOURS_MINUTES if _TWO_PARTS.fullmatch(signs.strip()) and not spoken else _DURATION
    if "m" in signs:
        return _DATE
    return GENERAL if picture is None else NumberFormat("number", picture=picture)


def cell_formats(chunks: Iterable[bytes], limits: Limits) -> tuple[NumberFormat, ...]:
    """Return the number format of each cell style; a cell refers to a style by its position.

    chunks: the styles part. Raises FileRejected.
    """
    own: dict[int, NumberFormat] = {}
    ids: list[int] = []
    within: list[str] = [""]

    def start(name: str, attributes: Attributes) -> None:
        if name == "numFmt":
            own[_number(attributes.get("numFmtId"))] = read_format_code(
                attributes.get("formatCode", "")
            )
        elif name in ("cellXfs", "cellStyleXfs", "dxfs"):
            within[0] = name
        elif name == "xf" and within[0] == "cellXfs":
            ids.append(_number(attributes.get("numFmtId")))
        if len(own) + len(ids) > limits.styles:
            raise broken_workbook("too many cell styles")

    read_all(chunks, limits, start)
    return tuple(own.get(each) or _BUILT_IN.get(each, GENERAL) for each in ids)


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 9 else 0
