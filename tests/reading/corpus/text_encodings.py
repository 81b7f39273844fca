"""CSV files in the encodings that programs save, and damaged on the way."""

import codecs

from .case import STANDARD, Accepted, Case, Refused, lowered
from .text_making import BODY, CODES, ROWS, ZH, about, saved

ENCODINGS = (
    Case(
        "Excel zh-CN, 'CSV (comma delimited)': GB18030 without a mark",
        lambda: saved(*ROWS, encoding="gb18030"),
        about(format="csv", encoding="gb18030", separator=","),
    ),
    Case(
        "WPS, CSV in GB18030, percentages and thousands as they were shown",
        lambda: saved(
            ZH,
            ("001007", "张伟", "一组", "5,200 ", "125", "95.5%", "4;5", "电话"),
            encoding="gb18030",
        ),
        Accepted(STANDARD[:1], about={"encoding": "gb18030"}),
    ),
    Case(
        "Excel, 'CSV UTF-8': a byte order mark",
        lambda: saved(*ROWS, encoding="utf-8-sig"),
        about(encoding="utf-8-sig", separator=","),
    ),
    Case(
        "Excel zh-CN, a month as it looks there: times, thousands in quotes, percentages, totals",
        lambda: saved(
            ("客服部10月绩效", *("",) * 7),
            ZH,
            ("001007", "张伟", "一组", "1:26:40", "125", "95.50%", "4;5", "电话"),
            ("001008", "李娜", "一组", "4,100", "98", "88%", "4", "在线"),
            ("合计", "", "", "9,300", "223", "91.75%", "", ""),
            encoding="gb18030",
        ),
        Accepted(
            lowered(STANDARD[:2], 1), about={"encoding": "gb18030", "passed_over": {"total": 1}}
        ),
    ),
    Case(
        "two byte order marks, by a program that put its own before Excel's",
        lambda: "\ufeff".encode() + saved(*ROWS, encoding="utf-8-sig"),
        Accepted(),
    ),
    Case(
        "Google Sheets export: UTF-8 without a mark",
        lambda: saved(*ROWS),
        about(encoding="utf-8"),
    ),
    Case(
        "Excel, 'Unicode text': UTF-16 little-endian, tabs",
        lambda: codecs.BOM_UTF16_LE + saved(*ROWS, encoding="utf-16-le", separator="\t"),
        about(encoding="utf-16", separator="\t"),
    ),
    Case(
        "a Java export: UTF-16 big-endian with a mark",
        lambda: codecs.BOM_UTF16_BE + saved(*ROWS, encoding="utf-16-be"),
        about(encoding="utf-16"),
    ),
    Case(
        "UTF-16 little-endian whose mark was lost",
        lambda: saved(*ROWS, encoding="utf-16-le", separator="\t"),
        about(encoding="utf-16-le"),
    ),
    Case(
        "UTF-16 big-endian whose mark was lost",
        lambda: saved(*ROWS, encoding="utf-16-be"),
        about(encoding="utf-16-be"),
    ),
    Case(
        "GB18030 with a rare character of four bytes in a name",
        lambda: saved(ZH, ("7", "赵㐂", *BODY[0][2:]), encoding="gb18030"),
        Accepted(((2, "7", "赵㐂", "一组", STANDARD[0][4]),), about={"encoding": "gb18030"}),
    ),
    Case(
        "code headers, the first Chinese name a megabyte into the file",
        lambda: saved(
            CODES[:6],
            *((f"A{n:05}", "Smith", "T1", "1", "1", "1") for n in range(60_000)),
            ("001007", "张伟", "一组", "5200", "125", "95.5"),
            encoding="gb18030",
        ),
        Accepted(
            (
                *((n + 2, f"A{n:05}", "Smith", "T1", "1|1|1||") for n in range(60_000)),
                (60_002, "001007", "张伟", "一组", "5200|125|95.5||"),
            ),
            about={"encoding": "gb18030"},
        ),
    ),
    Case(
        "UTF-8 with one damaged byte is not taken for GB18030",
        lambda: saved(*ROWS).replace("芳".encode(), "芳".encode()[:2] + b"\xff"),
        Refused("unknown_encoding", ("第 4 行", "near line 4")),
    ),
    Case(
        "UTF-8 cut inside a character, by a copy that broke off",
        lambda: saved(*ROWS[:3], ("001009", "欧阳芳"))[:-3],
        Refused("unknown_encoding", ("UTF-8",)),
    ),
    Case(
        "Windows Western European, an accented name",
        lambda: (
            saved(CODES, ("7", "José", *BODY[0][2:5], "9", "", "é"), encoding="gb18030")
            .replace("José".encode("gb18030"), b"Jos\xe9")
            .replace("é".encode("gb18030"), b"\xe9")
        ),
        Refused("unknown_encoding"),
    ),
)
