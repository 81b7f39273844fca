"""The report of bad rows: mended and sent again as it is, and harmless to open."""

import csv
import io

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from chalicelib.reading import BadRow, ColumnSpec, Row, errors_csv
from chalicelib.reading.error_report import safe_text

from .corpus.library_making import xlsxwriter_file
from .crafted import package, row, sheet_xml
from .opened import codes, csv_of, opened

SCORE = ColumnSpec("score", ("分数", "Score"))
LEVEL = ColumnSpec("level", ("等级", "Level"), "text")
FILE = csv_of(
    "工号,备注,分数,等级",
    "1,好,10,A",
    '007,"=1+1",1:30,A',
    '008,"x, ""y""",abc,"@SUM(1)"',
    "1,,-5,B",
)


def report_of(content: bytes, **options: str) -> bytes:
    with opened(content, [SCORE, LEVEL]) as sheet:
        bad = [row for row in sheet.rows() if isinstance(row, BadRow)]
        return errors_csv(bad, sheet.header_labels, separator=sheet.separator, **options)  # type: ignore[arg-type]


def table(report: bytes) -> list[list[str]]:
    assert report.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(report.decode("utf-8-sig"), newline=""), strict=True))


def test_the_original_columns_stand_in_their_places_with_the_reasons_behind() -> None:
    header, first, *_ = table(report_of(FILE, language="en"))
    assert header == ["工号", "备注", "分数", "等级", "#错误 error"]
    assert first[:4] == ["007\t", "'=1+1", "1:30", "A"]
    assert first[4].startswith('row 3: column "分数": "1:30" may be hours and minutes')


def test_the_reasons_are_in_both_languages_unless_one_is_asked_for() -> None:
    reasons = table(report_of(FILE))[1][4]
    assert "第 3 行" in reasons
    assert "row 3" in reasons
    assert "row 3" not in table(report_of(FILE, language="zh"))[1][4]


def test_mended_the_report_is_accepted_as_it_is() -> None:
    mended = report_of(FILE).replace(b"1:30,", b"0:01:30,").replace(b"abc", b"2")
    with opened(mended, [SCORE, LEVEL]) as sheet:
        rows = [row for row in sheet.rows() if isinstance(row, Row)]
        assert sheet.unknown_columns == ("备注",)
    assert [(row.employee_id, str(row.cells["score"]), row.cells["level"]) for row in rows] == [
        ("007", "90", "A"),
        ("008", "2", "@SUM(1)"),
        ("1", "-5", "B"),
    ]


def test_unmended_it_has_the_errors_it_had() -> None:
    once = report_of(FILE)
    twice = report_of(once)
    kept = [row[:4] for row in table(once)[1:3]]  # the duplicate's other row is not in the report
    assert [row[:4] for row in table(twice)[1:]] == kept


def test_a_merged_figure_sent_back_unmended_is_nobodys_still() -> None:
    """Its report has no merged cells any more: a mark says that this figure was one."""
    merged = '<mergeCells><mergeCell ref="B2:B3"/></mergeCells>'
    head = row(1, "工号", "分数", "等级")
    file = package(sheet_xml(head + row(2, "7", "12", "A") + row(3, "8", "", "B"), merged))
    once = report_of(file)
    assert [line[:3] for line in table(once)[1:]] == [
        ["7", "12 #合并 merged", "A"],
        ["8", "12 #合并 merged", "B"],
    ]
    with opened(once, [SCORE, LEVEL]) as sheet:
        assert codes(sheet.rows()) == ["merged_cell", "merged_cell"]
    assert table(report_of(once))[1][:3] == table(once)[1][:3]


def test_a_row_that_slipped_is_still_a_slipped_row_when_sent_again() -> None:
    file = csv_of("工号,分数,等级", "7,1,A,9,9")
    with opened(report_of(file), [SCORE, LEVEL]) as sheet:
        (row,) = sheet.rows()
    assert isinstance(row, BadRow)
    assert [error.code for error in row.errors] == ["too_many_cells"]


def test_a_semicolon_file_gets_a_semicolon_report_so_that_its_commas_stay_decimal() -> None:
    file = csv_of("工号;分数;等级", "7;1,5;", "7;2,5;", "8;x;")
    with opened(report_of(file), [SCORE, LEVEL]) as sheet:
        assert sheet.separator == ";"
        good = [row for row in sheet.rows() if isinstance(row, Row)]
    assert [str(row.cells["score"]) for row in good] == ["2.5"]


def test_an_xlsx_is_reported_in_the_words_that_excel_shows() -> None:
    file = xlsxwriter_file(
        [("工号", "分数", "等级"), ("7", 0.95, "A"), ("7", 0.5, "B")], {(2, 1): "0%"}
    )
    assert table(report_of(file))[1][:3] == ["7", "50%", "B"]


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+1+1",
        "-1+1",
        "@SUM(A1)",
        "=cmd|' /C calc'!A0",
        " =1+1",
        "＝1+1",
        "－2+3",
        "-x",
        "+86 10",
    ],
)
def test_no_cell_of_the_report_starts_a_formula(text: str) -> None:
    assert safe_text(text).startswith("'")


@pytest.mark.parametrize(
    "text", ["-5", "-5.25", "+3", "-12.5%", "-1,234.5", "-", "--", "5", "abc", ""]
)
def test_numbers_and_blank_marks_keep_their_sign(text: str) -> None:
    assert safe_text(text) == text


@pytest.mark.parametrize("text", ["001007", "110101199001011234", "3-1", "1E5", "2026/10"])
def test_digits_that_excel_would_rewrite_are_kept_by_a_tab(text: str) -> None:
    assert safe_text(text) == text + "\t"


@given(st.text(max_size=30))
@example("\n")
@example("\t=1")
@example("'=1")
@example('="007"')
@example("'")
def test_any_cell_reads_the_same_from_the_report_as_it_did_from_the_file(text: str) -> None:
    def read(cell: str) -> object:
        file = io.StringIO(newline="")
        csv.writer(file).writerows([["工号", "等级", "分数"], ["7", cell, "1"]])
        content = file.getvalue().encode("utf-8", "replace")
        with opened(content, [LEVEL, SCORE]) as sheet:
            (row,) = sheet.rows()
        return row.cells["level"] if isinstance(row, Row) else row.errors[0].code

    if "\0" not in text:
        assert read(safe_text(text)) == read(text)
