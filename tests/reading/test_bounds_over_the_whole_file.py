"""Bounds that hold over all parts of a file together, however often it names one of them."""

import zipfile
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

import pytest

from chalicelib.reading import DEFAULT_LIMITS, FileRejected, contacts, row_grouping
from chalicelib.reading.contact_form import ContactForm
from chalicelib.reading.contacts import count_contacts
from chalicelib.reading.row_grouping import group_by_person
from chalicelib.reading.rows import Row
from chalicelib.reading.worksheet import WorksheetRows

from .crafted import package, row, sheet_xml, strings_xml, workbook_xml
from .opened import csv_of, opened, rows_of
from .refusals import MIB, SCORE, TOP, refusal

TABLE = sheet_xml(TOP + row(2, "7", "1"))


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """The number of rows, blank ones too, that were parsed of any worksheet."""
    count = [0]
    start = WorksheetRows._start_row

    def counted(rows: WorksheetRows, written: str) -> None:
        count[0] += 1
        start(rows, written)

    monkeypatch.setattr(WorksheetRows, "_start_row", counted)
    return count


def one_part_under(sheets: int, content: str) -> bytes:
    entries = "".join(f'<sheet name="s{n}" sheetId="{n}" r:id="rId1"/>' for n in range(sheets))
    book = workbook_xml("s").replace("<sheets>", f"<sheets>{entries}")
    return package(content, replaced={"xl/workbook.xml": book})


def test_sheets_that_name_one_part_are_refused_before_it_is_unpacked(parsed: list[int]) -> None:
    """No program writes such a file. 99 sheets of a million rows would be 99 million."""
    file = one_part_under(98, sheet_xml("<row/>" * 1_000_000))
    assert len(file) < 20_000
    assert refusal(file).details["reason"] == "several sheets name one part"
    assert parsed == [0]


def test_the_beginnings_of_all_sheets_have_one_bound_together(parsed: list[int]) -> None:
    """20,000 tags for 20 sheets are 1,000 each; the piece that unpacks has up to 11,000."""
    blank = sheet_xml("<row/>" * 100_000)
    names = (*(f"s{n}" for n in range(19)), "table")
    limits = replace(DEFAULT_LIMITS, beginnings_tags=20_000, beginning_least=500)
    with opened(package(*[blank] * 19, TABLE, names=names), [SCORE], limits=limits) as sheet:
        assert sheet.name == "table"
        assert [one.employee_id for one in sheet.rows()] == ["7"]
    assert parsed[0] < 19 * 12_000 + 10


def test_a_sheet_with_many_blank_rows_before_its_table_is_read_when_it_is_alone() -> None:
    file = package(
        sheet_xml(
            "<row/>" * 200_000 + row(200_001, "employee_id", "score") + row(200_002, "7", "1")
        )
    )
    assert [one.employee_id for one in rows_of(file, SCORE)] == ["7"]


def test_parts_that_are_small_enough_each_are_refused_when_they_are_too_dense_together() -> None:
    """Each unpacks to less than 32 MiB, all three to 60 MiB of a file of 60 KB."""
    spaces = " " * (20 * MIB)
    file = package(
        sheet_xml(TOP + row(2, "7", "1") + spaces),
        strings=strings_xml() + spaces,
        replaced={"xl/workbook.xml": workbook_xml("Sheet1") + spaces},
    )
    assert len(file) < 100_000
    assert refusal(file).code == "file_too_large_unpacked"


