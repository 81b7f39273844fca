"""Going through the rows: resuming, duplicates, slices, files without a row per employee."""

from decimal import Decimal

import pytest

from chalicelib.reading import BadRow, ColumnSpec, FileRejected, Row
from chalicelib.scoring.text import text

from .corpus.library_making import openpyxl_file
from .opened import codes, csv_of, one_cell, opened, rows_of

SCORE = ColumnSpec("score")
CHANNEL = ColumnSpec("channel", kind="text")
FIVE = csv_of("employee_id,score", "1,10", "2,x", "3,30", "", "1,40", "合计,80")


def test_a_second_pass_gives_the_same_rows() -> None:
    with opened(FIVE, [SCORE]) as sheet:
        assert list(sheet.rows()) == list(sheet.rows())


@pytest.mark.parametrize("start", range(8))
def test_a_later_start_gives_the_rest_and_knows_the_employees_before_it(start: int) -> None:
    with opened(FIVE, [SCORE]) as sheet:
        whole = list(sheet.rows())
        assert [row.number for row in whole] == [2, 3, 4, 6]
        assert list(sheet.rows(start)) == [row for row in whole if row.number > start]


def test_a_later_start_knows_the_slices_before_it() -> None:
    file = csv_of("employee_id,channel,score", "1,phone,10", "1,online,20", "1,phone,30", "1,x,4")
    with opened(file, [CHANNEL, SCORE], row_key=("employee_id", "channel")) as sheet:
        whole = list(sheet.rows())
        assert [type(row) for row in whole] == [Row, Row, BadRow, Row]
        assert list(sheet.rows(3)) == whole[2:]


def test_a_later_start_in_an_xlsx_gives_the_same_as_in_a_csv() -> None:
    rows = [("employee_id", "score"), ("1", 10), ("2", "x"), ("3", 30), (None, None), ("1", 40)]
    with opened(openpyxl_file(rows), [SCORE]) as xlsx, opened(FIVE, [SCORE]) as csv:
        assert list(xlsx.rows(3)) == list(csv.rows(3))


def test_rows_known_counts_good_and_bad_rows_but_no_blank_ones_and_no_totals() -> None:
    with opened(FIVE, [SCORE]) as sheet:
        assert sheet.rows_known == 4
        assert len(list(sheet.rows())) == 4
        assert sheet.passed_over == {"blank": 1, "total": 1}


def test_a_duplicate_names_the_first_row_even_when_that_one_is_bad() -> None:
    rows = rows_of(csv_of("employee_id,score", "2,x", "2,20"), SCORE)
    duplicate = rows[1]
    assert isinstance(duplicate, BadRow)
    assert duplicate.errors[0].code == "duplicate_employee"
    assert "第 2 行" in duplicate.errors[0].message["zh"]
    assert "row 2" in duplicate.errors[0].message["en"]


def test_an_error_names_its_column_by_code_and_as_the_file_itself_heads_it() -> None:
    score = ColumnSpec("score", ("分数", "Score"))
    _, twice, words = rows_of(csv_of("*工号,分数(必填)", "1,1", "1,2", "3,x"), score)
    assert isinstance(twice, BadRow)
    assert isinstance(words, BadRow)
    assert [(e.column, e.heading) for e in twice.errors] == [("employee_id", "*工号")]
    assert twice.errors[0].message["zh"].startswith("“*工号”列：“1”重复：第 2 行已经有了")
    assert [(e.column, e.heading) for e in words.errors] == [("score", "分数(必填)")]
    assert words.errors[0].message["zh"].startswith("“分数(必填)”列：“x”不是数字；应为数字")
    assert words.errors[0].message["en"].startswith('column "分数(必填)": "x" is not a number; exp')


def test_a_column_that_the_file_heads_by_its_code_is_told_with_its_name() -> None:
    score = ColumnSpec("score", ("分数", "Points"), unit=text("次", "count"))
    twice, words = rows_of(csv_of("employee_id,score", "1,1", "1,2", "3,TRUE"), score)[1:]
    assert isinstance(twice, BadRow)
    assert isinstance(words, BadRow)
    assert twice.errors[0].message["zh"].startswith("“employee_id（员工编号）”列：“1”重复")
    assert twice.errors[0].message["en"].startswith('column "employee_id": "1" is a dup')
    assert words.errors[0].message == {
        "zh": "“score（分数）”列：“TRUE”不是数字；应为数字，例如 12，没有数据请留空",
        "en": 'column "score (Points)": "TRUE" is not a number; expected one, such as 12, blank '
        "when there is none",
    }
    assert words.errors[0].heading == "score"


