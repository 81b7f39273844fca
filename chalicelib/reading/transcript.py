"""An XLSX sheet written out once, as a plain table in a temporary file.

The sheet is unpacked, parsed and checked from end to end before its first row is used: a file
broken in its last row is refused before anybody is scored by its first. After that rows are read
at the speed of CSV, as often as needed, in memory that does not grow with their number.
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
from .workbook import open_workbook


@dataclass(frozen=True, slots=True)
class Transcript:
    """A worksheet's rows. `rows_file` is open, and the caller's to close."""

    rows_file: BinaryIO
    blocks: tuple[Block, ...]
    sheet: str
    ignored_sheets: tuple[str, ...]
    format: Literal["xlsx"] = "xlsx"
    encoding: None = None
    separator: None = None
    exact_width: bool = False

    def lines(self) -> Iterator[Line]:
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
    """The one sheet with the table, written out."""
    workbook = open_workbook(stream, limits)
    sheet, ignored = choose_sheet(workbook, names, specs)
    rows = workbook.reading()
    file = tempfile.TemporaryFile()  # noqa: SIM115 - closed by the sheet that reads from it
    try:
        text = io.TextIOWrapper(file, "utf-8", "surrogatepass", newline="")
        writer = csv.writer(text)
        for number, cells in rows.lines(workbook.package.chunks(sheet.part)):
            writer.writerow((number, *cells))
            if file.tell() > limits.transcript_bytes:
                raise broken_workbook("too much text")
        text.flush()
        text.detach()
    except BaseException:
        file.close()
        raise
    return Transcript(file, tuple(rows.blocks), sheet.name, ignored)
