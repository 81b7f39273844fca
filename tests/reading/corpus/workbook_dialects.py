"""Workbooks as different programs put them together, whole and broken."""

from tests.reading.crafted import (
    MAIN,
    RELS,
    package,
    relations_xml,
    row,
    sheet_xml,
    strings_xml,
    styles_xml,
    text_cell,
    workbook_xml,
    zipped,
)

from .case import Accepted, Case, Refused
from .workbook_making import PLAIN, TOP, number, one, table


def _strict() -> bytes:
    strict = "http://purl.oclc.org/ooxml/spreadsheetml/main"
    relations = "http://purl.oclc.org/ooxml/officeDocument/relationships"
    return package(
        table(*PLAIN).replace(MAIN, strict),
        replaced={
            "xl/workbook.xml": workbook_xml("表").replace(MAIN, strict).replace(RELS, relations),
            "xl/_rels/workbook.xml.rels": relations_xml(1, strings=False, styles=False).replace(
                RELS, relations
            ),
        },
    )


def _prefixed() -> bytes:
    """Every element with a prefix, as the Open XML SDK of .NET may write."""
    prefixed = table(*PLAIN).replace("</", "</x:").replace("<", "<x:")
    prefixed = prefixed.replace("<x:/x:", "</x:").replace("<x:?xml", "<?xml")
    return package(prefixed.replace("xmlns=", "xmlns:x="))


def _elsewhere() -> bytes:
    """The workbook part under another name and folder, found by the package's relations."""
    target = f'<Relationship Id="a" Type="{RELS}/officeDocument" Target="/book/main.xml"/>'
    return zipped(
        {
            "_rels/.rels": relations_xml(0, strings=False, styles=False).replace(
                "</Rel", target + "</Rel"
            ),
            "book/main.xml": workbook_xml("表"),
            "book/_rels/main.xml.rels": relations_xml(1, strings=False, styles=False).replace(
                "worksheets/sheet1.xml", "../sheets/../sheets/One.xml"
            ),
            "sheets/one.xml": table(*PLAIN),
        }
    )


# What the programs themselves put around and into the cells.
WPS = sheet_xml(
    row(1, *TOP).replace("<row ", '<row spans="1:4" ht="13.5" ')
    + row(2, number("A2", "1007", 1), number("B2", "5200", 0), PLAIN[1], number("D2", "0.955", 2)),
    after='<pageMargins/><extLst><ext uri="x"><a:b xmlns:a="y"/></ext></extLst>',
).replace("<sheetData>", '<sheetPr/><dimension ref="A1:D2"/><sheetData>')
LIBRE_OFFICE = sheet_xml(
    row(1, *TOP)
    + row(
        2,
        '<c r="A2" s="0" t="s"><v>0</v></c>',
        '<c r="B2" s="0" t="n"><f aca="false">2600*2</f><v>5200</v></c>',
        '<c r="C2" s="0" t="n"><v>125</v></c>',
        '<c r="D2" s="1" t="n"><v>0.955</v></c>',
    ).replace("<row ", '<row customFormat="false" hidden="false" outlineLevel="0" '),
)
GOOGLE = sheet_xml(
    row(1, *TOP)
    + row(2, text_cell("A2", "001007"), number("B2", "5200", 1), number("C2", "125.0", 1))
    + "".join(f'<row r="{n}" customHeight="1" ht="15.75"/>' for n in range(3, 1000))
)
STYLED = sheet_xml(
    row(1, *TOP)
    + row(2, "001007", *PLAIN[:2], number("D2", "0.955", 1)).replace(
        "<row ", '<row s="1" customFormat="1" '
    ),
    after='<sheetProtection sheet="1"/><autoFilter ref="A1:D2"/><conditionalFormatting sqref="D2">'
    '<cfRule type="cellIs" priority="1" operator="lessThan"><formula>0.9</formula></cfRule>'
    '</conditionalFormatting><dataValidations count="1"><dataValidation type="list" sqref="A2">'
    "<formula1>Z1:Z9</formula1></dataValidation></dataValidations><legacyDrawing r:id='x'/>",
).replace("<sheetData>", '<cols><col min="1" max="4" width="18" style="1"/></cols><sheetData>')
FILTERED = sheet_xml(
    row(1, *TOP) + row(2, "7", *PLAIN).replace("<row ", '<row hidden="1" ') + row(3, "8", *PLAIN),
    after='<autoFilter ref="A1:D3"/>',
)


