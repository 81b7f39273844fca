"""What a spreadsheet or a hand does to an id on its way, and the ids that may have been meant.

A spreadsheet takes ``007`` for a number and shows ``7``, or saves ``7.0``. People type another
case, full width, or a space. All these changes are undone by :func:`fold`, so two ids with one fold
are *near*.
"""

import re
import unicodedata
from collections.abc import Callable
from enum import Enum
from typing import Final

from chalicelib.language import Text

#: Leading zeros that :func:`forms` tries in all.
MOST_ZEROS: Final = 8
_NUMBER: Final = re.compile(r"([0-9]+)\.0+")
_WIDE: Final = {code: 0xFEE0 + code for code in range(0x21, 0x7F)}


class Change(Enum):
    """What became of an id, in words that follow the id which was meant."""

    WIDTH = Text("全角、半角不同", "in another width")
    SPACES = Text("空格不同", "with other spaces")
    CASE = Text("大小写不同", "in another case")
    NUMBER = Text("被当作数字，多了 .0", "saved as a number, with .0")
    ZEROS_LOST = Text("开头的 0 丢失", "leading zeros are lost")
    ZEROS_ADDED = Text("开头多了 0", "with leading zeros added")


def _width(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


def _spaces(text: str) -> str:
    return "".join(text.split())


def _number(text: str) -> str:
    found = _NUMBER.fullmatch(text)
    return found[1] if found else text


def _zeros(text: str) -> str:
    return text.lstrip("0") or "0" if text.isascii() and text.isdecimal() else text


_FOLDS: Final[tuple[tuple[Change, Callable[[str], str]], ...]] = (
    (Change.WIDTH, _width),
    (Change.SPACES, _spaces),
    (Change.CASE, str.casefold),
    (Change.NUMBER, _number),
    (Change.ZEROS_LOST, _zeros),
)


def fold(text: str, but: Change | None = None) -> str:
    """Return the text without all that a spreadsheet or a hand may have changed, except ``but``."""
    for change, undone in _FOLDS:
        if change is not but:
            text = undone(text)
    return text


def forms(written: str) -> list[str]:
    """Return the ids to look for when nobody has the id ``written``, the likeliest first.

    Of letters only one case throughout and a capital at the beginning of each word are tried, so
    ``aBc`` does not lead to ``AbC``. Of digits, 0 to MOST_ZEROS leading zeros are.
    """
    plain = _number(_spaces(_width(written)))
    found = [plain, plain.upper(), plain.lower(), plain.title(), plain.capitalize()]
    bare = _zeros(plain)
    if bare.isascii() and bare.isdecimal():
        found += ["0" * zeros + bare for zeros in range(MOST_ZEROS + 1)]
    found += [_width(written), plain.translate(_WIDE)]
    return [one for one in dict.fromkeys(found) if one and one != written]


def changes(written: str, meant: str) -> list[Change]:
    """Return how ``written`` differs from ``meant``, which has the same fold."""
    found = []
    for change, _ in _FOLDS:
        one, other = fold(written, change), fold(meant, change)
        if one == other:
            continue
        more = change is Change.ZEROS_LOST and len(one) > len(other)
        found.append(Change.ZEROS_ADDED if more else change)
    return found