def test_every_fault_of_a_row_is_named_at_once() -> None:
    (row,) = rows_of(csv_of("employee_id,score,other", ",x,1:30"), SCORE, ColumnSpec("other"))
    assert codes([row]) == ["employee_id_missing", "not_a_number", "ambiguous_duration"]


def test_a_bad_row_is_kept_as_it_came() -> None:
    (row,) = rows_of(csv_of("工号,score,备注,备注", "7, 1:30 ,a,b"), SCORE)
    assert isinstance(row, BadRow)
    assert row.raw == {"工号": "7", "score": " 1:30 ", "备注": "a", "备注 (4)": "b"}


def test_an_employee_has_a_row_for_each_slice_but_not_two_for_one() -> None:
    file = csv_of("employee_id,channel,score", "1,phone,10", "1,online,20", "1,phone,30")
    with opened(file, [CHANNEL, SCORE], row_key=("employee_id", "channel")) as sheet:
        rows = list(sheet.rows())
    assert [type(row) for row in rows] == [Row, Row, BadRow]


def test_a_file_with_a_row_per_contact_repeats_its_agents() -> None:
    file = csv_of("contact_id,agent,seconds", "C1,Diane,109", "C2,Becky,70", "C3,Diane,")
    specs = [ColumnSpec("seconds"), ColumnSpec("contact_id", kind="text")]
    with opened(file, specs, row_key=None, employee_field="agent") as sheet:
        rows = [row for row in sheet.rows() if isinstance(row, Row)]
    assert [(row.employee_id, row.cells["seconds"]) for row in rows] == [
        ("Diane", Decimal(109)),
        ("Becky", Decimal(70)),
        ("Diane", None),
    ]


def test_another_employee_column_is_found_by_its_own_name_alone() -> None:
    file = csv_of("工号,坐席,score", "7,Diane,10")
    with opened(file, [SCORE], employee_field="坐席") as sheet:
        assert [row.employee_id for row in sheet.rows()] == ["Diane"]


def test_an_optional_column_that_is_absent_is_not_available_in_every_row() -> None:
    (row,) = rows_of(csv_of("employee_id", "7"), ColumnSpec("score", required=False))
    assert isinstance(row, Row)
    assert row.cells == {"score": None}


@pytest.mark.parametrize(
    "written", ["001007", "E-17", "张伟", "1007.0", "0", "A·B", "12:30", "5.5"]
)
def test_an_employee_id_is_text_whatever_it_looks_like(written: str) -> None:
    assert [row.employee_id for row in rows_of(csv_of("工号,score", f"{written},1"), SCORE)] == [
        written
    ]


def test_the_apostrophe_that_keeps_digits_as_text_is_not_part_of_an_id() -> None:
    assert [row.employee_id for row in rows_of(csv_of("工号,score", "'001007,1"), SCORE)] == [
        "001007"
    ]


def test_an_employee_id_that_is_far_too_long_is_an_error() -> None:
    assert codes(rows_of(csv_of("工号,score", f"{'9' * 65},1"), SCORE)) == ["employee_id_too_long"]


def test_a_cell_beyond_excels_length_is_an_error_of_its_row() -> None:
    file = csv_of("工号,channel", f"7,{'x' * 32_768}", "8,ok")
    assert codes(rows_of(file, CHANNEL)) == ["cell_too_long"]


@pytest.mark.parametrize("written", ["#REF!", "#NAME?", "#未计算!"])
def test_a_failed_formula_is_an_error_in_a_text_column_and_in_an_id_too(written: str) -> None:
    code = "formula_without_value" if "未" in written else "formula_error"
    assert codes(rows_of(csv_of("工号,channel", f"7,{written}"), CHANNEL)) == [code]
    assert codes(rows_of(csv_of("工号,channel", f"{written},x"), CHANNEL)) == [code]


def test_a_row_that_is_only_somebody_is_a_row_with_nothing_available() -> None:
    (row,) = rows_of(csv_of("工号,score", "7,"), SCORE)
    assert isinstance(row, Row)
    assert row.cells == {"score": None}


@pytest.mark.parametrize(("characters", "found"), [(200, []), (201, ["cell_too_long"])])
def test_a_teams_name_is_never_cut_short(characters: int, found: list[str]) -> None:
    """Two teams would become one, and their supervisors see each other's results."""
    rows = rows_of(csv_of("工号,团队,score", f"1,{'队' * characters},1"), SCORE)

    assert codes(rows) == found
    if found:
        assert rows[0].errors[0].column == "team"
    else:
        assert rows[0].team == "队" * 200


TWO = ("工号,员工编号,score", "7,A7,10", "8,A8,20")


