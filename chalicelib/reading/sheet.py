"""An opened file: its header understood, its rows one after another."""

import weakref
from collections import Counter
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from functools import partial
from types import TracebackType
from typing import Literal, Self

from .duplicates import DuplicateCheck
from .header import Header
from .notes import SkipReason, skip_reason
from .repeated import RepeatedRows
from .row_reader import RowReader
from .rows import BadRow, Row
from .table import Line, Table

PassedOver = Counter[SkipReason]


class Sheet:
    """One table, checked from end to end when it was opened: going through `rows` raises nothing.

    Use as a context manager, or call `close`; an XLSX holds a temporary file.
    """

    def __init__(
        self,
        table: Table,
        header: Header,
        reader: RowReader,
        duplicates: DuplicateCheck,
        rows_known: int,
    ) -> None:
        self._table = table
        self._header = header
        self._reader = reader
        self._duplicates = duplicates
        self._rows_known = rows_known
        self._passed_over: PassedOver = Counter()
        self._repeated = RepeatedRows(partial(_read_again, table, header), reader, duplicates)
        self._finalizer: weakref.finalize[[], Sheet] | None = None

    @property
    def format(self) -> Literal["csv", "xlsx"]:
        return self._table.format

    @property
    def encoding(self) -> str | None:
        """Of a CSV: utf-8, utf-8-sig (with a byte order mark), gb18030, utf-16…; else None."""
        return self._table.encoding

    @property
    def separator(self) -> str | None:
        return self._table.separator

    @property
    def name(self) -> str | None:
        """The worksheet's name; None for a CSV."""
        return self._table.sheet

    @property
    def ignored_sheets(self) -> tuple[str, ...]:
        """Names of the workbook's other sheets, which are not read, hidden ones too."""
        return self._table.ignored_sheets

    @property
    def header(self) -> Mapping[str, str]:
        """What was found: scheme column code, `employee_id`, `employee_name` or `team`, to the
        header text that named it."""
        found = (*self._header.fields.items(), *self._header.columns.items())
        return {code: self._header.labels[position] for code, position in found}

    @property
    def header_row(self) -> int:
        return self._header.row

    @property
    def header_labels(self) -> tuple[str, ...]:
        """Every header cell in its place: the keys of a bad row's `raw`."""
        return self._header.labels

    @property
    def unknown_columns(self) -> tuple[str, ...]:
        """Header texts that name nothing known; their columns are not read."""
        return self._header.unknown

    @property
    def rows_known(self) -> int:
        """How many rows `rows()` gives, good and bad together."""
        return self._rows_known

    @property
    def passed_over(self) -> Mapping[SkipReason, int]:
        """Rows that the latest pass left out: "blank", "note" (our templates') and "total"."""
        return dict(self._passed_over)

    def rows(self, start_row: int = 0) -> Iterator[Row | BadRow]:
        """The rows whose number is greater than `start_row`, in order; every pass gives the same.
        A later start knows the employees of the rows before it.

        One pass at a time: all of them read from one stream.
        """
        duplicates = self._duplicates.empty_copy()
        lines = self._real_rows()
        while (line := next(lines, None)) is not None:
            number, cells = line
            if number <= start_row:
                self._reader.remember(number, cells, duplicates)
                continue
            row = self._reader.read(number, cells, duplicates)
            if isinstance(row, BadRow) and row.repeated and duplicates.one_row_each:
                if not self._repeated.collected:
                    # One stream: this pass ends where it is, and another goes on from there.
                    lines.close()
                    self._repeated.collect()
                    lines = self._real_rows(number)
                row = self._repeated.with_others(row, row.repeated.first)
            yield row

    def _real_rows(self, beyond: int = 0) -> Generator[Line]:
        self._passed_over.clear()
        for line in real_rows(self._table.lines(), self._header, self._passed_over):
            if line[0] > beyond:
                yield line

    def close_with(self, close: Callable[[], object]) -> None:
        """What is to be closed with the sheet, or when nobody holds it any more."""
        repeated = self._repeated

        def close_all() -> None:
            repeated.close()
            close()

        self._finalizer = weakref.finalize(self, close_all)

    def close(self) -> None:
        """Gives up the temporary files. The stream that was opened stays the caller's."""
        if self._finalizer is not None:
            self._finalizer()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()


def _read_again(table: Table, header: Header) -> Iterator[Line]:
    return real_rows(table.lines(), header, Counter())


def real_rows(lines: Iterable[Line], header: Header, passed_over: PassedOver) -> Iterator[Line]:
    """The lines below the header that are somebody's, and a count of those that are not."""
    id_position = header.fields["employee_id"]
    for number, cells in lines:
        if number > header.row:
            why = skip_reason(cells, id_position)
            if why is None:
                yield number, cells
            else:
                passed_over[why] += 1
