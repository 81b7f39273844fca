"""The ids of a workbook as Excel shows them, and cells whose formula has no result."""

import io
import zipfile

import pytest

from chalicelib.reading import Row

from .corpus.library_making import xlsxwriter_file
from .opened import codes, csv_of, opened, rows_of
from .test_rows import SCORE

HEAD = ("工号", "姓名", "团队", "score")


def test_an_id_counts_as_its_number_format_shows_it_and_a_figure_as_it_is_stored() -> None:
    formats = {(1, 0): '"A"000', (2, 0): "000-000", (3, 0): '0"号"', (1, 3): '0"分"'}
    file = xlsxwriter_file([HEAD, *((one, None, None, 90) for one in (11, 7001, 7002))], formats)
    with opened(file, [SCORE]) as sheet:
        rows = list(sheet.rows())
    assert [row.employee_id for row in rows] == ["A011", "007-001", "7002号"]
    assert isinstance(rows[0], Row)
    assert str(rows[0].cells["score"]) == "90"


def test_an_id_in_a_format_that_is_not_read_is_an_error_with_the_reason() -> None:
    file = xlsxwriter_file([HEAD, (11, None, None, 1)], {(1, 0): '[>9]"A"000;"B"000'})
    assert codes(rows_of(file, SCORE)) == ["employee_id_format"]


@pytest.mark.parametrize(
    "written", ["#N/A", "#REF!", "#VALUE!", "#NV", "#¡VALOR!", "Err:502", "####"]
)
@pytest.mark.parametrize("place", range(4))
def test_the_error_of_a_formula_is_an_error_in_every_column(written: str, place: int) -> None:
    cells = ["7", "Ann", "Red", "9"]
    cells[place] = written
    (row,) = rows_of(csv_of(",".join(HEAD), ",".join(cells)), SCORE)
    assert codes([row]) == ["formula_error"]


def test_a_workbook_whose_zip_has_backslashes_is_read() -> None:
    made, found = (
        io.BytesIO(),
        zipfile.ZipFile(io.BytesIO(xlsxwriter_file([HEAD, ("7", "", "", 1)]))),
    )
    with zipfile.ZipFile(made, "w") as package:
        for name in found.namelist():
            package.writestr(name.replace("/", "\\"), found.read(name))
    assert [row.employee_id for row in rows_of(made.getvalue(), SCORE)] == ["7"]


def test_half_past_one_is_the_same_question_in_a_workbook_and_in_a_csv() -> None:
    """Excel shows 0.0625 days as 1:30; a CSV of it says 1:30."""
    book = xlsxwriter_file([HEAD, ("7", None, None, 0.0625)], {(1, 3): "h:mm"})
    assert codes(rows_of(book, SCORE)) == ["ambiguous_duration"]
    assert codes(rows_of(csv_of(",".join(HEAD), "7,,,1:30"), SCORE)) == ["ambiguous_duration"]
