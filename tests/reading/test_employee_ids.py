"""Who is in a file can be asked for by the API: one rule of ids for both."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.employee_ids import EMPLOYEE_ID
from chalicelib.reading import BadRow, Row
from chalicelib.reading.cells import read_employee_id
from chalicelib.reading.faults import CellFault

from .opened import csv_of, rows_of

FORBIDDEN = ("a/b", "a\\b", "a?b", "a#b", "50%", "a;b", "a,b", 'a"b', "batch", ".", "..", "／１")


@pytest.mark.parametrize("written", FORBIDDEN)
def test_an_id_that_no_path_can_hold_is_an_error_of_its_row_that_says_so(written: str) -> None:
    quoted = written.replace('"', '""')
    bad, good = rows_of(csv_of("工号,备注", f'"{quoted}",x', "7,y"))
    assert isinstance(bad, BadRow)
    (error,) = bad.errors
    assert (error.code, error.column, error.heading) == (
        "employee_id_not_allowed",
        "employee_id",
        "工号",
    )
    assert "不能有 / \\ ? # %" in error.message["zh"]
    assert "expected an id without / \\ ? # %" in error.message["en"]
    assert isinstance(good, Row)


@pytest.mark.parametrize(
    "written", ["001007", "A-17", "N-A", "王 五", "a.b@c", "=1", "x_y", "9" * 64, "客服-01"]
)
def test_ids_as_companies_have_them_stay_as_they_are(written: str) -> None:
    assert read_employee_id(written) == written


@given(st.text(max_size=70))
def test_an_id_that_is_read_is_one_that_the_api_takes(written: str) -> None:
    try:
        found = read_employee_id(written)
    except CellFault:
        return
    assert EMPLOYEE_ID.fullmatch(found)


@given(st.from_regex(r"[A-Za-z0-9._+-]{1,22}", fullmatch=True))
def test_an_id_without_odd_characters_is_read_as_it_stands_or_refused(written: str) -> None:
    try:
        found = read_employee_id(written)
    except CellFault as fault:
        found = fault.code
    assert found in (
        written,
        *("employee_id_missing", "employee_id_rounded", "employee_id_not_allowed"),
    )
