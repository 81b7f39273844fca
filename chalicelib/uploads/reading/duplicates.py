"""One row per employee, or per employee and slice."""

from collections.abc import Mapping
from typing import Final

from chalicelib.scoring.text import text

from .faults import CellError, shown
from .rows import CellValue

EMPLOYEE: Final = "employee_id"
_BETWEEN: Final = "\x1f"


class DuplicateCheck:
    """Knows the first row of each key, good or bad; every later row with the key is an error.

    row_key: what must not repeat: `employee_id` and codes of text columns; None when anything may,
    as in a file with a row per contact. Memory is one short text and a number for each key.
    """

    def __init__(self, row_key: tuple[str, ...] | None, employee_column: str) -> None:
        self._row_key = row_key
        self._employee_column = employee_column
        self._first_rows: dict[str, int] = {}

    @property
    def columns(self) -> tuple[str, ...] | None:
        """What a row must be known by, `employee_id` and column codes; None when by nothing."""
        return self._row_key

    def anew(self) -> "DuplicateCheck":
        """The same check with nothing seen yet."""
        return DuplicateCheck(self._row_key, self._employee_column)

    def check(
        self, number: int, employee_id: str, values: Mapping[str, CellValue]
    ) -> tuple[CellError, ...]:
        if self._row_key is None:
            return ()
        parts = [
            employee_id if name == EMPLOYEE else str(values.get(name) or "")
            for name in self._row_key
        ]
        first = self._first_rows.setdefault(_BETWEEN.join(parts), number)
        if first == number:
            return ()
        said = shown(" / ".join(part for part in parts if part))
        message = text(
            f"“{said}”重复：第 {first} 行已经有了；请合并为一行或删除其中一行",
            f'"{said}" is a duplicate of row {first}; merge the two rows or delete one',
        )
        return (CellError(self._employee_column, "duplicate_employee", message),)
