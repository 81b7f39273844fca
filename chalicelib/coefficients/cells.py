"""Text cells that no spreadsheet takes for a formula."""

import re
from typing import Final

#: What Excel, WPS and LibreOffice begin a formula with, full-width forms included.
FORMULA: Final = r"=+@＝＋－＠\-"
#: At the start of a text, where a tab or line break may be skipped; or after what a spreadsheet
#: of another locale splits a line at, whether it stands in quotes or not.
_START: Final = re.compile(rf"^(?=[{FORMULA}\t\r\n])|(?<=[;\t\r\n])(?=[{FORMULA}])")


def safe(text: str) -> str:
    """The text, with an apostrophe before whatever could start a formula."""
    return _START.sub("'", text)
