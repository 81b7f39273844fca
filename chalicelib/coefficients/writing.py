"""The three formats of a coefficient file. The same rows always give the same bytes."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields
from typing import IO, Final

from chalicelib.coefficients import sheets
from chalicelib.coefficients.columns import SHARE, Columns, cells, header
from chalicelib.coefficients.rows import CoefficientRow

Rows = Iterable[CoefficientRow]


def csv_lines(rows: Rows, columns: Columns) -> Iterator[str]:
    """Give the CSV file in pieces of a line or two. The BOM is before the header."""
    return sheets.csv_lines(header(columns), (cells(row, columns) for row in rows))


def write_csv(file: IO[bytes], rows: Rows, columns: Columns) -> None:
    """Write the rows as CSV."""
    for line in csv_lines(rows, columns):
        file.write(line.encode())


def write_jsonl(file: IO[bytes], rows: Rows, columns: Columns) -> None:  # noqa: ARG001 (each line has its own)
    """Write the rows as JSON Lines: one object with all members on each line.

    A row that pays all of its month has no ``share``. None has the person's key, so that the file
    of a month that was locked before there were keys is the same.
    """
    for row in rows:
        members = {one.name: getattr(row, one.name) for one in fields(row)}
        del members["person"]
        if row.share is None:
            del members[SHARE]
        sheets.write_json_line(file, members)


def write_xlsx(file: IO[bytes], rows: Rows, columns: Columns) -> None:
    """Write the rows as an XLSX workbook of one sheet."""
    found = (cells(row, columns) for row in rows)
    sheets.write_sheet(file, "coefficients", header(columns), found)


Writer = Callable[[IO[bytes], Rows, Columns], None]
WRITERS: Final[dict[str, Writer]] = {"csv": write_csv, "xlsx": write_xlsx, "jsonl": write_jsonl}
CONTENT_TYPES: Final = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "jsonl": "application/x-ndjson",
}
