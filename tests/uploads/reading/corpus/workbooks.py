"""XLSX parts as Excel, WPS and other programs write them, where libraries write otherwise."""

from tests.uploads.reading.crafted import (
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

TOP = ("工号", "首次响应总时长", "接待量", "问题解决率")


def number(reference: str, value: str, style: int | None = None) -> str:
    styled = "" if style is None else f' s="{style}"'
    return f'<c r="{reference}"{styled}><v>{value}</v></c>'


def table(*cells: str, id_cell: str = "7", after: str = "") -> str:
    """One person, with the given cells in columns B, C and D."""
    return sheet_xml(row(1, *TOP) + row(2, id_cell, *cells), after)


def _one(cells: str, id_: str = "7", name: str | None = None) -> Accepted:
    return Accepted(((2, id_, name, None, f"{cells}||"),))


PLAIN = (number("B2", "1"), number("C2", "2"), number("D2", "3"))


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


def _date_1904(style_format: str | int) -> bytes:
    return package(
        table(number("B2", "40000", 0), *PLAIN[1:]),
        styles=styles_xml(style_format),
        properties='<workbookPr date1904="1"/>',
    )


RICH = "<r><rPr><b/></rPr><t>0010</t></r><r><t>07</t></r><rPh sb='0' eb='1'><t>ling</t></rPh>"

WORKBOOKS = (
    Case(
        "texts in their cells, without shared strings",
        lambda: package(table(*PLAIN)),
        _one("1|2|3"),
    ),
    Case("Excel's strict Open XML", _strict, _one("1|2|3")),
    Case("elements with a prefix", _prefixed, _one("1|2|3")),
    Case("a workbook part found by relations alone", _elsewhere, _one("1|2|3")),
    Case(
        "rich text and phonetic guides in a shared string",
        lambda: package(
            sheet_xml(row(1, *TOP) + row(2, '<c r="A2" t="s"><v>1</v></c>', *PLAIN)),
            strings=strings_xml("unused", RICH),
        ),
        _one("1|2|3", "001007"),
    ),
    Case(
        "cells and rows without references, as minimal writers leave them",
        lambda: package(sheet_xml(row(1, *TOP) + row(2, "7", *PLAIN)).replace(' r="', ' was="')),
        _one("1|2|3"),
    ),
    Case(
        "characters that XML cannot hold, escaped by Office",
        lambda: package(table(*PLAIN, id_cell="A_x000D_B_x005F_x0041_")),
        _one("1|2|3", "A B_x0041_"),
    ),
    Case(
        "formulas with stored numbers, texts and blanks",
        lambda: package(
            table(
                '<c r="B2"><f>SUM(X:X)</f><v>5200</v></c>',
                '<c r="C2" t="str"><f>""</f><v></v></c>',
                '<c r="D2" t="str"><f>TEXT(0.95,"0%")</f><v>95%</v></c>',
            )
        ),
        _one("5200||95"),
    ),
    Case(
        "formulas that failed",
        lambda: package(
            table(
                '<c r="B2" t="e"><f>1/0</f><v>#DIV/0!</v></c>',
                '<c r="C2" t="e"><v>#N/A</v></c>',
                PLAIN[2],
            )
        ),
        Accepted((), {2: (("response_seconds", "formula_error"), ("contacts", "formula_error"))}),
    ),
    Case(
        "seventeen digits as Excel stores them",
        lambda: package(
            table(
                number("B2", "0.30000000000000004"),
                number("C2", "3.3000000000000003"),
                number("D2", "95.499999999999986"),
            )
        ),
        _one("0.3|3.3|95.5"),
    ),
    Case(
        "percentages in Excel's own and a red custom format",
        lambda: package(
            table(
                number("B2", "1"),
                number("C2", "1.0600000000000001", 1),
                number("D2", "0.95499999999999996", 2),
            ),
            styles=styles_xml(0, 9, '0.0%;[Red]-0.0%;"没有"'),
        ),
        _one("1|106|95.5"),
    ),
    Case(
        "a literal percent sign in quotes scales nothing",
        lambda: package(table(*PLAIN[:2], number("D2", "95.5", 0)), styles=styles_xml('0.0"%"')),
        _one("1|2|95.5"),
    ),
    Case(
        "durations in Excel's formats and in the Chinese ones",
        lambda: package(
            table(
                number("B2", "1.0416666666666667E-3", 0),
                number("C2", "2", 3),
                number("D2", "3", 3),
            ),
            styles=styles_xml(46, 33, "[h]:mm:ss", 0),
        ),
        _one("90|2|3"),
    ),
    Case(
        "a duration in a column of counts",
        lambda: package(
            table(PLAIN[0], number("C2", "0.5", 0), PLAIN[2]), styles=styles_xml('h"时"mm"分"')
        ),
        Accepted((), {2: (("contacts", "duration_not_expected"),)}),
    ),
    Case(
        "dates in the Chinese formats",
        lambda: package(
            table(number("B2", "46296", 0), number("C2", "46296.5", 1), PLAIN[2]),
            styles=styles_xml(31, 'yyyy"年"m"月"d"日"'),
        ),
        Accepted((), {2: (("response_seconds", "date_found"), ("contacts", "date_found"))}),
    ),
    Case(
        "the Mac's calendar from 1904",
        lambda: _date_1904(14),
        Accepted((), {2: (("response_seconds", "date_found"),)}),
    ),
    Case(
        "an ISO date of strict Open XML",
        lambda: package(table('<c r="B2" t="d"><v>2026-10-01</v></c>', *PLAIN[1:])),
        Accepted((), {2: (("response_seconds", "date_found"),)}),
    ),
    Case(
        "rows out of order are numbered on, never back",
        lambda: package(sheet_xml(row(1, *TOP) + row(5, "7", *PLAIN) + row(3, "8", *PLAIN))),
        Accepted(((5, "7", None, None, "1|2|3||"), (6, "8", None, None, "1|2|3||"))),
    ),
    Case(
        "a path for a sheet's name is only a name",
        lambda: package(table(*PLAIN), names=("../../../etc/passwd",)),
        Accepted(_one("1|2|3").people, about={"name": "../../../etc/passwd"}),
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
        Accepted(_one("1|2|3", "9").people, about={"name": "表"}),
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
