"""The common form of both kinds of file: numbered rows of text.

An XLSX cell becomes the text that Excel shows for it (`95%`, `0:01:30`, `#DIV/0!`). So one set of
rules reads both kinds, and a CSV report can return a row of an XLSX.
"""

from collections.abc import Iterator
from typing import Literal, Protocol

#: The row's number as Excel shows it, and the row's cells.
Line = tuple[int, list[str]]


class Table(Protocol):
    """Rows of text that can be read any number of times, one pass at a time.

    encoding, separator: those of a CSV; None for an XLSX. sheet: an XLSX's sheet name; None for a
    CSV. ignored_sheets: names of an XLSX's other sheets.
    exact_width: a row with more cells than the header is an error (a CSV with an extra comma).
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
        """Yield the row's number as Excel shows it, and the row's cells. Raises FileRejected."""
        ...
