"""The rows of an employee who has several where one is allowed, gathered to be mended together.

The first row stands and is scored, the others are errors. A report of the others alone, sent back
as it is, would make one of them the first; so each comes with the rows that it repeats. They may
lie anywhere in a file of a million, so they are looked for in two passes of their own, when the
first duplicate is met and not before, and lie on disk until they are asked for.
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

#: Rows of one employee that are shown together, and their bytes: what an item of the table holds.
GROUP_ROWS: Final = 20
GROUP_BYTES: Final = 40_000
#: Repeated rows of a file that are shown at all.
MOST_DUPLICATES: Final = 100_000


class RepeatedRows:
    """`lines` gives the table's real rows again. Close when done: it holds a temporary file."""

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
        return self._groups is not None

    def collect(self) -> None:
        """Goes through the table twice: who has several rows, and these rows themselves."""
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
        """The duplicate with the rows to mend it with: all the employee's with the second row,
        none with the third; the first alone with each where they are too many."""
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
