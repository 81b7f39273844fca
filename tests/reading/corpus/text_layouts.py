"""CSV files by separator, quotes and line ends."""

from .case import STANDARD, Accepted, Case, Refused
from .text_making import BODY, CODES, EN, ROWS, ZH, about, alone, numbers, saved

UNEVEN = (*ROWS[:2], *(row[:5] for row in ROWS[2:3]), ROWS[3])

SEPARATORS = (
    Case(
        "semicolons, as Excel saves where the comma is the decimal sign",
        lambda: saved(
            ZH,
            ("001007", "张伟", "一组", "5200", "125", "95,5", "4", "电话"),
            separator=";",
        ),
        Accepted(
            ((2, "001007", "张伟", "一组", "5200|125|95.5|4|电话"),), about={"separator": ";"}
        ),
    ),
    Case(
        "semicolons with decimal points, as a database tool saves",
        lambda: saved(*ROWS, separator=";"),
        about(separator=";"),
    ),
    Case(
        "semicolons, thousands with points and with commas",
        lambda: numbers("1.234.567,5", "12,345,678", "0,125", separator=";"),
        Accepted(alone("1234567.5|12345678|0.125")),
    ),
    Case(
        "semicolons, a number that two countries read differently",
        lambda: numbers("1.234", "1,234", "4,1250", separator=";"),
        Accepted(
            (),
            {2: (("response_seconds", "ambiguous_number"), ("contacts", "ambiguous_number"))},
        ),
    ),
    Case(
        "tabs, as copied from a sheet", lambda: saved(*ROWS, separator="\t"), about(separator="\t")
    ),
    Case(
        "Excel's line that names the separator",
        lambda: saved(*ROWS, separator=";", before="sep=;\r\n"),
        about(separator=";", header_row=1),
    ),
    Case(
        "commas, a decimal comma in quotes",
        lambda: numbers("5200", "125", "95,5"),
        Accepted((), {2: (("resolution_rate", "not_a_number"),)}),
    ),
    Case(
        "semicolons inside marks do not make a semicolon file",
        lambda: saved(ZH, *((*row[:6], "4;5;3;4;5", row[7]) for row in BODY[:1])),
        Accepted(
            ((2, "001007", "张伟", "一组", "5200|125|95.5|4;5;3;4;5|电话"),),
            about={"separator": ","},
        ),
    ),
)


QUOTES_AND_LINES = (
    Case("LibreOffice with every text quoted", lambda: saved(*ROWS, quote_all=True), Accepted()),
    Case("line feeds only, as Linux programs write", lambda: saved(*ROWS, ends="\n"), Accepted()),
    Case(
        "carriage returns only, Excel for Mac of old", lambda: saved(*ROWS, ends="\r"), Accepted()
    ),
    Case("no line end after the last row", lambda: saved(*ROWS)[:-2], Accepted()),
    Case(
        "a line break inside a quoted name: one row, as Excel counts",
        lambda: saved(ZH, ("001007", "张\n伟", *BODY[0][2:]), BODY[1]),
        Accepted(((2, "001007", "张 伟", "一组", STANDARD[0][4]), STANDARD[1])),
    ),
    Case(
        "a comma and quotes inside a quoted name",
        lambda: saved(EN, ("001007", 'Zhang, "Wei"', *BODY[0][2:])),
        Accepted(((2, "001007", 'Zhang, "Wei"', "一组", STANDARD[0][4]),)),
    ),
    Case(
        "a comma in a name without quotes: the row has slipped",
        lambda: (
            ",".join(EN).encode()
            + b"\r\n7,Zhang, Wei,T1,5200,125,95.5,4,phone\r\n8,Li,T1,1,2,3,,\r\n"
        ),
        Accepted(
            ((3, "8", "Li", "T1", "1|2|3||"),),
            {2: (("response_seconds", "not_a_number"), (None, "too_many_cells"))},
        ),
    ),
    Case(
        "a stray quote that would swallow the rows after it",
        lambda: (",".join(CODES) + '\n7,"张伟,一组,1,2,3,,\n8,李娜,一组,1,2,3,,\n').encode(),
        Refused("broken_quotes", ("第 2 行",)),
    ),
    Case(
        "blank lines, and lines of separators alone, count in the row numbers",
        lambda: saved(ZH, BODY[0], (), ("",) * 8, BODY[1], (), ()),
        Accepted((STANDARD[0], (5, *STANDARD[1][1:]))),
    ),
    Case(
        "a comma at the end of every line, as reporting systems write",
        lambda: saved(*((*row, "") for row in ROWS)),
        about(unknown_columns=()),
    ),
    Case(
        "every text in quotes with a tab that keeps its digits, as Taobao's back office exports",
        lambda: saved(ZH, *(tuple(f"{cell}\t" for cell in row) for row in BODY), quote_all=True),
        Accepted(),
    ),
    Case(
        "rows that end early, as LibreOffice saves empty cells at the end",
        lambda: saved(*UNEVEN),
        Accepted((STANDARD[0], (3, "001008", "李娜", "一组", "4100|98|||"), STANDARD[2])),
    ),
)
