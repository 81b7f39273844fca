"""Write an XLSX sheet once as a CSV table to a temporary file.

The whole sheet is unpacked, parsed and checked before its first row is used. So a file that is
broken in its last row is refused before any person is scored. After that, rows are read at the
speed of CSV, as often as needed, in memory that does not grow with their number.
"""

import csv
import io
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import BinaryIO, Literal

from .columns import ColumnSpec
from .heading_names import HeadingNames
from .limits import Limits
from .merges import Block, fill_merged_cells
from .package import broken_workbook
from .sheet_choice import choose_sheet
from .steps import Place, Steps, Whole
from .table import Line
from .table_size import TableSize
from .workbook import open_workbook
from .worksheet import WorksheetRows


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
    stream: BinaryIO,
    names: HeadingNames,
    specs: Sequence[ColumnSpec],
    limits: Limits,
    steps: Steps | None = None,
) -> Transcript:
    """Choose the sheet with the scheme's table and transcribe it. Raises FileRejected.

    ``steps``: goes on where an earlier step paused, and may pause, which raises what ``pause``
    raises.
    """
    file = tempfile.TemporaryFile()  # noqa: SIM115 - closed by the sheet that reads from it
    try:
        whole = steps.whole(file) if steps is not None else None
        if whole is None:
            whole = _transcribed(file, stream, names, specs, limits, steps)
    except BaseException:
        file.close()
        raise
    return Transcript(file, whole.blocks, whole.sheet, whole.ignored_sheets)


def _transcribed(
    file: BinaryIO,
    stream: BinaryIO,
    names: HeadingNames,
    specs: Sequence[ColumnSpec],
    limits: Limits,
    steps: Steps | None,
) -> Whole:
    workbook = open_workbook(stream, limits)
    chosen = choose_sheet(workbook, names, specs)
    sheet = chosen.sheet
    begun = steps.begun(file, sheet.part) if steps is not None else None
    rows, size = workbook.reading(chosen.id_column), TableSize(limits)
    chunks = workbook.package.chunks(sheet.part)
    if begun is not None:
        rows.go_on(begun.first, begun.at, begun.row)
        size = TableSize(limits, begun.rows, begun.cells)
        chunks = workbook.package.chunks_from(sheet.part, begun.first, begun.at)
    if steps is not None:
        chunks = _pausing(chunks, rows, limits, steps.over)
    written = _write(file, rows.lines(chunks), size, limits)
    if rows.paused_at is not None and steps is not None:
        place = Place(
            sheet.part,
            rows.first_at or 0,
            rows.paused_at,
            rows.row,
            size.rows,
            size.cells,
            written,
        )
        steps.pause(file, place)
    found = Whole(tuple(rows.blocks), sheet.name, chosen.ignored)
    if steps is not None:
        steps.end(file, found)
    return found


def _pausing(
    chunks: Iterable[bytes], rows: WorksheetRows, limits: Limits, over: Callable[[], bool]
) -> Iterator[bytes]:
    """Yield the chunks; ask the reader to pause when the step is over and has come forward."""
    fed = 0
    for chunk in chunks:
        yield chunk
        fed += len(chunk)
        short = rows.first_at is not None and rows.first_at <= limits.before_rows_bytes
        if short and fed >= limits.step_bytes and not rows.pausing:
            rows.pausing = over()


def _write(file: BinaryIO, lines: Iterable[Line], size: TableSize, limits: Limits) -> int:
    """Write lines to the end of the file; return its bytes then."""
    text = io.TextIOWrapper(file, "utf-8", "surrogatepass", newline="")
    writer = csv.writer(text)
    for number, cells in lines:
        size.add(cells)
        writer.writerow((number, *cells))
        if file.tell() > limits.transcript_bytes:
            raise broken_workbook("too much text")
    text.flush()
    text.detach()
    return file.tell()
