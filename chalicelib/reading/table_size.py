"""Count the rows and cells of a table while it is read, and refuse what is beyond the limits.

Rows and cells are counted as they come, so that a table beyond a limit is not read to its end.
"""

from collections.abc import Sequence

from .faults import FileRejected, rejected
from .limits import Limits


class TableSize:
    """The rows and cells of a table so far."""

    __slots__ = ("_cells", "_limits", "_rows")

    def __init__(self, limits: Limits, rows: int = 0, cells: int = 0) -> None:
        """Go on counting after so many rows and cells."""
        self._limits = limits
        self._rows, self._cells = rows, cells

    @property
    def rows(self) -> int:
        return self._rows

    @property
    def cells(self) -> int:
        return self._cells

    def add(self, cells: Sequence[str]) -> None:
        """Count a row. Raises FileRejected beyond the limit of rows or of cells."""
        self._rows += 1
        self._cells += len(cells)
        if self._rows > self._limits.rows:
            raise _too_many_rows(self._limits.rows)
        if self._cells > self._limits.cells:
            raise _too_large(self._limits.cells)


def _too_many_rows(limit: int) -> FileRejected:
    return rejected(
        "too_many_rows",
        f"文件超过 {limit} 行；请分成几个文件上传",
        f"the file has more than {limit} rows; send it in parts",
        limit=limit,
    )


def _too_large(limit: int) -> FileRejected:
    return rejected(
        "table_too_large",
        f"文件超过 {limit} 个单元格（含空白格）；请删去多余的列，或分成几个文件上传",
        f"the file has more than {limit} cells, blank ones included; delete columns that are not "
        "needed, or send it in parts",
        limit=limit,
    )
