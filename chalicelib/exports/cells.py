"""Text cells that no spreadsheet takes for a formula."""

#: What Excel, WPS and LibreOffice begin a formula with, full-width forms included; a tab or a
#: line break before one is skipped by some of them.
STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def safe(text: str) -> str:
    """The text, behind an apostrophe when it could start a formula."""
    return f"'{text}" if text.startswith(STARTS) else text
