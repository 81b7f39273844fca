"""Remarks below a table: a row with nothing but an id makes no new person."""

import pytest

from tests.api.uploads.sending import HEADER, Desk
from tests.reading.crafted import package, row, sheet_xml

GOOD = "1001,A,red,4000,100,88,100"


def errors(desk: Desk, upload: dict[str, object]) -> list[tuple[int, str, str]]:
    page = desk.caller.get(f"/v1/uploads/{upload['id']}/errors").ok()["items"]
    return [(one["row"], one["errors"][0]["code"], one["errors"][0]["message"]) for one in page]


@pytest.mark.parametrize("remark", ["注：数据来自系统", "签字："])
def test_a_remark_below_the_table_is_a_row_error_and_nobody_new(desk: Desk, remark: str) -> None:
    upload = desk.send(f"{HEADER}\n{GOOD}\n{remark},,,,,,\n".encode())

    assert (upload["counts"]["scored"], upload["counts"]["failed"]) == (1, 1)
    ((number, code, message),) = errors(desk, upload)
    assert (number, code) == (3, "nothing_but_id")
    assert remark.replace("：", ":") in message
    register = desk.caller.get("/v1/employees").ok()["items"]
    assert [one["id"] for one in register] == ["1001"]


def test_a_remark_merged_over_the_width_of_a_sheet_is_the_same(desk: Desk) -> None:
    merged = '<mergeCells><mergeCell ref="A3:G3"/></mergeCells>'
    rows = row(1, *HEADER.split(",")) + row(2, *GOOD.split(",")) + row(3, "注：数据来自系统")
    upload = desk.send(package(sheet_xml(rows, merged)), filename="month.xlsx")

    assert upload["counts"]["scored"] == 1
    assert [one[:2] for one in errors(desk, upload)] == [(3, "nothing_but_id")]


@pytest.mark.parametrize("row_of_them", ["1002,李娜,,,,,", "1002,,blue,,,,", "1002,,,0,,,"])
def test_somebody_new_with_a_name_a_team_or_a_figure_is_a_row(desk: Desk, row_of_them: str) -> None:
    upload = desk.send(f"{HEADER}\n{GOOD}\n{row_of_them}\n".encode())

    assert (upload["status"], upload["counts"]["scored"]) == ("completed", 2)
    assert upload["counts"]["insufficient"] == 1


def test_somebody_on_the_register_with_an_id_alone_is_a_row_without_data(desk: Desk) -> None:
    desk.send(f"{HEADER}\n{GOOD}\n".encode(), period="2026-09")
    upload = desk.send(f"{HEADER}\n1001,,,,,,\n".encode())

    assert (upload["status"], upload["counts"]["insufficient"]) == ("completed", 1)
    card = desk.caller.get("/v1/employees/1001/scorecards/2026-10").ok()
    assert (card["state"], card["employee_name"]) == ("insufficient_data", "A")
