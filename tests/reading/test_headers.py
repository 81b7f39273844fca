"""Which header texts name which column."""

import pytest

from chalicelib.reading import ColumnSpec, FileRejected
from chalicelib.scoring.text import text

from .opened import csv_of, opened

TIME = ColumnSpec("avg_time", ("平均时长", "Average time"), unit=text("秒", "s"))
RATE = ColumnSpec("rate", ("满意度", "Satisfaction"), unit=text("%", "%"))
RATED = ColumnSpec("rated", ("评价数", "Rated"), required=False)
JUDGED = ColumnSpec("duty_peer", ("责任心（同事）", "Duty (peer)"), "marks", required=False)


def found(*header: str) -> dict[str, str]:
    """Column codes to the header texts that named them."""
    row = ",".join("7" if text in ("工号", "employee_id") else "1" for text in header)
    with opened(csv_of(",".join(header), row), [TIME, RATE, RATED, JUDGED]) as sheet:
        return dict(sheet.header)


def refusal(*header: str) -> FileRejected:
    with pytest.raises(FileRejected) as refused:
        found(*header)
    return refused.value


@pytest.mark.parametrize(
    "name",
    [
        "avg_time",
        "AVG_TIME",
        "Avg Time",
        "avg-time",
        "平均时长",
        "平均 时长",
        "average TIME",
        "Ａverage Time",
        "平均时长(秒)",
        "平均时长 / Average time (avg_time)",
        "平均时长（s）",
        "Average time [seconds]",
        "*平均时长",
        "平均时长（必填）",
    ],
)
def test_a_column_is_found_by_code_or_name_in_any_spelling(name: str) -> None:
    assert found("工号", "满意度", name)["avg_time"] == name


@pytest.mark.parametrize(
    "name", ["平均时长2", "上月平均时长", "平均时长(评价数)", "时长", "平均时长(元旦)"]
)
def test_a_column_is_never_taken_for_another_that_looks_alike(name: str) -> None:
    refused = refusal("工号", "满意度", name)
    assert refused.code == "missing_columns"
    assert [column["code"] for column in refused.details["columns"]] == ["avg_time"]


def test_a_name_with_brackets_of_its_own_is_that_name() -> None:
    assert found("工号", "满意度", "平均时长", "责任心（同事）")["duty_peer"] == "责任心（同事）"


@pytest.mark.parametrize("unit", ["分", "分钟", "min", "小时", "h"])
def test_another_unit_of_time_in_the_header_refuses_the_file(unit: str) -> None:
    refused = refusal("工号", "满意度", f"平均时长({unit})")
    assert refused.code == "column_unit"
    assert refused.details["columns"] == [{"header": f"平均时长({unit})", "expected_unit": "秒 s"}]


def test_a_name_that_two_columns_share_names_neither() -> None:
    twins = [ColumnSpec("a", ("数量",)), ColumnSpec("b", ("数量",))]
    with pytest.raises(FileRejected) as refused:
        opened(csv_of("工号,数量,b", "7,1,2"), twins)
    assert [column["code"] for column in refused.value.details["columns"]] == ["a"]


def test_one_column_under_one_name_twice_is_not_chosen_between() -> None:
    assert refusal("工号", "满意度", "平均时长", "平均时长").code == "duplicate_columns"


def test_a_name_that_is_another_columns_code_is_that_column() -> None:
    twins = [ColumnSpec("calls", ("通话",)), ColumnSpec("answered", ("Calls",))]
    with opened(csv_of("工号,CALLS,answered", "7,1,2"), twins) as sheet:
        assert sheet.header == {"employee_id": "工号", "calls": "CALLS", "answered": "answered"}


def test_two_columns_for_the_employee_are_not_chosen_between() -> None:
    assert refusal("工号", "工号", "平均时长", "满意度").code == "duplicate_columns"


def test_our_own_code_is_the_employee_before_any_other_name() -> None:
    header = found("客服工号", "employee_id", "平均时长", "满意度")
    assert header["employee_id"] == "employee_id"


def test_a_column_of_the_scheme_may_be_the_team() -> None:
    team = ColumnSpec("team", ("团队", "Team"), "text")
    with opened(csv_of("工号,团队", "7,一组"), [team]) as sheet:
        (row,) = sheet.rows()
    assert (row.team, row.cells) == ("一组", {"team": "一组"})  # type: ignore[union-attr]


def test_a_missing_employee_and_all_missing_columns_are_named_together() -> None:
    refused = refusal("姓名", "备注")
    assert [column["code"] for column in refused.details["columns"]] == [
        "employee_id",
        "avg_time",
        "rate",
    ]
    assert refused.details["found"] == ["姓名", "备注"]
    assert refused.details["filename"] == "month.dat"


def test_a_header_beyond_the_first_twenty_rows_is_not_looked_for() -> None:
    above = ["备注"] * 20
    with pytest.raises(FileRejected, match="missing_columns"):
        opened(csv_of(*above, "工号,rate,avg_time", "7,1,2"), [TIME, RATE])
