"""Workbooks made to keep a worker busy, each of some kilobytes, for ``make bench-fairness``."""

import io
import zipfile
from functools import cache

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE_RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
BLANK_ROWS = 1_000_000
#: The kinds of files, in the order in which they are given.
NAMES = (
    "one-part-under-99-sheets",
    "99-sheets-of-blank-rows",
    "a-million-blank-rows",
    "eight-million-unknown-tags",
    "cells-far-to-the-right",
)
HEAD_ROW = '<row r="1"><c r="A1" t="inlineStr"><is><t>employee_id</t></is></c></row>'


@cache
def hostile_file(name: str) -> bytes:
    """Return the bytes of a file by its name, one of NAMES. Made once: that takes seconds."""
    blank = "<row/>" * BLANK_ROWS
    match NAMES.index(name):
        case 0:
            return _workbook([blank], sheets=99)
        case 1:
            return _workbook([blank] * 99, sheets=99)
        case 2:
            return _workbook([HEAD_ROW + blank], sheets=1)
        case 3:
            return _workbook([HEAD_ROW + "<x/>" * 8_000_000], sheets=1)
    far = "".join(f'<row r="{n}"><c r="ALL{n}"><v>1</v></c></row>' for n in range(2, 200_000))
    return _workbook([HEAD_ROW + far], sheets=1)


def _workbook(parts: list[str], sheets: int) -> bytes:
    """Return a workbook with these worksheets' rows; the last part serves the sheets beyond."""
    entries = "".join(
        f'<sheet name="s{n}" sheetId="{n}" r:id="rId{min(n, len(parts))}"/>'
        for n in range(1, sheets + 1)
    )
    relations = "".join(
        f'<Relationship Id="rId{n}" Type="{RELS}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in range(1, len(parts) + 1)
    )
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{MAIN}" xmlns:r="{RELS}"><sheets>{entries}</sheets></workbook>',
        )
        archive.writestr(
            "xl/_rels/workbook.xml.rels",
            f'<Relationships xmlns="{PACKAGE_RELS}">{relations}</Relationships>',
        )
        for number, rows in enumerate(parts, start=1):
            archive.writestr(
                f"xl/worksheets/sheet{number}.xml",
                f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>',
            )
    return made.getvalue()
