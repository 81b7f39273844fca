"""Write an XLSX sheet once as a CSV table to a temporary file.

The whole sheet is unpacked, parsed and checked before its first row is used. So a file that is
broken in its last row is refused before any person is scored. After that, rows are read at the
speed of CSV, as often as needed, in memory that does not grow with their number.
"""

import csv
import io
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import BinaryIO, Literal

from .columns import ColumnSpec
from .heading_names import HeadingNames
from .limits import Limits
from .merges import Block, fill_merged_cells
from .package import broken_workbook
from .sheet_choice import choose_sheet
from .table import Line
from .table_size import TableSize
from .workbook import open_workbook


@dataclass(frozen=True, slots=True)
class Transcript:
    """A worksheet's rows. `rows_file` is open; the caller closes it."""

    rows_file: BinaryIO
    blocks: tuple[Block, ...]
    sheet: str
    ignored_sheets: tuple[str, ...]
    format: Literal["xlsx"] = "xlsx"
    encoding: None = None
    separator: None = None
    exact_width: bool = False

    def lines(self) -> Iterator[Line]:
        """Yield the row number and the row's cells, merged cells filled."""
        return fill_merged_cells(self._written(), self.blocks)

    def _written(self) -> Iterator[Line]:
        self.rows_file.seek(0)
        text = io.TextIOWrapper(self.rows_file, "utf-8", "surrogatepass", newline="")
        try:
            for cells in csv.reader(text):
                yield int(cells.pop(0)), cells
        finally:
            with suppress(ValueError):  # the sheet was closed before its reader
                text.detach()


def transcribe(
    stream: BinaryIO, names: HeadingNames, specs: Sequence[ColumnSpec], limits: Limits
) -> Transcript:
    """Choose the sheet with the scheme's table and transcribe it. Raises FileRejected."""
    workbook = open_workbook(stream, limits)
    chosen = choose_sheet(workbook, names, specs)
    sheet = chosen.sheet
    rows = workbook.reading(chosen.id_column)
    file = tempfile.TemporaryFile()  # noqa: SIM115 - closed by the sheet that reads from it
    try:
        text = io.TextIOWrapper(file, "utf-8", "surrogatepass", newline="")
        writer = csv.writer(text)
        size = TableSize(limits)
        for number, cells in rows.lines(workbook.package.chunks(sheet.part)):
            size.add(cells)
            writer.writerow((number, *cells))
            if file.tell() > limits.transcript_bytes:
                raise broken_workbook("too much text")
        text.flush()
        text.detach()
    except BaseException:
        file.close()
        raise
    return Transcript(file, tuple(rows.blocks), sheet.name, chosen.ignored)
