"""How Excel shows an id that is a number with a format: `"EMP"0000` shows 8 as EMP0008.

A figure keeps its stored value whatever text its format adds (`0"秒"`). Of an id the text is a
part, so in the column of ids such a number counts as it is shown. It is refused when the format is
one that is not read here.
"""

import re
from dataclasses import dataclass
from itertools import takewhile
from typing import Final

UNREAD: Final = "#unread format!"
"""The text of an id whose number format is not read."""

# A text in quotes, an escaped sign, `_x` and `*x` (space and filling), brackets, General (also
# in Chinese), digits, the rest.
_PARTS = re.compile(
    r'"([^"]*)"?|\\(.)|[_*](.)|\[([^\]]*)\]?|(General|G/\u901a\u7528\u683c\u5f0f)|([0#?])|(.)',
    re.IGNORECASE | re.DOTALL,
)
_CURRENCY = re.compile(r"\$([^-]+)(?:-.*)?", re.DOTALL)
_SHOWN_AS_THEY_ARE: Final = frozenset("-+()/:! ^&'~{}<>=$")


@dataclass(frozen=True, slots=True)
class Picture:
    """The parts of a format in order: a text, or a place of a digit (`0`, `#`, `?`).

    `G` is the whole number. parts is None for a format that is not read.
    """

    parts: tuple[tuple[str, str], ...] | None

    def shown(self, digits: str) -> str:
        """Return a whole number, not negative, as the format shows it."""
        if self.parts is None or not digits.isdecimal():
            return UNREAD
        places = [kind for kind, _ in self.parts if kind != "text"]
        left = "" if digits == "0" and "0" not in places and "G" not in places else digits
        shown: list[str] = []
        for place, (kind, text) in reversed(list(enumerate(self.parts))):
            if kind == "text":
                shown.append(text)
            elif kind == "G":
                shown.append(left)
                left = ""
            else:
                last = all(other == "text" for other, _ in self.parts[:place])
                taken = left if last else left[-1:]
                left = left[: len(left) - len(taken)]
                shown.append(taken or {"0": "0", "?": " "}.get(kind, ""))
        return "".join(reversed(shown)).strip()


def picture_of(code: str) -> Picture | None:
    """Return how ids are shown by a format; None when it shows the digits alone."""
    first = takewhile(lambda found: found[0] != ";", _PARTS.finditer(code))
    parts = [part for found in first if (part := _part(found)) is not None]
    kinds = [kind for kind, _ in parts]
    if not any(kind == "text" and text.strip() for kind, text in parts):
        return None
    unread = "unread" in kinds or kinds.count("G") > 1 or set(kinds) == {"text"}
    return Picture(None if unread else tuple(parts))


def _part(found: re.Match[str]) -> tuple[str, str] | None:
    """Return a part of a format; "unread" for what is not read, None for what shows nothing."""
    quoted, escaped, space, bracket, general, digit, other = found.groups()
    if quoted is not None or escaped is not None:
        return "text", quoted if quoted is not None else escaped
    if bracket is not None:
        money = _CURRENCY.fullmatch(bracket)
        if money:
            return "text", money[1]
        return ("unread", "") if bracket[:1] in ("<", ">", "=") else None
    if general is not None or digit is not None:
        return ("G", "") if digit is None else (digit, "")
    if other in _SHOWN_AS_THEY_ARE:
        return "text", other
    return None if space is not None else ("unread", "")
