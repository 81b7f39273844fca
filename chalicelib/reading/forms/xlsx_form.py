"""The upload template as XLSX: a sheet to fill in, and a sheet that explains each column."""

import io
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Final

from chalicelib.scoring.columns import Column

from .explanation import EXPLANATION_HEADING, REMARKS, explained
from .layout import FormColumn, form_columns, sheet_rows

if TYPE_CHECKING:
    from xlsxwriter import Workbook  # type: ignore[import-untyped]  # it ships no types

DATA_SHEET: Final = "数据 Data"
EXPLANATION_SHEET: Final = "说明 Columns"
_MADE: Final = datetime(2026, 1, 1)  # noqa: DTZ001 - the same template is the same bytes
_WIDTHS: Final = (12, 22, 24, 12, 8, 44, 30, 18, 24, 14)


def upload_template_xlsx(columns: Sequence[Column]) -> bytes:
    """Return an XLSX whose first sheet has a heading, a row of units and an example row.

    The reader accepts the file with data below or over the units and the example. The same columns
    give the same bytes.
    """
    # Imported here, because few calls need it and every cold start would pay for it.
    from xlsxwriter import Workbook

    made = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(made, options) as workbook:
        workbook.set_properties({"created": _MADE})
        form = form_columns(columns)
        _data_sheet(workbook, form)
        _explanation_sheet(workbook, form)
    return made.getvalue()


def _data_sheet(workbook: "Workbook", form: Sequence[FormColumn]) -> None:
    sheet = workbook.add_worksheet(DATA_SHEET)
    look = {"bold": True, "text_wrap": True, "valign": "top", "border": 1, "bg_color": "#DDEBF7"}
    heading = workbook.add_format(look)
    aside = workbook.add_format({"italic": True, "font_color": "#7F7F7F"})
    as_text = workbook.add_format({"num_format": "@"})
    formats = (heading, aside, aside)
    for position, column in enumerate(form):
        # Text format keeps typed ids as text; figures have Excel's general format.
        employee = column.code in ("employee_id", "employee_name", "team")
        sheet.set_column(position, position, 18, as_text if employee else None)
    for number, (cells, look_of) in enumerate(zip(sheet_rows(form), formats, strict=True)):
        for position, cell in enumerate(cells):
            sheet.write_string(number, position, cell, look_of)
    sheet.freeze_panes(3, 1)


def _explanation_sheet(workbook: "Workbook", form: Sequence[FormColumn]) -> None:
    sheet = workbook.add_worksheet(EXPLANATION_SHEET)
    bold = workbook.add_format({"bold": True, "text_wrap": True, "bg_color": "#DDEBF7"})
    wrapped = workbook.add_format({"text_wrap": True, "valign": "top"})
    for position, (width, title) in enumerate(zip(_WIDTHS, EXPLANATION_HEADING, strict=True)):
        sheet.set_column(position, position, width, wrapped)
        sheet.write_string(0, position, title, bold)
    for number, column in enumerate(form, start=1):
        for position, cell in enumerate(explained(column)):
            sheet.write_string(number, position, cell, wrapped)
    for number, remark in enumerate(REMARKS, start=len(form) + 2):
        sheet.write_string(number, 0, remark)
