"""A duplicate comes with the rows that it repeats, wherever in the file they are."""

import pytest

from chalicelib.reading import BadRow, ColumnSpec, repeated

from .corpus.library_making import openpyxl_file
from .opened import csv_of, opened

SCORE = ColumnSpec("score")
FILE = csv_of(
    "工号,score,备注", "1,10,好", "2,20,", "", "1,30,", "3,x,", "2,40,", "1,50,", "合计,9,"
)


def told(content: bytes, start: int = 0) -> dict[int, tuple[list[tuple[int, str]], bool]]:
    """Of every duplicate: numbers and scores of the rows beside it, and whether it is elsewhere."""
    with opened(content, [SCORE]) as sheet:
        found = [row for row in sheet.rows(start) if isinstance(row, BadRow) and row.repeated]
    return {
        row.number: ([(n, raw["score"]) for n, raw in again.beside], again.elsewhere)
        for row in found
        if (again := row.repeated) is not None
    }


ALL = {5: ([(2, "10"), (8, "50")], False), 7: ([(3, "20")], False), 8: ([], True)}


def test_the_second_row_of_an_employee_comes_with_all_the_others() -> None:
    assert told(FILE) == ALL


def test_it_does_so_in_an_xlsx_and_after_a_later_start() -> None:
    rows = [("工号", "score"), ("1", 10), ("2", 20), (None, None), ("1", 30), ("3", "x")]
    assert told(openpyxl_file([*rows, ("2", 40), ("1", 50)])) == ALL
    assert told(FILE, start=6) == {7: ALL[7], 8: ALL[8]}


def test_the_rows_after_the_first_duplicate_are_all_read_and_counted_once() -> None:
    with opened(FILE, [SCORE]) as sheet:
        assert [row.number for row in sheet.rows()] == [2, 3, 5, 6, 7, 8]
        assert sheet.passed_over == {"blank": 1, "total": 1}


def test_of_very_many_rows_each_comes_with_the_first_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(repeated, "GROUP_ROWS", 2)
    assert told(FILE)[5] == ([(2, "10")], False)
    assert told(FILE)[8] == ([(2, "10")], False)


def test_rows_too_long_to_be_kept_together_come_with_the_first_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(repeated, "GROUP_BYTES", 100)
    assert [len(beside) for beside, _ in told(FILE).values()] == [1, 1, 1]


def test_beyond_so_many_duplicates_of_a_file_none_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(repeated, "MOST_DUPLICATES", 1)
    assert told(FILE) == {5: ([(2, "10")], False), 7: ([], True), 8: ([], True)}
