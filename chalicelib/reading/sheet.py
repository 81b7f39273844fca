"""An opened file: its header, and an iterator over its rows."""

import weakref
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from types import TracebackType
from typing import Literal, Self

from .duplicates import DuplicateCheck
from .header import Header
from .notes import SkipReason
from .passed_over import PassedOver, RowFilter
from .repeated import RepeatedRows
from .row_reader import RowReader
from .rows import BadRow, Row
from .table import Line, Table


class Sheet:
    """One table. `open_file` has read it to its end, so iterating over `rows` raises nothing.

    Use it as a context manager, or call `close`, because an XLSX holds a temporary file.
    """

    def __init__(
        self,
        table: Table,
        header: Header,
        reader: RowReader,
        duplicates: DuplicateCheck,
        rows: RowFilter,
        rows_known: int,
        totals: Sequence[tuple[int, str]] = (),
        months: Sequence[tuple[str, Mapping[str, int]]] = (),
    ) -> None:
        self._table = table
        self._header = header
        self._rows = rows
        self.totals = totals
        """The first rows of totals that are skipped, with the text that names them."""
        self.months = months
        """The columns that are named as the period's, with the rows of each month."""
        self._reader = reader
        self._duplicates = duplicates
        self._rows_known = rows_known
        self._passed_over = PassedOver()
        self._under_way: Generator[Line] | None = None
        self._repeated = RepeatedRows(self._read_again, reader, duplicates)
        self._finalizer: weakref.finalize[[], Sheet] | None = None

    @property
    def format(self) -> Literal["csv", "xlsx"]:
        """The kind of file."""
        return self._table.format

    @property
    def encoding(self) -> str | None:
        """A CSV's encoding: utf-8, utf-8-sig (byte order mark), gb18030, utf-16…; else None."""
        return self._table.encoding

    @property
    def separator(self) -> str | None:
        """A CSV's separator; None for an XLSX."""
        return self._table.separator

    @property
    def name(self) -> str | None:
        """The worksheet's name; None for a CSV."""
        return self._table.sheet

    @property
    def ignored_sheets(self) -> tuple[str, ...]:
        """Names of the workbook's other sheets, hidden ones included; they are not read."""
        return self._table.ignored_sheets

    @property
    def header(self) -> Mapping[str, str]:
        """The header text of each column and field that was found.

        The keys are scheme column codes, `employee_id`, `employee_name` and `team`.
        """
        found = (*self._header.fields.items(), *self._header.columns.items())
        return {code: self._header.labels[position] for code, position in found}

    @property
    def header_row(self) -> int:
        """The header's row number, from 1."""
        return self._header.row

    @property
    def header_labels(self) -> tuple[str, ...]:
        """The labels of all header cells in order: the keys of a bad row's `raw`."""
        return self._header.labels

    @property
    def unknown_columns(self) -> tuple[str, ...]:
        """Header texts that name neither a column nor a field; their columns are not read."""
        return self._header.unknown

    @property
    def rows_known(self) -> int:
        """The number of rows that `rows()` yields, good and bad together."""
        return self._rows_known

    @property
    def passed_over(self) -> Mapping[SkipReason, int]:
        """The number of rows that the latest pass skipped, by reason: blank, note, total."""
        return self._passed_over.by_reason

    def rows(self, start_row: int = 0) -> Iterator[Row | BadRow]:
        """Yield the rows after the row number `start_row`, in order.

        Every pass yields the same rows. A pass with a later start also finds duplicates of rows
        before it. Only one pass may run at a time, because all of them read from one stream.
        """
        duplicates = self._duplicates.empty_copy()
        lines = self._under_way = self._real_rows()
        while (line := next(lines, None)) is not None:
            number, cells = line
            if number <= start_row:
                self._reader.remember(number, cells, duplicates)
                continue
            row = self._reader.read(number, cells, duplicates)
            if isinstance(row, BadRow) and row.repeated and duplicates.one_row_each:
                if not self._repeated.collected:
                    # There is one stream: this pass ends here, and a new one continues from here.
                    lines.close()
                    self._repeated.collect()
                    lines = self._under_way = self._real_rows(number)
                row = self._repeated.with_others(row, row.repeated.first)
            yield row
            if self._under_way is not lines:
                # Another pass was made meanwhile, by `first_rows`.
                lines = self._under_way = self._real_rows(number)

    def first_rows(self) -> dict[str, int]:
        """Return the number of the first row of each employee id in the table.

        This reads the whole table once more. A pass of `rows` that is under way continues after it.
        Memory is a text and a number for each id.
        """
        if self._under_way is not None:
            self._under_way.close()
            self._under_way = None
        found: dict[str, int] = {}
        for number, cells in self._read_again():
            employee_id = self._reader.id_of(cells)
            if employee_id is not None:
                found.setdefault(employee_id, number)
        return found

    def _real_rows(self, beyond: int = 0) -> Generator[Line]:
        self._passed_over = PassedOver()
        for line in self._rows.real(self._table.lines(), self._passed_over):
            if line[0] > beyond:
                yield line

    def close_with(self, close: Callable[[], object]) -> None:
        """Call `close` when the sheet is closed or garbage-collected."""
        repeated = self._repeated

        def close_all() -> None:
            repeated.close()
            close()

        self._finalizer = weakref.finalize(self, close_all)

    def close(self) -> None:
        """Delete the temporary files. The stream given to `open_file` stays open."""
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

    def _read_again(self) -> Iterator[Line]:
        return self._rows.real(self._table.lines(), PassedOver())
