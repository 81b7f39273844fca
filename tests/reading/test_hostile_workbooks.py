"""Workbooks made to harm: refused or bounded, in little time and memory."""

import io
import struct
import zipfile
from dataclasses import replace

import pytest

from chalicelib.reading import DEFAULT_LIMITS

from .crafted import (
    HEAD,
    MAIN,
    package,
    row,
    sheet_xml,
    strings_xml,
    styles_xml,
    text_cell,
    zipped,
)
from .opened import opened, rows_of
from .refusals import MIB, SCORE, TOP, peak_mib, refusal


def test_a_zip_bomb_is_refused_while_it_unpacks() -> None:
    bomb = package(sheet_xml(TOP + " " * (64 * MIB)))
    assert len(bomb) < MIB
    assert refusal(bomb).code == "file_too_large_unpacked"


def test_a_part_larger_than_the_limit_is_refused_however_little_it_is_packed() -> None:
    file = package(sheet_xml(TOP + row(2, "7", "x" * 4000)))
    assert refusal(file, replace(DEFAULT_LIMITS, part_bytes=2000)).code == "file_too_large_unpacked"


def test_many_parts_are_not_unpacked_without_end() -> None:
    file = package(
        sheet_xml(TOP + row(2, "7", "1") + " " * 100_000),
        *[sheet_xml(" " * 100_000)] * 29,
        names=tuple(f"s{n}" for n in range(30)),
    )
    limits = replace(DEFAULT_LIMITS, unpacked_bytes=1_000_000)
    assert refusal(file, limits).code == "file_too_large_unpacked"


def test_a_cell_of_many_megabytes_costs_no_memory_and_is_an_error_of_its_row() -> None:
    cell = text_cell("B2", "5" * (64 * MIB))
    file = package(sheet_xml(TOP + row(2, "7", cell) + row(3, "8", "9")))
    limits = replace(DEFAULT_LIMITS, ratio=10_000)

    def read() -> list[str]:
        with opened(file, [SCORE], limits=limits) as sheet:
            return [type(each).__name__ for each in sheet.rows()]

    assert read() == ["BadRow", "Row"]
    assert peak_mib(read) < 8


def test_a_shared_string_of_many_megabytes_is_cut_at_what_a_cell_can_hold() -> None:
    file = package(
        sheet_xml(TOP + row(2, "7", '<c r="B2" t="s"><v>0</v></c>')),
        strings=strings_xml("5" * (64 * MIB)),
    )
    limits = replace(DEFAULT_LIMITS, ratio=10_000)
    assert peak_mib(lambda: list(opened(file, [SCORE], limits=limits).rows())) < 8


def test_a_tag_of_many_megabytes_is_given_up_on() -> None:
    file = package(sheet_xml(f'{TOP}<row r="2" x="{"A" * (16 * MIB)}"/>'))
    assert refusal(file).code == "broken_workbook"
    assert peak_mib(lambda: opened(file, [SCORE])) < 24


@pytest.mark.parametrize("element", ["x", "row", "c", "v", "is"])
def test_elements_nested_without_end_are_refused(element: str) -> None:
    file = package(sheet_xml(TOP + f"<{element}>" * 100_000))
    assert refusal(file).code == "broken_workbook"


@pytest.mark.parametrize("part", ["xl/sharedStrings.xml", "xl/styles.xml", "xl/workbook.xml"])
def test_the_other_parts_are_bounded_in_depth_too(part: str) -> None:
    nested = f'{HEAD}<root xmlns="{MAIN}">' + "<x>" * 100_000
    file = package(
        sheet_xml(TOP), strings=strings_xml(), styles=styles_xml(), replaced={part: nested}
    )
    assert refusal(file).code == "broken_workbook"


def test_entities_are_refused_before_they_expand() -> None:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    doctype = f'<!DOCTYPE x [<!ENTITY l0 "ha">{laughs}]>'
    file = package(
        sheet_xml(TOP + row(2, "7", "&l11;")).replace("<worksheet", f"{doctype}<worksheet")
    )
    assert refusal(file).code == "broken_workbook"


def test_an_external_entity_is_refused() -> None:
    doctype = '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/hostname">]>'
    file = package(
        sheet_xml(TOP + row(2, "&f;", "1")).replace("<worksheet", f"{doctype}<worksheet")
    )
    assert refusal(file).code == "broken_workbook"


def test_a_worksheet_that_points_outside_the_zip_is_missing() -> None:
    outside = (
        '<Relationships><Relationship Id="rId1" Type="x/worksheet" Target="{}"/></Relationships>'
    )
    for target in ("../../../../etc/passwd", "/etc/passwd", "file:///etc/passwd", "C:\\x"):
        file = package(
            sheet_xml(TOP), replaced={"xl/_rels/workbook.xml.rels": outside.format(target)}
        )
        assert refusal(file).code == "broken_workbook"


def test_two_cells_at_the_corners_of_the_sheet_are_not_a_table_of_17_billion() -> None:
    corner = '<row r="1048576"><c r="XFC1048576"/><c r="B1048576"><v>1</v></c></row>'
    file = package(sheet_xml(TOP + corner))
    assert peak_mib(lambda: list(opened(file, [SCORE]).rows())) < 8


