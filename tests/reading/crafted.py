"""XLSX files written part by part, for what no library writes: other programs' XML, and attacks."""

import io
import zipfile
from collections.abc import Mapping

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE_RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def workbook_xml(*sheets: str, properties: str = "") -> str:
    """`sheets`: names, with `!` before a hidden one."""
    entries = "".join(
        f'<sheet name="{name.lstrip("!")}" sheetId="{n}" r:id="rId{n}"'
        + (' state="hidden"/>' if name.startswith("!") else "/>")
        for n, name in enumerate(sheets, start=1)
    )
    return (
        f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{RELS}">{properties}'
        f"<sheets>{entries}</sheets></workbook>"
    )


def relations_xml(sheets: int, *, strings: bool, styles: bool) -> str:
    entries = [("worksheet", f"worksheets/sheet{n}.xml") for n in range(1, sheets + 1)]
    entries += [("sharedStrings", "sharedStrings.xml")] * strings
    entries += [("styles", "styles.xml")] * styles
    lines = "".join(
        f'<Relationship Id="rId{n}" Type="{RELS}/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(entries, start=1)
    )
    return f'{HEAD}<Relationships xmlns="{PACKAGE_RELS}">{lines}</Relationships>'


def sheet_xml(rows: str, after: str = "") -> str:
    return f'{HEAD}<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData>{after}</worksheet>'


def strings_xml(*texts: str) -> str:
    """Shared strings; a text with markup in it is taken as the content of its <si>."""
    items = "".join(f"<si>{t}</si>" if "<" in t else f"<si><t>{t}</t></si>" for t in texts)
    return f'{HEAD}<sst xmlns="{MAIN}">{items}</sst>'


def styles_xml(*formats: str | int) -> str:
    """One cell style for each number format: a built-in's number or a code."""
    own = {f: 164 + n for n, f in enumerate(formats) if isinstance(f, str)}
    declared = "".join(
        f'<numFmt numFmtId="{n}" formatCode="{code.replace(chr(34), "&quot;")}"/>'
        for code, n in own.items()
    )
    used = "".join(f'<xf numFmtId="{own.get(f, f)}" applyNumberFormat="1"/>' for f in formats)
    return (
        f'{HEAD}<styleSheet xmlns="{MAIN}"><numFmts>{declared}</numFmts>'
        f'<cellStyleXfs><xf numFmtId="9"/></cellStyleXfs><cellXfs>{used}</cellXfs></styleSheet>'
    )


def zipped(parts: Mapping[str, str | bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", compression) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return made.getvalue()


def package(
    *sheets: str,
    names: tuple[str, ...] = ("Sheet1",),
    strings: str | None = None,
    styles: str | None = None,
    properties: str = "",
    replaced: Mapping[str, str | bytes] | None = None,
) -> bytes:
    """A workbook of the given worksheet parts. `replaced`: other parts, by name."""
    parts: dict[str, str | bytes] = {
        "xl/workbook.xml": workbook_xml(*names, properties=properties),
        "xl/_rels/workbook.xml.rels": relations_xml(
            len(sheets), strings=strings is not None, styles=styles is not None
        ),
    }
    parts |= {f"xl/worksheets/sheet{n}.xml": xml for n, xml in enumerate(sheets, start=1)}
    if strings is not None:
        parts["xl/sharedStrings.xml"] = strings
    if styles is not None:
        parts["xl/styles.xml"] = styles
    return zipped(parts | dict(replaced or {}))


def text_cell(reference: str, text: str) -> str:
    return f'<c r="{reference}" t="inlineStr"><is><t>{text}</t></is></c>'


def row(number: int, *cells: str) -> str:
    """Cells: XML, or plain texts for columns A, B, C…"""
    filled = (
        cell if cell.startswith("<") else text_cell(f"{chr(65 + n)}{number}", cell)
        for n, cell in enumerate(cells)
        if cell
    )
    return f'<row r="{number}">{"".join(filled)}</row>'
