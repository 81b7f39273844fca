"""XLSX files as programs make them through openpyxl and XlsxWriter."""

import datetime as dt

from .case import STANDARD, Accepted, Case, Refused, lowered
from .library_making import (
    BRIEF,
    TYPED,
    gaps,
    merged_figure,
    merged_team,
    openpyxl_file,
    several_sheets,
    titled,
    two_header_rows,
    xlsxwriter_file,
)
from .text_making import BODY, ROWS, ZH


def _one(cells: str, id_: str = "7") -> Accepted:
    return Accepted(((2, id_, None, None, f"{cells}||"),))


HOUR = dt.timedelta(hours=30, seconds=1.5)
TIME = dt.time(0, 1, 30)
NOTES = [("请填写第二张表",), ("谢谢",)]

WRITTEN_BY_LIBRARIES = (
    Case("openpyxl: shared texts", openpyxl_file, Accepted(about={"format": "xlsx"})),
    Case(
        "openpyxl, write-only: a sheet of another name",
        lambda: openpyxl_file(write_only=True),
        Accepted(about={"name": "绩效"}),
    ),
    Case("XlsxWriter: shared texts", xlsxwriter_file, Accepted(about={"name": "绩效"})),
    Case(
        "XlsxWriter, constant memory: texts in their cells",
        lambda: xlsxwriter_file(constant_memory=True),
        Accepted(),
    ),
    Case(
        "XlsxWriter with 64-bit zip records",
        lambda: xlsxwriter_file(use_zip64=True),
        Accepted(),
    ),
    Case(
        "all cells as text, as a database tool exports",
        lambda: openpyxl_file(ROWS),
        Accepted(),
    ),
    Case(
        "percentages are stored as fractions and shown by their format",
        lambda: xlsxwriter_file((BRIEF, ("7", 1, 2, 0.955)), {(1, 3): "0.00%"}),
        _one("1|2|95.5"),
    ),
    Case(
        "a fraction without a percent format is what it says",
        lambda: xlsxwriter_file((BRIEF, ("7", 1, 2, 0.955)), {(1, 3): "0.000"}),
        _one("1|2|0.955"),
    ),
    Case(
        "a time of day is a duration by its value",
        lambda: openpyxl_file((BRIEF, ("7", TIME, 2, 3))),
        _one("90|2|3"),
    ),
    Case(
        "a duration over 24 hours, to the millisecond",
        lambda: openpyxl_file((BRIEF, ("7", HOUR, 2, 3))),
        _one("108001.5|2|3"),
    ),
    Case(
        "a date where a number belongs",
        lambda: openpyxl_file((BRIEF, ("7", dt.date(2026, 10, 1), 2, 3))),
        Accepted((), {2: (("response_seconds", "date_found"),)}),
    ),
    Case(
        "what binary arithmetic leaves: 0.1 + 0.2, 1.1 × 3, 4.35 × 100",
        lambda: openpyxl_file((BRIEF, ("7", 0.1 + 0.2, 1.1 * 3, 4.35 * 100))),
        _one("0.3|3.3|435"),
    ),
    Case(
        "very small and large numbers in scientific notation",
        lambda: openpyxl_file((BRIEF, ("7", 1e-7, 123456789012345.0, 2.5e10))),
        _one("0.0000001|123456789012345|25000000000"),
    ),
    Case(
        "an id typed as a number",
        lambda: openpyxl_file((BRIEF, (1007.0, 1, 2, 3))),
        _one("1|2|3", "1007"),
    ),
    Case(
        "an id typed as a number and shown with its zeros",
        lambda: xlsxwriter_file((BRIEF, (1007, 1, 2, 3)), {(1, 0): "000000"}),
        _one("1|2|3", "001007"),
    ),
    Case(
        "an id of eighteen digits typed as a number has lost its last three",
        lambda: openpyxl_file((BRIEF, (110101199001011234, 1, 2, 3))),
        Accepted((), {2: (("employee_id", "employee_id_rounded"),)}),
    ),
    Case(
        "thousands by format are only how a number looks",
        lambda: xlsxwriter_file((BRIEF, ("7", 1234567, 12.5, 3)), {(1, 1): "#,##0", (1, 2): "0"}),
        _one("1234567|12.5|3"),
    ),
    Case(
        "formulas whose result was never stored",
        lambda: openpyxl_file((BRIEF, ("7", "=1+1", 2, 3))),
        Accepted((), {2: (("response_seconds", "formula_without_value"),)}),
    ),
    Case(
        "true and false are no numbers",
        lambda: openpyxl_file((BRIEF, ("7", True, False, 3))),
        Accepted((), {2: (("response_seconds", "not_a_number"), ("contacts", "not_a_number"))}),
    ),
    Case(
        "a team merged over its members",
        lambda: openpyxl_file(TYPED, merged_team),
        Accepted(),
    ),
    Case(
        "a figure merged over two people belongs to neither",
        lambda: openpyxl_file(TYPED, merged_figure),
        Accepted((STANDARD[2],), dict.fromkeys((2, 3), (("response_seconds", "merged_cell"),))),
    ),
    Case(
        "a styled title merged over the width",
        lambda: openpyxl_file(TYPED, titled),
        Accepted(lowered(STANDARD, 1), about={"header_row": 2}),
    ),
    Case(
        "a header of two rows with merged cells",
        lambda: openpyxl_file(TYPED, two_header_rows),
        Accepted(lowered(STANDARD, 1), about={"header_row": 2}),
    ),
    Case(
        "empty rows between, and two thousand coloured rows with nothing in them",
        lambda: openpyxl_file(TYPED, gaps),
        Accepted((STANDARD[0], *lowered(STANDARD[1:], 4)), about={"rows_known": 3}),
    ),
    Case(
        "a page of notes before the table",
        lambda: several_sheets(("说明", "visible", NOTES), ("数据", "visible", TYPED)),
        Accepted(about={"name": "数据"}),
    ),
    Case(
        "two tables: the people of neither may be lost",
        lambda: several_sheets(
            ("一组", "visible", TYPED), ("二组", "visible", (BRIEF, ("9", 1, 1, 1)))
        ),
        Refused("several_tables", ("一组、二组", "一组, 二组", "one sheet")),
    ),
    Case(
        "a second table that lacks a column is people's figures all the same",
        lambda: several_sheets(
            ("一组", "visible", (BRIEF[:3], ("9", 1, 1))), ("二组", "visible", TYPED)
        ),
        Refused("several_tables", ("一组、二组",)),
    ),
    Case(
        "notes, a pivot of one figure, a table without rows and a hidden one are ignored and named",
        lambda: several_sheets(
            ("空表", "visible", (BRIEF,)),
            ("说明", "visible", NOTES),
            ("数据", "visible", TYPED),
            ("透视", "visible", [(BRIEF[0], BRIEF[1]), ("9", 1)]),
            ("旧", "hidden", (BRIEF, ("9", 1, 1, 1))),
        ),
        Accepted(about={"name": "数据", "ignored_sheets": ("空表", "说明", "透视", "旧")}),
    ),
    Case(
        "a hidden table is nobody's figures",
        lambda: several_sheets(("旧", "hidden", (BRIEF, ("9", 1, 1, 1))), ("新", "visible", TYPED)),
        Accepted(about={"name": "新", "ignored_sheets": ("旧",)}),
    ),
    Case(
        "no sheet has all the columns: the nearest one is spoken of",
        lambda: several_sheets(
            ("说明", "visible", NOTES), ("数据", "visible", [("工号", "接待量"), ("7", 1)])
        ),
        Refused("missing_columns", ("首次响应总时长", "resolution_rate")),
    ),
    Case("an empty sheet", lambda: openpyxl_file(()), Refused("missing_columns")),
    Case(
        "a sheet with only a header",
        lambda: openpyxl_file((ZH,)),
        Refused("no_rows"),
    ),
    Case(
        "an employee twice",
        lambda: openpyxl_file((ZH, BODY[0], BODY[1], BODY[0])),
        Accepted(STANDARD[:2], {4: (("employee_id", "duplicate_employee"),)}),
    ),
)
