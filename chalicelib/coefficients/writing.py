"""The three formats of a coefficient file. The same rows always give the same bytes.

CSV is UTF-8 with BOM and CRLF, as Excel writes it. In XLSX figures are numbers, written digit by
digit from their decimals, and texts are texts. JSON Lines has decimals as strings.
"""

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields
from datetime import UTC, datetime
from decimal import Decimal
from typing import IO, Any, Final

from chalicelib.coefficients.cells import safe
from chalicelib.coefficients.columns import SHARE, Cell, Columns, cells, header
from chalicelib.coefficients.rows import CoefficientRow

Rows = Iterable[CoefficientRow]
#: Creation date in an XLSX file. A fixed date keeps the bytes the same.
CREATED: Final = datetime(2000, 1, 1, tzinfo=UTC)
#: Width of every column of an XLSX sheet, in characters.
WIDTHS: Final = 16


def csv_lines(rows: Rows, columns: Columns) -> Iterator[str]:
    """Give the CSV file in pieces of a line or two. The BOM is before the header."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    buffer.write("\ufeff")
    writer.writerow([safe(name) for name in header(columns)])
    for row in rows:
        writer.writerow([_text(cell) for cell in cells(row, columns)])
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()
    yield buffer.getvalue()


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
        members = {one.name: _plain(getattr(row, one.name)) for one in fields(row)}
        del members["person"]
        if row.share is None:
            del members[SHARE]
        line = json.dumps(members, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
        file.write(f"{line}\n".encode())


def write_xlsx(file: IO[bytes], rows: Rows, columns: Columns) -> None:
    """Write the rows as an XLSX workbook of one sheet."""
    import xlsxwriter  # type: ignore[import-untyped]

    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_numbers": False,
        "strings_to_urls": False,
    }
    with xlsxwriter.Workbook(file, options) as book:
        book.set_properties({"created": CREATED.replace(tzinfo=None), "author": "", "title": ""})
        sheet = book.add_worksheet("coefficients")
        bold = book.add_format({"bold": True})
        names = header(columns)
        sheet.set_column(0, len(names) - 1, WIDTHS)
        sheet.freeze_panes(1, 1)
        for place, name in enumerate(names):
            sheet.write_string(0, place, name, bold)
        for number, row in enumerate(rows, 1):
            for place, cell in enumerate(cells(row, columns)):
                _write_cell(sheet, number, place, cell)


def _write_cell(sheet: Any, row: int, column: int, cell: Cell) -> None:
    if cell is None:
        return
    if isinstance(cell, str):
        # The library writes a text that begins with <r> as XML, without escaping it.
        text = f"'{cell}" if cell.startswith("<r>") else cell
        sheet.write_string(row, column, text)
    else:
        # A Decimal is formatted with its own digits, never through a binary float.
        sheet.write_number(row, column, cell)


def _text(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, Decimal):
        return format(cell, "f")
    return safe(cell) if isinstance(cell, str) else str(cell)


def _plain(value: Any) -> Any:
    return format(value, "f") if isinstance(value, Decimal) else value


Writer = Callable[[IO[bytes], Rows, Columns], None]
WRITERS: Final[dict[str, Writer]] = {"csv": write_csv, "xlsx": write_xlsx, "jsonl": write_jsonl}
CONTENT_TYPES: Final = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "jsonl": "application/x-ndjson",
}