def test_a_part_that_declares_too_much_is_refused_before_it_unpacks(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    file = package(sheet_xml(TOP + row(2, "7", "x" * 4000)))
    names: list[str] = []
    unpack = zipfile.ZipFile.open

    def noted(archive: zipfile.ZipFile, name: zipfile.ZipInfo, *more: str) -> object:
        names.append(name.filename)
        return unpack(archive, name, *more)  # type: ignore[call-overload]

    monkeypatch.setattr(zipfile.ZipFile, "open", noted)
    limits = replace(DEFAULT_LIMITS, part_bytes=2000)
    assert refusal(file, limits).code == "file_too_large_unpacked"
    # Once, for the sheet's beginning.
    assert names.count("xl/worksheets/sheet1.xml") == 1


@pytest.mark.parametrize("part", ["sheet", "strings"])
def test_tags_are_counted_over_all_parts(part: str) -> None:
    many = "<x/>" * 6_000
    sheet = sheet_xml(TOP + row(2, "7", "1") + (many if part == "sheet" else ""))
    strings = strings_xml("a").replace("<si>", many + "<si>") if part == "strings" else None
    file = package(sheet, strings=strings)
    assert refusal(file, replace(DEFAULT_LIMITS, tags=6_000)).code == "file_too_large_unpacked"
    with opened(file, [SCORE], limits=replace(DEFAULT_LIMITS, tags=20_000)) as read:
        assert read.rows_known == 1


def test_tags_in_utf_16_are_counted_too() -> None:
    sheet = sheet_xml(TOP + "<x/>" * 6_000).replace("UTF-8", "UTF-16")
    file = package("", replaced={"xl/worksheets/sheet1.xml": sheet.encode("utf-16")})
    assert refusal(file, replace(DEFAULT_LIMITS, tags=6_000)).code == "file_too_large_unpacked"


def test_a_row_whose_only_cell_stands_far_to_the_right_counts_all_cells_before_it() -> None:
    """Column 1,000 in each of 20 rows: 20,000 cells in a file of 21 rows."""
    far = "".join(f'<row r="{n}"><c r="ALL{n}"><v>1</v></c></row>' for n in range(2, 22))
    limits = replace(DEFAULT_LIMITS, cells=10_000)
    assert refusal(package(sheet_xml(TOP + far)), limits).code == "table_too_large"


def test_a_csv_of_commas_is_refused_by_its_cells() -> None:
    commas = csv_of("employee_id,score", "7,1", *["," * 999] * 20)
    assert refusal(commas, replace(DEFAULT_LIMITS, cells=10_000)).code == "table_too_large"


def test_a_csv_row_may_have_blank_cells_up_to_the_width_of_a_sheet() -> None:
    assert len(rows_of(csv_of("employee_id,score", "7,1" + "," * 16_382), SCORE)) == 1
    assert refusal(csv_of("employee_id,score", "7,1" + "," * 16_383)).code == "too_many_columns"


def test_a_workbook_with_more_rows_than_allowed_is_not_transcribed_to_its_end(
    parsed: list[int],
) -> None:
    file = package(sheet_xml(TOP + "".join(row(n, str(n), "1") for n in range(2, 9_000))))
    assert refusal(file, replace(DEFAULT_LIMITS, rows=1_000)).code == "too_many_rows"
    assert parsed[0] < 5_000


def figures(number: int, person: int, **cells: str) -> Row:
    return Row(number, str(person), None, None, {"score": Decimal(number), **cells})


def test_rows_that_are_put_together_by_person_are_bounded_by_their_cells(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Two columns and the row itself: 33 rows are 99, the next one is too much."""
    monkeypatch.setattr(row_grouping, "MOST_IN_MEMORY", 99)
    rows = [figures(n, n // 3, channel="a") for n in range(33)]
    assert len(list(group_by_person(rows))) == 11
    with pytest.raises(FileRejected, match="too_much_to_group"):
        list(group_by_person([*rows, figures(34, 1, channel="b")]))


@pytest.mark.parametrize(("how", "fits"), [("sum", 10), ("count_distinct", 6)])
def test_contacts_are_bounded_by_their_people_and_distinct_values(
    monkeypatch: pytest.MonkeyPatch, how: str, fits: int
) -> None:
    """A person keeps two of 20; a distinct value one more. A repeated contact keeps nothing."""
    monkeypatch.setattr(contacts, "MOST_IN_MEMORY", 20)
    form = ContactForm({"score": {how: "score"}}, (), frozenset(), (), None)

    def people(number: int) -> list[Row]:
        return [figures(n, n) for n in range(number) for _ in range(3)]

    assert len(list(count_contacts(people(fits), form))) == fits
    with pytest.raises(FileRejected, match="too_much_to_group"):
        list(count_contacts(people(fits + 1), form))
