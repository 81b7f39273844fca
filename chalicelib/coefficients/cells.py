"""Text cells that no spreadsheet reads as a formula."""

import re
from typing import Final

#: First characters of a formula in Excel, WPS and LibreOffice, full-width forms included.
FORMULA: Final = r"=+@＝＋－＠\-"
#: Where a formula could start: at the start of a text, where a spreadsheet skips tabs and line
#: breaks, and after a character where a spreadsheet of another locale splits a line, even inside
#: quotes.
_START: Final = re.compile(rf"^(?=[{FORMULA}\t\r\n])|(?<=[;\t\r\n])(?=[{FORMULA}])")


def safe(text: str) -> str:
    """Return the text with an apostrophe before each place where a formula could start."""
    return _START.sub("'", text)
