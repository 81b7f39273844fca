"""Normalize the text of cells: widths, spaces and invisible characters.

Chinese input methods write full-width letters, digits and signs (１２３，９５％). Spreadsheets and
web pages leave no-break spaces, byte order marks and zero-width characters.
"""

import re
import unicodedata

# U+FF01..U+FF5E are the printable ASCII characters in full width. The second line has the
# ideographic space, the no-break space, and two minus signs of typeset text.
_NARROW = {0xFEE0 + code: code for code in range(0x21, 0x7F)}
_NARROW |= {0x3000: 0x20, 0x00A0: 0x20, 0x2212: 0x2D, 0xFE63: 0x2D}

_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\u00ad]")
_SPACES_AND_CONTROLS = re.compile(r"[\s\x00-\x1f\x7f-\x9f]+")
_NEUTRALISED = re.compile("'(?=[=+\\-@\t\r\n＝＋－＠])")
_LITERAL_FORMULA = re.compile(r'="([^"]*)"')

#: Errors of formulas as Excel, WPS and LibreOffice write them in their languages, and a number that
#: a narrow column hides.
_FORMULA_ERROR = re.compile(
    r"#(?:[^\s!?]{1,24}[!?]|N/A.{0,8}|N/D|NV|GETTING_DATA|#+)|Err:[0-9]{3}", re.IGNORECASE
)

BLANK_MARKS = frozenset({"", "-", "--", "—", "——", "–", "n/a", "无"})


def narrow(text: str) -> str:
    """Return the text with full-width letters, digits and signs made half-width."""
    return text if text.isascii() else text.translate(_NARROW)


def plain(text: str) -> str:
    """Return a cell's text as a person sees it.

    The text is trimmed and invisible characters are dropped. Line breaks and runs of other spaces
    become one space. The apostrophe that an export puts before a formula sign is removed. `="007"`,
    which programs write so that Excel keeps a text, becomes 007.
    """
    if not text.isprintable():
        text = _SPACES_AND_CONTROLS.sub(" ", _INVISIBLE.sub("", text))
    text = text.strip()
    if text.startswith("'"):
        text = _NEUTRALISED.sub("", text, count=1)
    if text.startswith('="') and (literal := _LITERAL_FORMULA.fullmatch(text)):
        return literal[1].strip()
    return text


def is_blank(text: str) -> bool:
    """Return whether a cell is not available: empty, `-`, `N/A` or `无`, in any width and case."""
    return not text or (len(text) < 4 and narrow(text).strip().lower() in BLANK_MARKS)


def is_formula_error(text: str) -> bool:
    """Return whether a text is the error of a formula: `#N/A`, `#REF!`, `Err:502`."""
    return text[:1] in ("#", "E", "e") and _FORMULA_ERROR.fullmatch(text) is not None


def name_key(name: str) -> str:
    """Return a header's key for comparison, without case, width, spaces, `_`, `-` and `*`."""
    folded = unicodedata.normalize("NFKC", _INVISIBLE.sub("", name)).casefold()
    return re.sub(r"[\s_\-*]+", "", folded)
