"""Workbooks made to keep a worker busy, each of some kilobytes, for ``make bench-fairness``."""

import io
import zipfile
from collections.abc import Iterator

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE_RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
BLANK_ROWS = 1_000_000
HEAD_ROW = '<row r="1"><c r="A1" t="inlineStr"><is><t>employee_id</t></is></c></row>'


def hostile_files() -> Iterator[tuple[str, bytes]]:
    """Yield a name and the bytes of each file."""
    blank = "<row/>" * BLANK_ROWS
    yield "one-part-under-99-sheets", _workbook([blank], sheets=99)
    yield "99-sheets-of-blank-rows", _workbook([blank] * 99, sheets=99)
    yield "a-million-blank-rows", _workbook([HEAD_ROW + blank], sheets=1)
    yield "eight-million-unknown-tags", _workbook([HEAD_ROW + "<x/>" * 8_000_000], sheets=1)
    far = "".join(f'<row r="{n}"><c r="ALL{n}"><v>1</v></c></row>' for n in range(2, 200_000))
    yield "cells-far-to-the-right", _workbook([HEAD_ROW + far], sheets=1)


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
