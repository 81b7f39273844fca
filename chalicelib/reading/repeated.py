"""Collect all rows of an employee with duplicates, so that the error report shows them together.

The first row is valid and scored; the others are errors. If a report with only the others were sent
back without correction, one of them would become the first. So each duplicate comes with the rows
that it repeats. These may be anywhere in a file of a million rows. Two extra passes find them, once
the first duplicate is met, and they are kept on disk until they are needed.
"""

import json
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import IO, Final

from .duplicates import DuplicateCheck
from .row_reader import RowReader
from .rows import BadRow, Raw, Repeated
from .table import Line

#: The most rows of one employee that are shown together, and their bytes. An item of the table
#: holds that much.
GROUP_ROWS: Final = 20
GROUP_BYTES: Final = 40_000
#: The most duplicates of a file that are shown.
MOST_DUPLICATES: Final = 100_000


class RepeatedRows:
    """The duplicates of a table and the rows that they repeat.

    lines: makes a new iterator over the table's real rows. Close the object after use, because it
    holds a temporary file.
    """

    def __init__(
        self, lines: Callable[[], Iterator[Line]], reader: RowReader, duplicates: DuplicateCheck
    ) -> None:
        self._lines = lines
        self._reader = reader
        self._duplicates = duplicates
        self._groups: dict[int, list[int]] | None = None
        self._places: dict[int, tuple[int, int]] = {}
        self._file: IO[bytes] | None = None
        self._last = 0

    @property
    def collected(self) -> bool:
        """Whether `collect` has run."""
        return self._groups is not None

    def collect(self) -> None:
        """Read the table twice: find the employees with several rows, then store these rows."""
        groups: dict[int, list[int]] = {}
        seen, count = self._duplicates.empty_copy(), 0
        for number, cells in self._lines():
            first = self._reader.remember(number, cells, seen)
            if first is not None:
                groups.setdefault(first, []).append(number)
                self._last, count = number, count + 1
                if count == MOST_DUPLICATES:
                    break
        self._groups = groups
        wanted = set(groups).union(
            *(others for others in groups.values() if len(others) < GROUP_ROWS)
        )
        self._file = file = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the sheet
        for number, cells in self._lines():
            if number in wanted:
                kept = json.dumps(self._reader.raw(cells)).encode()
                self._places[number] = (file.tell(), len(kept))
                file.write(kept)
            if number >= self._last:
                break

    def with_others(self, row: BadRow, first: int) -> BadRow:
        """Return the duplicate with the rows to show beside it.

        The employee's second row comes with all the others, and the third and later rows with none.
        When the employee has too many or too long rows, each duplicate comes with the first only.
        """
        if row.number > self._last:
            return replace(row, repeated=Repeated(first, elsewhere=True))
        others = (self._groups or {})[first]
        if not self._fits_together(first, others):
            return replace(row, repeated=Repeated(first, ((first, self._raw(first)),)))
        if row.number != others[0]:
            return replace(row, repeated=Repeated(first, elsewhere=True))
        beside = tuple((number, self._raw(number)) for number in (first, *others[1:]))
        return replace(row, repeated=Repeated(first, beside))

    def close(self) -> None:
        if self._file is not None:
            self._file.close()

    def _fits_together(self, first: int, others: list[int]) -> bool:
        if len(others) >= GROUP_ROWS:
            return False
        return sum(self._places[number][1] for number in (first, *others)) <= GROUP_BYTES

    def _raw(self, number: int) -> Raw:
        assert self._file is not None  # noqa: S101 - `collect` made it
        place, size = self._places[number]
        self._file.seek(place)
        raw: dict[str, str] = json.loads(self._file.read(size))
        return raw
