"""XLSX cells as Excel writes them, where libraries write otherwise."""

from tests.reading.crafted import (
    package,
    row,
    sheet_xml,
    strings_xml,
    styles_xml,
)

from .case import Accepted, Case
from .workbook_making import PLAIN, TOP, number, one, table


def _date_1904(style_format: str | int) -> bytes:
    return package(
        table(number("B2", "40000", 0), *PLAIN[1:]),
        styles=styles_xml(style_format),
        properties='<workbookPr date1904="1"/>',
    )


RICH = "<r><rPr><b/></rPr><t>0010</t></r><r><t>07</t></r><rPh sb='0' eb='1'><t>ling</t></rPh>"


WORKBOOK_CELLS = (
    Case(
        "rich text and phonetic guides in a shared string",
        lambda: package(
            sheet_xml(row(1, *TOP) + row(2, '<c r="A2" t="s"><v>1</v></c>', *PLAIN)),
            strings=strings_xml("unused", RICH),
        ),
        one("1|2|3", "001007"),
    ),
    Case(
        "characters that XML cannot hold, escaped by Office",
        lambda: package(table(*PLAIN, id_cell="A_x000D_B_x005F_x0041_")),
        one("1|2|3", "A B_x0041_"),
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
        one("5200||95"),
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
        one("0.3|3.3|95.5"),
    ),
    Case(
        "percentages in Excel's own and a red custom format",
        lambda: package(
            table(
                number("B2", "1"),
                number("C2", "106", 0),
                number("D2", "0.95499999999999996", 2),
            ),
            styles=styles_xml(0, 9, '0.0%;[Red]-0.0%;"没有"'),
        ),
        one("1|106|95.5"),
    ),
    Case(
        "over a hundred percent, in Excel's own format",
        lambda: package(
            table(*PLAIN[:2], number("D2", "1.0600000000000001", 1)), styles=styles_xml(0, 9)
        ),
        one("1|2|106"),
    ),
    Case(
        "a percent format in a column of counts and in one of time",
        lambda: package(
            table(number("B2", "0.05", 1), number("C2", "0.05", 1), PLAIN[2]),
            styles=styles_xml(0, 9),
        ),
        Accepted(
            (),
            {
                2: (
                    ("response_seconds", "percent_in_time_column"),
                    ("contacts", "percent_in_count_column"),
                )
            },
        ),
    ),
    Case(
        "a literal percent sign in quotes scales nothing",
        lambda: package(table(*PLAIN[:2], number("D2", "95.5", 0)), styles=styles_xml('0.0"%"')),
        one("1|2|95.5"),
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
        one("90|2|3"),
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
)
