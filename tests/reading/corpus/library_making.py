"""XLSX files made by openpyxl and XlsxWriter, the libraries behind most programs' exports."""

import io
from collections.abc import Callable, Sequence

from openpyxl import Workbook as OpenpyxlWorkbook
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.worksheet import Worksheet
from xlsxwriter import Workbook as XlsxWriterWorkbook

from .text_making import ZH

TYPED = (
    ZH,
    ("001007", "张伟", "一组", 5200, 125, 95.5, "4;5", "电话"),
    ("001008", "李娜", "一组", 4100, 98, 88, 4, "在线"),
    ("001009", "欧阳芳", "二组", None, None, 100, 4.5, None),
)
BRIEF = ("工号", "首次响应总时长", "接待量", "问题解决率")


def openpyxl_file(
    rows: Sequence[Sequence[object]] = TYPED,
    change: Callable[[Worksheet], None] = lambda sheet: None,
    *,
    write_only: bool = False,
) -> bytes:
    workbook = OpenpyxlWorkbook(write_only=write_only)
    sheet = workbook.create_sheet("绩效") if write_only else workbook.active
    for row in rows:
        sheet.append(row)
    change(sheet)
    made = io.BytesIO()
    workbook.save(made)
    return made.getvalue()


def xlsxwriter_file(
    rows: Sequence[Sequence[object]] = TYPED,
    formats: dict[tuple[int, int], str] | None = None,
    **options: bool,
) -> bytes:
    made = io.BytesIO()
    with XlsxWriterWorkbook(made, {"in_memory": True, **options}) as workbook:
        sheet = workbook.add_worksheet("绩效")
        for number, row in enumerate(rows):
            for position, value in enumerate(row):
                code = (formats or {}).get((number, position))
                look = workbook.add_format({"num_format": code}) if code else None
                if value is not None:
                    sheet.write(number, position, value, look)
    return made.getvalue()


def merged_team(sheet: Worksheet) -> None:
    sheet["C3"] = None
    sheet.merge_cells("C2:C3")


def merged_figure(sheet: Worksheet) -> None:
    sheet["D3"] = None
    sheet.merge_cells("D2:D3")


def titled(sheet: Worksheet) -> None:
    sheet.insert_rows(1)
    sheet["A1"] = "2026年10月客服绩效"
    sheet["A1"].font = Font(bold=True, size=20)
    sheet["A1"].fill = PatternFill("solid", fgColor="FFFF00")
    sheet.merge_cells("A1:H1")


def two_header_rows(sheet: Worksheet) -> None:
    """Groups above the names, the names of the person merged over both rows."""
    sheet.insert_rows(1)
    sheet["D1"] = "效率"
    sheet.merge_cells("D1:E1")
    for column, name in zip("ABC", ZH, strict=False):
        sheet[f"{column}1"], sheet[f"{column}2"] = name, None
        sheet.merge_cells(f"{column}1:{column}2")


def gaps(sheet: Worksheet) -> None:
    sheet.insert_rows(3, 4)
    for number in range(10, 2000):
        sheet.cell(number, 1).fill = PatternFill("solid", fgColor="EEEEEE")


def several_sheets(*sheets: tuple[str, str, Sequence[Sequence[object]]]) -> bytes:
    """Name, state (visible, hidden), rows."""
    workbook = OpenpyxlWorkbook()
    workbook.remove(workbook.active)
    for name, state, rows in sheets:
        sheet = workbook.create_sheet(name)
        sheet.sheet_state = state
        for row in rows:
            sheet.append(row)
    made = io.BytesIO()
    workbook.save(made)
    return made.getvalue()
