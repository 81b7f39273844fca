"""Workbooks of several sheets: no row is lost because it is on another sheet."""

from collections.abc import Sequence

import pytest

from tests.api.uploads.sending import HEADER, Desk
from tests.reading.corpus.library_making import several_sheets

Rows = Sequence[Sequence[object]]
NAMES = HEADER.split(",")


def figures(employee_id: str) -> Rows:
    return (NAMES, (employee_id, "A", "red", 4000, 100, 88, 100))


def test_people_on_two_sheets_refuse_the_file_and_both_are_named(desk: Desk) -> None:
    file = several_sheets(
        ("一组", "visible", figures("1001")), ("二组", "visible", figures("1002"))
    )
    upload = desk.send(file, filename="十月.xlsx")

    assert (upload["status"], upload["reason"]["code"]) == ("rejected", "several_tables")
    assert upload["reason"]["details"]["sheets"] == ["一组", "二组"]
    assert upload["counts"]["scored"] == 0


def test_sheets_that_are_not_read_are_named(desk: Desk) -> None:
    file = several_sheets(
        ("说明", "visible", [["本表由系统导出"]]),
        ("数据", "visible", figures("1001")),
        ("九月", "hidden", figures("1002")),
    )
    upload = desk.send(file, filename="十月.xlsx")

    assert (upload["status"], upload["counts"]["scored"]) == ("completed", 1)
    assert upload["ignored_sheets"] == ["说明", "九月"]


@pytest.mark.long
def test_a_csv_has_no_sheets(desk: Desk) -> None:
    upload = desk.send(f"{HEADER}\n1001,A,red,4000,100,88,100\n".encode())
    assert upload["ignored_sheets"] == []
