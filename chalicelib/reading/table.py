"""What both kinds of file come down to: numbered rows of text, as a person would read them.

An XLSX cell is put in the words that Excel shows for it (`95%`, `0:01:30`, `#DIV/0!`), so that one
set of rules reads both, and a row of an XLSX can be handed back in a CSV report.
"""

from collections.abc import Iterator
from typing import Literal, Protocol

Line = tuple[int, list[str]]


class Table(Protocol):
    """Rows can be gone through any number of times, one pass at a time.

    encoding, separator: of a CSV; sheet: the worksheet's name, of an XLSX; None otherwise.
    ignored_sheets: names of an XLSX's other sheets.
    exact_width: a row longer than its header has slipped (a CSV with a comma too many).
    """

    @property
    def format(self) -> Literal["csv", "xlsx"]: ...
    @property
    def encoding(self) -> str | None: ...
    @property
    def separator(self) -> str | None: ...
    @property
    def sheet(self) -> str | None: ...
    @property
    def ignored_sheets(self) -> tuple[str, ...]: ...
    @property
    def exact_width(self) -> bool: ...

    def lines(self) -> Iterator[Line]:
        """Row number as Excel shows it, and the row's cells. FileRejected where it breaks off."""
        ...