WORKBOOK_DIALECTS = (
    Case(
        "WPS: its name for the general format, an id shown with zeros, extensions behind",
        lambda: package(WPS, styles=styles_xml("G/通用格式", "000000", "0.0%")),
        one("5200|2|95.5", "001007"),
    ),
    Case(
        "LibreOffice: typed numbers, its own attributes on rows and formulas",
        lambda: package(
            LIBRE_OFFICE,
            strings=strings_xml('<t xml:space="preserve">001007 </t>'),
            styles=styles_xml("General", 10),
        ),
        one("5200|125|95.5", "001007"),
    ),
    Case(
        "Google Sheets: decimals on whole numbers, a thousand empty rows",
        lambda: package(GOOGLE, styles=styles_xml("General", "General")),
        Accepted(one("5200|125|", "001007").people, about={"rows_known": 1}),
    ),
    Case(
        "Excel, styled: columns, borders, notes, colours by condition, lists to choose from",
        lambda: package(STYLED, styles=styles_xml("General", "[Red]0.0%;[Blue]-0.0%")),
        one("1|2|95.5", "001007"),
    ),
    Case(
        "rows that a filter hides are somebody's all the same",
        lambda: package(FILTERED),
        Accepted(((2, "7", None, None, "1|2|3||"), (3, "8", None, None, "1|2|3||"))),
    ),
    Case(
        "texts in their cells, without shared strings",
        lambda: package(table(*PLAIN)),
        one("1|2|3"),
    ),
    Case("Excel's strict Open XML", _strict, one("1|2|3")),
    Case("elements with a prefix", _prefixed, one("1|2|3")),
    Case("a workbook part found by relations alone", _elsewhere, one("1|2|3")),
    Case(
        "cells and rows without references, as minimal writers leave them",
        lambda: package(sheet_xml(row(1, *TOP) + row(2, "7", *PLAIN)).replace(' r="', ' was="')),
        one("1|2|3"),
    ),
    Case(
        "rows out of order are numbered on, never back",
        lambda: package(sheet_xml(row(1, *TOP) + row(5, "7", *PLAIN) + row(3, "8", *PLAIN))),
        Accepted(((5, "7", None, None, "1|2|3||"), (6, "8", None, None, "1|2|3||"))),
    ),
    Case(
        "a path for a sheet's name is only a name",
        lambda: package(table(*PLAIN), names=("../../../etc/passwd",)),
        Accepted(one("1|2|3").people, about={"name": "../../../etc/passwd"}),
    ),
    Case(
        "a sheet that is only charts is passed over",
        lambda: package(
            table(*PLAIN),
            table(*PLAIN, id_cell="9"),
            names=("图", "表"),
            replaced={
                "xl/_rels/workbook.xml.rels": relations_xml(2, strings=False, styles=False).replace(
                    "/worksheet", "/chartsheet", 1
                )
            },
        ),
        Accepted(one("1|2|3", "9").people, about={"name": "表"}),
    ),
    Case(
        "every sheet hidden",
        lambda: package(table(*PLAIN), names=("!表",)),
        Refused("no_visible_sheet"),
    ),
    Case(
        "text in a far column",
        lambda: package(sheet_xml(row(1, *TOP) + row(2, "7", *PLAIN, text_cell("XFD2", "x")))),
        Refused("too_many_columns", ("1000",)),
    ),
    Case(
        "a shared string that is not there",
        lambda: package(
            table('<c r="B2" t="s"><v>5</v></c>', *PLAIN[1:]), strings=strings_xml("a")
        ),
        Refused("broken_workbook"),
    ),
    Case(
        "a worksheet that breaks off in its last row",
        lambda: package(table(*PLAIN)[:-30]),
        Refused("broken_workbook"),
    ),
)
