"""Read a CSV file with any of the known separators as numbered rows."""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from typing import BinaryIO, Final, Literal

from .columns import ColumnSpec
from .encodings import encoding_of
from .faults import FileRejected, rejected, too_many_columns
from .header import find_header
from .heading_names import HeadingNames
from .limits import Limits
from .table import Line
from .table_size import TableSize

SEPARATORS: Final = (",", ";", "\t")
_SEPARATOR_LINE = re.compile(r'"?sep=([,;\t])"?\r?\n?', re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Delimited:
    """A CSV table. `preamble`: the file begins with Excel's `sep=;` line, which is not a row."""

    stream: BinaryIO
    encoding: str
    separator: str
    preamble: bool
    limits: Limits
    format: Literal["csv"] = "csv"
    sheet: None = None
    ignored_sheets: tuple[str, ...] = ()
    exact_width: bool = True

    def lines(self) -> Iterator[Line]:
        """Yield the row number and the row's cells. Raises FileRejected."""
        # Strict, because otherwise a stray quote swallows the next rows without an error.
        texts = _physical_lines(self.stream, self.encoding, self.limits)
        if self.preamble:
            next(texts, None)
        rows = csv.reader(texts, delimiter=self.separator, strict=True)
        number, most = 0, self.limits.columns
        size = TableSize(self.limits)
        try:
            for number, cells in enumerate(rows, start=1):
                size.add(cells)
                if len(cells) > most and (
                    len(cells) > self.limits.blank_columns or any(cells[most:])
                ):
                    raise too_many_columns(most)
                yield number, cells
        except csv.Error as error:
            raise _broken_quotes(number + 1, error) from None


def open_delimited(
    stream: BinaryIO, names: HeadingNames, specs: Sequence[ColumnSpec], limits: Limits
) -> Delimited:
    """Determine the encoding and the separator of a CSV file. Raises FileRejected.

    A `sep=` line declares the separator. Otherwise it is the one with which the header names the
    most columns.
    """
    encoding = encoding_of(stream)
    first = next(_physical_lines(stream, encoding, limits), "")
    declared = _SEPARATOR_LINE.fullmatch(first)
    candidates = (declared[1],) if declared else SEPARATORS
    tables = [
        Delimited(stream, encoding, each, declared is not None, limits) for each in candidates
    ]
    return max(tables, key=lambda table: _fit(table, names, specs))


def _fit(
    table: Delimited, names: HeadingNames, specs: Sequence[ColumnSpec]
) -> tuple[bool, int, int]:
    """Return how well a separator fits the beginning of the file; greater is better."""
    beginning: list[Line] = []
    width = 0
    try:
        for line in islice(table.lines(), table.limits.header_rows):
            beginning.append(line)
            width = max(width, len(line[1]))
    except FileRejected as refused:
        # With this separator, reading the rows raises the same error again.
        if refused.code == "too_many_columns":
            width = table.limits.columns + 1
    header = find_header(beginning, names, specs)
    return (header.complete(specs), header.score, width) if header else (False, 0, width)


def _physical_lines(stream: BinaryIO, encoding: str, limits: Limits) -> Iterator[str]:
    """Yield physical lines with their line ends. Raises FileRejected for a line over the limit."""
    stream.seek(0)
    decoded = io.TextIOWrapper(stream, encoding, "strict", newline="")
    try:
        while line := decoded.readline(limits.line_characters):
            if len(line) == limits.line_characters:
                raise rejected(
                    "line_too_long",
                    f"有一行超过 {limits.line_characters} 个字符",
                    f"a line is longer than {limits.line_characters} characters",
                )
            yield line
    finally:
        with suppress(ValueError):  # the stream was closed before its reader
            decoded.detach()


def _broken_quotes(row: int, error: csv.Error) -> FileRejected:
    if "field larger" in str(error):
        return rejected(
            "cell_too_long",
            f"第 {row} 行有一个单元格过长；多半是引号没有成对",
            f"row {row} has a cell that never ends; most likely a quote is not closed",
            row=row,
        )
    return rejected(
        "broken_quotes",
        f"第 {row} 行的引号不成对；单元格里的引号要写成两个",
        f'the quotes in row {row} are not in pairs; a quote inside a cell is written twice ("")',
        row=row,
    )
