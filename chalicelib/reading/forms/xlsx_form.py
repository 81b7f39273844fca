"""The upload template as XLSX: a sheet to fill in, and a sheet that explains each column."""

import io
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Final

from chalicelib.scoring.columns import Column

from .explanation import EXPLANATION_HEADING, REMARKS, both, explained
from .filling import Filling
from .layout import FormColumn, form_columns, sheet_rows

if TYPE_CHECKING:
    from xlsxwriter import Workbook  # type: ignore[import-untyped]  # it ships no types
    from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

DATA_SHEET: Final = "数据 Data"
EXPLANATION_SHEET: Final = "说明 Columns"
_MADE: Final = datetime(2026, 1, 1)  # noqa: DTZ001 - the same template is the same bytes
LIST_SHEET: Final = "选项 Lists"
_LIST_CHARACTERS: Final = 255
_TITLE_CHARACTERS: Final = 32
#: A cell of a file is below.
_GREATEST: Final = 10**15
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
        lists = Lists(workbook)
        _data_sheet(workbook, form, people, lists)
        _explanation_sheet(workbook, form)
        lists.write()
    return made.getvalue()


def _data_sheet(
    workbook: "Workbook",
    form: Sequence[FormColumn],
    people: Iterable[Sequence[str]],
    lists: "Lists",
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
        _help(sheet, position, column, lists)
    for number, (cells, look_of) in enumerate(zip(sheet_rows(form), formats, strict=True)):
        for position, cell in enumerate(cells):
            sheet.write_string(number, position, cell, look_of)
    for number, person in enumerate(people, start=3):
        for position, cell in enumerate(person):
            if cell:
                sheet.write_string(number, position, cell, as_text)
    sheet.freeze_panes(3, 1)


def _help(sheet: "Worksheet", position: int, column: FormColumn, lists: "Lists") -> None:
    """Offer the allowed values below the notes, and ask for a number where one is expected.

    What is typed otherwise gets a warning and stays: codes, marks, 95% and 0:01:30 are allowed too.
    A number format would be no help: it shows 0:01:30 as 0.00, and the number counts.
    """
    rule: dict[str, object]
    if column.allowed:
        rule = {"validate": "list", "source": lists.source(column.allowed)}
    elif column.number:
        rule = {
            "validate": "decimal",
            "criteria": "between",
            "minimum": -_GREATEST,
            "maximum": _GREATEST,
            "input_title": column.name["zh"][:_TITLE_CHARACTERS],
            "input_message": both(column.how_to_fill)[:_LIST_CHARACTERS],
        }
    else:
        return
    rule |= {"ignore_blank": True, "error_type": "warning"}
    sheet.data_validation(3, position, _LAST_ROW, position, rule)


class Lists:
    """Where the drop-down lists are: in the rule itself, or on a sheet of their own.

    Excel takes 255 characters in a rule, and no comma in a value.
    """

    def __init__(self, workbook: "Workbook") -> None:
        self._workbook = workbook
        self._written: list[tuple[str, ...]] = []

    def source(self, allowed: Sequence[str]) -> list[str] | str:
        """Return the source of a rule with these values."""
        if len(",".join(allowed)) <= _LIST_CHARACTERS and not any("," in one for one in allowed):
            return list(allowed)
        self._written.append(tuple(allowed))
        column = xl_column(len(self._written) - 1)
        return f"='{LIST_SHEET}'!${column}$1:${column}${len(allowed)}"

    def write(self) -> None:
        """Write the sheet of the lists that are too long for a rule, if there are any."""
        if not self._written:
            return
        sheet = self._workbook.add_worksheet(LIST_SHEET)
        for position, allowed in enumerate(self._written):
            for number, value in enumerate(allowed):
                sheet.write_string(number, position, value)


def xl_column(position: int) -> str:
    """Return the letters of a column from its position, from 0: A, Z, AA."""
    letters, number = "", position + 1
    while number:
        number, left = divmod(number - 1, 26)
        letters = chr(ord("A") + left) + letters
    return letters


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
