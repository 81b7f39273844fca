"""Find duplicates: a file has one row per employee, or per employee and slice."""

from collections.abc import Mapping
from typing import Final

from .employee_fields import employee_called
from .faults import CellError, fault, in_column, shown
from .rows import CellValue

EMPLOYEE: Final = "employee_id"
_SEPARATOR: Final = "\x1f"


class DuplicateCheck:
    """Remember the first row of each key, good or bad; a later row with the key is an error.

    row_key: the columns whose values together must not repeat: `employee_id` and codes of text
    columns. None allows repeats, as in a file with one row per contact.
    employee_column, heading: the name of the employee's column in errors, and its heading in the
    file. Memory is one short text and a number for each key.
    """

    def __init__(self, row_key: tuple[str, ...] | None, employee_column: str, heading: str) -> None:
        self._row_key = row_key
        self._employee_column = employee_column
        self._heading = heading
        self._first_rows: dict[str, int] = {}

    @property
    def columns(self) -> tuple[str, ...] | None:
        """The row key: `employee_id` and column codes; None when rows may repeat."""
        return self._row_key

    def empty_copy(self) -> "DuplicateCheck":
        """Return the same check without any remembered row."""
        return DuplicateCheck(self._row_key, self._employee_column, self._heading)

    @property
    def one_row_each(self) -> bool:
        """Whether the row key is the employee id, so that an employee has exactly one row."""
        return self._row_key == (EMPLOYEE,)

    def first_row(
        self, number: int, employee_id: str, values: Mapping[str, CellValue]
    ) -> int | None:
        """Return the number of the row that this one repeats; None for the first with its key."""
        if self._row_key is None:
            return None
        first = self._first_rows.setdefault(
            _SEPARATOR.join(self._parts(employee_id, values)), number
        )
        return None if first == number else first

    def error(self, first: int, employee_id: str, values: Mapping[str, CellValue]) -> CellError:
        """Return the error of a row that repeats the row with the number `first`."""
        said = shown(" / ".join(part for part in self._parts(employee_id, values) if part))
        twice = fault(
            "duplicate_employee",
            f"“{said}”重复：第 {first} 行已经有了；请合并为一行或删除其中一行",
            f'"{said}" is a duplicate of row {first}; merge the two rows or delete one',
        )
        named = employee_called(self._heading, self._employee_column)
        return in_column(self._employee_column, named, self._heading, twice)

    def _parts(self, employee_id: str, values: Mapping[str, CellValue]) -> list[str]:
        return [
            employee_id if name == EMPLOYEE else str(values.get(name) or "")
            for name in self._row_key or ()
        ]
