"""Write a month's rows as a customer would save them: XLSX, CSV from Excel in China, plain CSV."""

import csv
import io
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final, Literal

import xlsxwriter  # type: ignore[import-untyped]

FileFormat = Literal["xlsx", "gb18030", "utf-8"]
EXTENSION: Final[dict[FileFormat, str]] = {"xlsx": "xlsx", "gb18030": "csv", "utf-8": "csv"}

NOTICE: Final = (
    "样例数据：由固定种子的生成程序编造，人员与数字均不真实。",
    "Sample data: made up by a seeded generator. No person and no figure in it is real.",
)


def write(
    path: Path, file_format: FileFormat, header: Sequence[str], rows: Sequence[Sequence[str]]
) -> None:
    """Write one file; the same rows give the same bytes."""
    if file_format == "xlsx":
        path.write_bytes(_xlsx(header, rows))
        return
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(header)
    writer.writerows(rows)
    path.write_bytes(text.getvalue().encode(file_format))


def _xlsx(header: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    """Write a workbook with the rows on its first sheet and the notice on its second."""
    stream = io.BytesIO()
    book: Any = xlsxwriter.Workbook(stream, {"in_memory": True})
    # A workbook contains its time of writing; a fixed time keeps the bytes the same.
    book.set_properties(
        {"created": datetime(2026, 11, 1, tzinfo=UTC), "comments": " ".join(NOTICE)}
    )
    sheet = book.add_worksheet("月度数据")
    sheet.write_row(0, 0, header, book.add_format({"bold": True}))
    for number, row in enumerate(rows, start=1):
        for column, cell in enumerate(row):
            _write_cell(sheet, number, column, cell)
    book.add_worksheet("说明 Notice").write_column(0, 0, NOTICE)
    book.close()
    return stream.getvalue()


def _write_cell(sheet: Any, row: int, column: int, cell: str) -> None:
    """Write a figure as a number, anything else as text, as typing it into Excel does."""
    try:
        number = float(cell)
    except ValueError:
        sheet.write_string(row, column, cell)
    else:
        sheet.write_number(row, column, number)
