"""Upload templates: filled in, they are accepted as they are."""

import csv
import io
from dataclasses import replace
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.reading import FileRejected, Row, column_specs
from chalicelib.reading.forms import upload_template_csv, upload_template_xlsx
from chalicelib.reading.forms.explanation import EXPLANATION_HEADING
from chalicelib.scoring.columns import Column
from chalicelib.scoring.scheme import ColumnNote, Source
from chalicelib.scoring.text import Text, text

from .opened import opened


def column(
    code: str,
    zh: str,
    en: str,
    unit: Text | None = None,
    kind: str = "number",
    *,
    need: bool = True,
) -> Column:
    description = text(f"{zh}的说明", f"about {en}")
    return Column(code, text(zh, en), unit, kind, need, description, ("one", "two"))  # type: ignore[arg-type]


COLUMNS = (
    column("response_seconds", "首次响应总时长", "First response, total", text("秒", "s")),
    column("resolution_rate", "问题解决率", "Resolution rate", text("%", "%")),
    column("duty_superior", "责任心（上级）", "Duty (superior)", None, "marks"),
    column("level", "等级", "Level", None, "text", need=False),
)
FILLED = ("001007", "张伟", "一组", "0:01:30", "95.5%", "4;5", "优秀")


def filled_csv(columns: tuple[Column, ...], *rows: tuple[str, ...]) -> bytes:
    file = io.StringIO(newline="")
    csv.writer(file).writerows(rows)
    return upload_template_csv(columns) + file.getvalue().encode()


def filled_xlsx(columns: tuple[Column, ...], *rows: tuple[object, ...]) -> bytes:
    workbook = openpyxl.load_workbook(io.BytesIO(upload_template_xlsx(columns)))
    for row in rows:
        workbook.worksheets[0].append(row)
    made = io.BytesIO()
    workbook.save(made)
    return made.getvalue()


@pytest.mark.parametrize("fill", [filled_csv, filled_xlsx])
def test_a_filled_in_template_is_accepted_with_its_notes_left_in(fill) -> None:  # type: ignore[no-untyped-def]
    with opened(fill(COLUMNS, FILLED), column_specs(COLUMNS)) as sheet:
        (row,) = sheet.rows()
        assert sheet.unknown_columns == ()
        assert sheet.passed_over == {"note": 2}
    assert isinstance(row, Row)
    assert (row.number, row.employee_id, row.employee_name, row.team) == (
        4,
        "001007",
        "张伟",
        "一组",
    )
    assert row.cells == {
        "response_seconds": Decimal(90),
        "resolution_rate": Decimal("95.5"),
        "duty_superior": "4;5",
        "level": "优秀",
    }


@pytest.mark.parametrize("make", [upload_template_csv, upload_template_xlsx])
def test_a_template_sent_back_empty_is_refused_because_it_has_no_rows(make) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(FileRejected, match="no_rows"):
        opened(make(COLUMNS), column_specs(COLUMNS))


def test_the_rows_of_units_and_example_may_be_written_over() -> None:
    lines = upload_template_csv(COLUMNS).decode("utf-8-sig").splitlines()
    content = "\r\n".join([lines[0], ",".join(FILLED)]).encode()
    with opened(content, column_specs(COLUMNS)) as sheet:
        assert [row.number for row in sheet.rows()] == [2]


def test_the_heading_has_both_names_and_the_code_and_the_second_row_the_units() -> None:
    heading, units, _ = csv.reader(
        io.StringIO(upload_template_csv(COLUMNS).decode("utf-8-sig"), newline="")
    )
    assert heading[0] == "员工编号 / Employee ID (employee_id)"
    assert heading[3] == "首次响应总时长 / First response, total (response_seconds)"
    assert units[3] == "秒 / s"


def test_the_second_sheet_explains_each_column_and_ids_are_kept_as_text() -> None:
    workbook = openpyxl.load_workbook(io.BytesIO(upload_template_xlsx(COLUMNS)))
    data, explanation = workbook.worksheets
    assert data.column_dimensions["A"].width > 10
    rows = list(explanation.iter_rows(values_only=True))
    assert rows[0] == EXPLANATION_HEADING
    assert [row[0] for row in rows[1:8]] == [
        *("employee_id", "employee_name", "team"),
        *(column.code for column in COLUMNS),
    ]
    assert rows[4][4] == "是 yes"
    assert "about First response, total" in str(rows[4][6])


def test_the_documents_own_example_and_source_are_shown() -> None:
    note = ColumnNote(
        "calls",
        text("通话", "Calls"),
        None,
        "phone",
        "number",
        False,
        None,
        "420",
        None,
    )
    phone = Source("phone", text("话务系统", "Phone"))
    noted = replace(column("calls", "通话", "Calls"), note=note, source=phone)
    workbook = openpyxl.load_workbook(io.BytesIO(upload_template_xlsx((noted,))))
    assert workbook.worksheets[0]["D3"].value == "420"
    assert workbook.worksheets[1]["H5"].value == "话务系统\nPhone"


@pytest.mark.parametrize(
    ("unit", "example"), [(text("%", "%"), "95%"), (text("秒", "s"), "12"), (None, "12")]
)
def test_an_example_suits_its_column(unit: Text | None, example: str) -> None:
    form = upload_template_csv((column("c", "列", "c", unit),)).decode("utf-8-sig")
    assert form.splitlines()[2].endswith(f",{example}")


def test_the_same_columns_give_the_same_bytes() -> None:
    assert upload_template_xlsx(COLUMNS) == upload_template_xlsx(COLUMNS)
    assert upload_template_csv(COLUMNS) == upload_template_csv(COLUMNS)


names = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=20)


@given(st.lists(st.tuples(names, names), min_size=1, max_size=5))
def test_whatever_the_columns_are_called_a_filled_in_template_is_accepted(
    pairs: list[tuple[str, str]],
) -> None:
    columns = tuple(column(f"c{n}", zh, en) for n, (zh, en) in enumerate(pairs))
    cells = ("7", "", "", *(str(n) for n in range(len(columns))))
    with opened(filled_csv(columns, cells), column_specs(columns)) as sheet:
        (row,) = sheet.rows()
    assert isinstance(row, Row)
    assert row.cells == {f"c{n}": Decimal(n) for n in range(len(columns))}
