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
_MONTHS: Final = (
    *("jan", "feb", "mar", "apr", "may", "jun"),
    *("jul", "aug", "sep", "oct", "nov", "dec"),
)
_MONTH: Final = "|".join(_MONTHS)
#: `MAR1` becomes the first of March; a spreadsheet shows `1-Mar`, or saves `2026-03-01`.
_NAMED_DAY: Final = re.compile(
    rf"(?:(?P<day>[0-9]{{1,2}})-(?P<month>{_MONTH})|(?P<month2>{_MONTH})-?(?P<day2>[0-9]{{1,2}}))"
    r"(?:-[0-9]{2,4})?",
    re.IGNORECASE,
)
#: Of two digits each or of none with a zero before: `2026-03-1` may be an id.
_DAY: Final = re.compile(
    r"[0-9]{4}(?:-(?=[0-9]{2}-[0-9]{2}(?![0-9])|[1-9]-)|[/.年])(?P<month>[0-9]{1,2})[-/.月]"
    r"(?P<day>[0-9]{1,2})日?(?:[ T].*)?"
    r"|(?P<month2>[0-9]{1,2})月(?P<day2>[0-9]{1,2})日"
)
_DASHES: Final = dict.fromkeys(map(ord, "‐‑‒–—―−﹣"), "-")
#: Signs around an id, and a remark in brackets behind it: `` `001007 ``, `001007*`, `001007(离职)`.
_SIGNS: Final = "`'\"*·…‘’“”´~^:：;；,，、"
_REMARK: Final = re.compile(r"(.*[^\s(\[【])\s*[(\[【][^()\[\]【】]*[)\]】]")
_WIDE: Final = {code: 0xFEE0 + code for code in range(0x21, 0x7F)}


class Change(Enum):
    """What became of an id, in words that follow the id which was meant."""

    WIDTH = Text("全角、半角不同", "in another width")
    SIGNS = Text("前后多了符号或备注", "with signs or a remark around it")
    DATE = Text("被表格软件当作日期", "taken for a date by the spreadsheet")
    SPACES = Text("空格不同", "with other spaces")
    CASE = Text("大小写不同", "in another case")
    NUMBER = Text("被当作数字，多了 .0", "saved as a number, with .0")
    ZEROS_LOST = Text("开头的 0 丢失", "leading zeros are lost")
    ZEROS_ADDED = Text("开头多了 0", "with leading zeros added")


def _width(text: str) -> str:
    if text.isascii():
        return text
    narrow = unicodedata.normalize("NFKC", text).translate(_DASHES)
    return "".join(str(unicodedata.decimal(one)) if one.isdecimal() else one for one in narrow)


def _signs(text: str) -> str:
    remark = _REMARK.fullmatch(text)
    return (remark[1] if remark else text).strip(_SIGNS + " ") or text


def _date(text: str) -> str:
    """Return a date as the id that may have become it: `mar1`."""
    named = _NAMED_DAY.fullmatch(text)
    if named:
        return f"{named['month'] or named['month2']}{int(named['day'] or named['day2'])}".lower()
    found = _DAY.fullmatch(text)
    month = int(found["month"] or found["month2"]) if found else 0
    if found is None or not 1 <= month <= len(_MONTHS):
        return text
    return f"{_MONTHS[month - 1]}{int(found['day'] or found['day2'])}"


def _spaces(text: str) -> str:
    return "".join(text.split())


def _number(text: str) -> str:
    found = _NUMBER.fullmatch(text)
    return found[1] if found else text


def _zeros(text: str) -> str:
    return text.lstrip("0") or "0" if text.isascii() and text.isdecimal() else text


_FOLDS: Final[tuple[tuple[Change, Callable[[str], str]], ...]] = (
    (Change.WIDTH, _width),
    (Change.SIGNS, _signs),
    (Change.SPACES, _spaces),
    (Change.CASE, str.casefold),
    (Change.DATE, _date),
    (Change.NUMBER, _number),
    (Change.ZEROS_LOST, _zeros),
)


def is_date(text: str) -> bool:
    """Return whether a spreadsheet shows a date so: `1-Mar`, `2026-03-01`, `3月1日`."""
    if _DAY.fullmatch(text):
        return _date(text) != text
    return bool(_NAMED_DAY.fullmatch(text)) and "-" in text


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
    plain = _number(_spaces(_signs(_width(written))))
    found = [plain, plain.upper(), plain.lower(), plain.title(), plain.capitalize()]
    bare = _zeros(plain)
    if bare.isascii() and bare.isdecimal():
        found += ["0" * zeros + bare for zeros in range(MOST_ZEROS + 1)]
    day = _date(plain)
    if day != plain:
        found += [day.upper(), day.title(), f"{day[:3]}0{day[3:]}".upper()]
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