def test_one_long_text_in_a_million_cells_does_not_fill_the_disk() -> None:
    line = "".join(f'<c r="{c}9" t="s"><v>0</v></c>' for c in "CDEFGHIJKL")
    file = package(
        sheet_xml(TOP + "".join(f'<row r="{n}">{line}</row>' for n in range(2, 200))),
        strings=strings_xml("x" * 32_000),
    )
    assert (
        refusal(file, replace(DEFAULT_LIMITS, transcript_bytes=10 * MIB)).code == "broken_workbook"
    )


def test_merged_cells_over_the_whole_sheet_are_refused() -> None:
    merged = '<mergeCells><mergeCell ref="A2:ZZ1048576"/></mergeCells>'
    assert refusal(package(sheet_xml(TOP + row(2, "7", "1"), merged))).code == "broken_workbook"


@pytest.mark.parametrize(
    ("bound", "file"),
    [
        ("sheets", package(sheet_xml(TOP), names=tuple(f"s{n}" for n in range(200)))),
        ("styles", package(sheet_xml(TOP), styles=styles_xml(*range(200)))),
        ("shared_strings", package(sheet_xml(TOP), strings=strings_xml(*map(str, range(200))))),
        ("parts", zipped({f"part{n}": "" for n in range(200)})),
        ("directory_bytes", zipped({f"part{n}": "" for n in range(200)})),
    ],
)
def test_a_workbook_with_too_much_of_anything_is_refused(bound: str, file: bytes) -> None:
    limits = replace(DEFAULT_LIMITS, **{bound: 100})
    assert refusal(file, limits).details["reason"].startswith("too many")


def test_relations_without_end_are_refused() -> None:
    many = "".join(f'<Relationship Id="r{n}" Type="x/y" Target="z"/>' for n in range(200))
    file = package(
        sheet_xml(TOP),
        replaced={"xl/_rels/workbook.xml.rels": f"<Relationships>{many}</Relationships>"},
    )
    assert (
        refusal(file, replace(DEFAULT_LIMITS, parts=100)).details["reason"] == "too many relations"
    )


@pytest.mark.parametrize("index", ["", "x", "-1", "9999999999", "٣", "1.0"])
def test_a_shared_string_without_a_proper_number_is_refused(index: str) -> None:
    cell = f'<c r="B2" t="s"><f>1</f><v>{index} </v></c>'
    assert refusal(package(sheet_xml(TOP + row(2, "7", cell)), strings=strings_xml("a"))).code == (
        "broken_workbook"
    )


@pytest.mark.parametrize("block", ["", "A", "A2:", "2:3", "B3:A2", "A2:ZZZZ9", "A2:B99999999"])
def test_a_merged_block_that_is_none_changes_nothing(block: str) -> None:
    merged = f'<mergeCells><mergeCell ref="{block}"/></mergeCells>'
    rows = rows_of(package(sheet_xml(TOP + row(2, "7", "1") + row(3, "8", "2"), merged)), SCORE)
    assert [each.employee_id for each in rows] == ["7", "8"]


def test_a_zip_directory_that_claims_to_be_huge_is_not_read() -> None:
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 1, 1, 200 * MIB, 0, 0)
    assert refusal(b"PK\x03\x04" + bytes(100) + end).details["reason"] == "too many parts"


def test_a_64_bit_zip_directory_that_claims_to_be_huge_is_not_read() -> None:
    end64 = struct.pack("<4sQ2H2L4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, 1, 1, 1 << 40, 0)
    locator = struct.pack("<4sLQL", b"PK\x06\x07", 0, 104, 1)
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 1, 1, 0xFFFFFFFF, 0, 0)
    file = b"PK\x03\x04" + bytes(100) + end64 + locator + end
    assert refusal(file).details["reason"] == "too many parts"


def test_a_part_that_lies_about_its_size_or_sum_is_refused() -> None:
    file = package(sheet_xml(TOP + row(2, "7", "1")))
    info = zipfile.ZipFile(io.BytesIO(file)).getinfo("xl/worksheets/sheet1.xml")
    for field, wrong in ((14, b"\0\0\0\0"), (22, struct.pack("<L", info.file_size - 9))):
        at = file.rindex(b"PK\x01\x02", 0, file.rindex(b"xl/worksheets/sheet1.xml")) + field + 2
        assert refusal(file[:at] + wrong + file[at + 4 :]).code == "broken_workbook"


def test_an_encrypted_part_is_refused_with_the_word() -> None:
    file = bytearray(package(sheet_xml(TOP)))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = -1
        while (at := file.find(signature, at + 1)) >= 0:
            file[at + offset] |= 1
    assert refusal(bytes(file)).code == "encrypted_file"


def test_an_unusual_compression_is_refused() -> None:
    file = zipped({"xl/workbook.xml": "<workbook/>"}, zipfile.ZIP_LZMA)
    assert refusal(file).code == "broken_workbook"
