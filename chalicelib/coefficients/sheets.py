"""Tables as CSV, XLSX and JSON Lines. The same cells always give the same bytes.

CSV is UTF-8 with BOM and CRLF, as Excel writes it. In XLSX figures are numbers, written digit by
digit from their decimals, and texts are texts. JSON Lines has decimals as strings.
"""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import IO, Any, Final

from chalicelib.coefficients.cells import safe

Cell = str | int | Decimal | None
#: Creation date in an XLSX file. A fixed date keeps the bytes the same.
CREATED: Final = datetime(2000, 1, 1, tzinfo=UTC)
#: Width of every column of an XLSX sheet, in characters.
WIDTHS: Final = 16


def csv_lines(names: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[str]:
    """Give the CSV file in pieces of a line or two. The BOM is before the header."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    buffer.write("\ufeff")
    writer.writerow([safe(name) for name in names])
    for row in rows:
        writer.writerow([_text(cell) for cell in row])
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()
    yield buffer.getvalue()


def write_json_line(file: IO[bytes], members: Mapping[str, Any]) -> None:
    """Write one object as a line of JSON Lines."""
    plain = {name: _plain(value) for name, value in members.items()}
    line = json.dumps(plain, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    file.write(f"{line}\n".encode())


def write_sheet(
    file: IO[bytes], title: str, names: Sequence[str], rows: Iterable[Sequence[Cell]]
) -> None:
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
        sheet = book.add_worksheet(title)
        bold = book.add_format({"bold": True})
        sheet.set_column(0, len(names) - 1, WIDTHS)
        sheet.freeze_panes(1, 1)
        for place, name in enumerate(names):
            sheet.write_string(0, place, name, bold)
        for number, row in enumerate(rows, 1):
            for place, cell in enumerate(row):
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