def test_of_two_columns_of_employee_ids_the_file_asks_which_one_is_meant() -> None:
    with pytest.raises(FileRejected) as refused:
        rows_of(csv_of(*TWO), SCORE)
    assert refused.value.code == "several_employee_columns"
    assert refused.value.details["columns"] == ["工号", "员工编号"]
    assert "employee_field" in refused.value.message["en"]


@pytest.mark.parametrize(("named", "ids"), [("工号", ["7", "8"]), ("员工编号", ["A7", "A8"])])
def test_the_request_says_which_one_counts(named: str, ids: list[str]) -> None:
    with opened(csv_of(*TWO), [SCORE], employee_field=named) as sheet:
        assert [row.employee_id for row in sheet.rows()] == ids


def test_our_own_code_may_be_named_beside_another_column_of_ids() -> None:
    file = csv_of("agent_id,employee_id,score", "7,A7,10")
    with opened(file, [SCORE], employee_field="employee_id") as sheet:
        assert [row.employee_id for row in sheet.rows()] == ["A7"]


@pytest.mark.parametrize("heading", ["Agent name", "Team", "客服姓名"])
def test_the_column_that_the_request_names_comes_before_all_other_meanings(heading: str) -> None:
    with opened(csv_of(f"{heading},score", "7,10"), [SCORE], employee_field=heading) as sheet:
        assert [row.employee_id for row in sheet.rows()] == ["7"]


def test_a_message_names_columns_in_the_readers_language() -> None:
    spec = ColumnSpec("wait", ("等待时长", "Waiting time"))
    with pytest.raises(FileRejected) as refused:
        rows_of(csv_of("Solved", "1"), spec)
    assert "缺少这些列：员工编号 (employee_id)、等待时长 (wait)" in refused.value.message["zh"]
    assert "Employee ID (employee_id), Waiting time (wait)" in refused.value.message["en"]


@pytest.mark.parametrize(
    ("unit", "written", "zh", "en"),
    [
        (("次", "count"), "abc", "应为数字，例如 12，", "such as 12, blank"),
        (("秒", "second"), "abc", "例如 90 或 0:01:30，", "such as 90 or 0:01:30, blank"),
        (("%", "%"), "abc", "例如 95 或 95%，", "such as 95 or 95%, blank"),
        (("%", "%"), "≥90%", "“≥90%”不是数字", '"≥90%" is not a number'),
        (
            ("次", "count"),
            "1次",
            "请只填数字，如 1，不要写“次”",
            "write the number alone, such as 1",
        ),
        (("次", "count"), "1.2万", "完整数字，如 12000", "such as 12000"),
        (("秒", "second"), "5分钟", "完整数字，如 300", "such as 300"),
        (("分钟", "minute"), "90秒", "完整数字，如 1.5", "such as 1.5"),
        (("秒", "second"), "30秒", "如 30，不要写“秒”", 'such as 30, without "秒"'),
        (("次", "count"), "1:30", "这一列不是时间", "the column holds no time"),
        (("次", "count"), "a:b", "应为数字，例如 12，", "such as 12, blank"),
    ],
)
def test_a_message_offers_only_what_the_column_takes(
    unit: tuple[str, str], written: str, zh: str, en: str
) -> None:
    (row,) = rows_of(csv_of("工号,score", f"7,{written}"), ColumnSpec("score", unit=text(*unit)))
    assert isinstance(row, BadRow)
    assert zh in row.errors[0].message["zh"]
    assert en in row.errors[0].message["en"]


def test_a_long_heading_is_told_by_the_columns_name_and_never_cut_in_a_word() -> None:
    names = ("考勤扣分（迟到、早退）", "Points off for attendance")
    heading = f"{names[0]} / {names[1]} (attendance_points)"
    spec = ColumnSpec("attendance_points", names)
    (row,) = rows_of(csv_of("工号," + heading, "7,x"), spec)
    assert isinstance(row, BadRow)
    assert row.errors[0].message["zh"].startswith("“考勤扣分（迟到、早退）”列：")
    assert row.errors[0].message["en"].startswith('column "Points off for attendance":')


@pytest.mark.parametrize("cell", ["266/3(3:mean)", " 30/1(1) ", "-1.5/2(2)"])
def test_marks_that_a_round_has_combined_come_in_no_file(cell: str) -> None:
    peers = ColumnSpec("duty_peer", kind="marks")
    assert one_cell(cell, peers) == "combined_marks"
    # What the service itself makes of a round has them.
    assert one_cell(cell, ColumnSpec("duty_peer", kind="marks", combined=True)) == cell.strip()
    assert one_cell("3/4", peers) == "3/4"  # no mark either, which the scoring says
    assert one_cell("8;9;10", peers) == "8;9;10"
