"""Text as people and programs leave it in cells: widths, spaces, invisible characters.

Chinese input methods write full-width letters, digits and signs (１２３，９５％); spreadsheets and
web pages leave no-break spaces, byte order marks and zero-width characters.
"""

import re
import unicodedata

# U+FF01..U+FF5E are the printable ASCII characters in full width; then the ideographic space and
# the signs that stand for a minus in typeset text.
_NARROW = {0xFEE0 + code: code for code in range(0x21, 0x7F)}
_NARROW |= {0x3000: 0x20, 0x00A0: 0x20, 0x2212: 0x2D, 0xFE63: 0x2D}

_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\u00ad]")
_SPACES_AND_CONTROLS = re.compile(r"[\s\x00-\x1f\x7f-\x9f]+")
_NEUTRALISED = re.compile("'(?=[=+\\-@\t\r\n＝＋－＠])")
_LITERAL_FORMULA = re.compile(r'="([^"]*)"')

BLANK_MARKS = frozenset({"", "-", "--", "—", "——", "–", "n/a", "无"})


def narrow(text: str) -> str:
    """Full-width letters, digits and signs made half-width."""
    return text if text.isascii() else text.translate(_NARROW)


def plain(text: str) -> str:
    """A cell's text without what nobody can see: trimmed, invisible characters dropped, line
    breaks and runs of odd spaces as one space; the guard that an export puts before a formula
    sign taken off; `="007"`, how programs make Excel keep a text, as its text."""
    if not text.isprintable():
        text = _SPACES_AND_CONTROLS.sub(" ", _INVISIBLE.sub("", text))
    text = text.strip()
    if text.startswith("'"):
        text = _NEUTRALISED.sub("", text, count=1)
    if text.startswith('="') and (literal := _LITERAL_FORMULA.fullmatch(text)):
        return literal[1].strip()
    return text


def is_blank(text: str) -> bool:
    """Not available: an empty cell, `-`, `N/A` or `无`, in any width and case."""
    return not text or (len(text) < 4 and narrow(text).strip().lower() in BLANK_MARKS)


def name_key(name: str) -> str:
    """What two spellings of one header share: no case, width, space, `_`, `-` or `*`."""
    folded = unicodedata.normalize("NFKC", _INVISIBLE.sub("", name)).casefold()
    return re.sub(r"[\s_\-*]+", "", folded)
