"""The upload template as XLSX: a sheet to fill in, and a sheet that explains each column."""

import io
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Final

from chalicelib.scoring.columns import Column

from .explanation import EXPLANATION_HEADING, REMARKS, explained
from .filling import Filling
from .layout import FormColumn, form_columns, sheet_rows

if TYPE_CHECKING:
    from xlsxwriter import Workbook  # type: ignore[import-untyped]  # it ships no types
    from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

DATA_SHEET: Final = "数据 Data"
EXPLANATION_SHEET: Final = "说明 Columns"
_MADE: Final = datetime(2026, 1, 1)  # noqa: DTZ001 - the same template is the same bytes
_LIST_CHARACTERS: Final = 255
_LAST_ROW: Final = 1_048_575
_WIDTHS: Final = (12, 22, 24, 12, 8, 44, 30, 18, 24, 14)


def upload_template_xlsx(columns: Sequence[Column], filling: Filling | None = None) -> bytes:
    """Return an XLSX whose first sheet has a heading, a row of units and an example row.

    The reader accepts the file with data below or over the units and the example. The same columns
    give the same bytes. A column with allowed values has them as a drop-down list.
    """
    # Imported here, because few calls need it and every cold start would pay for it.
    from xlsxwriter import Workbook

    made = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(made, options) as workbook:
        workbook.set_properties({"created": _MADE})
        form = form_columns(columns, filling)
        people = filling.rows([one.code for one in form]) if filling else ()
        _data_sheet(workbook, form, people)
        _explanation_sheet(workbook, form)
    return made.getvalue()


def _data_sheet(
    workbook: "Workbook", form: Sequence[FormColumn], people: Iterable[Sequence[str]]
) -> None:
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
        _drop_down(sheet, position, column.allowed)
    for number, (cells, look_of) in enumerate(zip(sheet_rows(form), formats, strict=True)):
        for position, cell in enumerate(cells):
            sheet.write_string(number, position, cell, look_of)
    for number, person in enumerate(people, start=3):
        for position, cell in enumerate(person):
            if cell:
                sheet.write_string(number, position, cell, as_text)
    sheet.freeze_panes(3, 1)


def _drop_down(sheet: "Worksheet", position: int, allowed: Sequence[str]) -> None:
    """Offer the allowed values below the notes. Excel takes 255 characters of them, and no comma.

    A value that is typed otherwise gets a warning and stays: codes and marks are allowed too.
    """
    if (
        not allowed
        or len(",".join(allowed)) > _LIST_CHARACTERS
        or any("," in one for one in allowed)
    ):
        return
    sheet.data_validation(
        3,
        position,
        _LAST_ROW,
        position,
        {"validate": "list", "source": list(allowed), "error_type": "warning"},
    )


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
