"""CSV files by what stands in and above their header."""

from .case import STANDARD, Accepted, Case, Refused, lowered
from .text_making import BODY, CODES, EN, ROWS, ZH, about, saved

HEADERS = (
    Case("English names, any case", lambda: saved(EN, *BODY), Accepted()),
    Case("the scheme's own codes", lambda: saved(CODES, *BODY), Accepted()),
    Case(
        "full-width letters, spaces and line breaks in the header",
        lambda: saved(
            (
                "员工 ＩＤ",
                " 姓 名",
                "部门",
                "首次响应\n总时长",
                "　接待量",
                "ＲＥＳＯＬＵＴＩＯＮ　rate",
                *ZH[6:],
            ),
            *BODY,
        ),
        Accepted(),
    ),
    Case(
        "units and remarks in brackets",
        lambda: saved(
            (
                "*工号",
                "姓名(选填)",
                "班组",
                "首次响应总时长（秒）",
                "接待量(次)",
                "问题解决率[%]",
                *ZH[6:],
            ),
            *BODY,
        ),
        Accepted(),
    ),
    Case(
        "minutes in the header of a column of seconds",
        lambda: saved(("工号", "首次响应总时长(分)", "接待量", "问题解决率"), ("7", "1", "2", "3")),
        Refused("column_unit", ("首次响应总时长(分)", "秒")),
    ),
    Case(
        "a title and a date above the header",
        lambda: saved(("客服部 2026 年 10 月绩效数据",), ("导出日期：2026-11-01",), (), *ROWS),
        Accepted(lowered(STANDARD, 3), about={"header_row": 4}),
    ),
    Case(
        "columns of the company's own are named and ignored",
        lambda: saved(
            ("备注", *ZH, "", "入职日期"), *(("x", *row, "y", "2020-01-01") for row in BODY)
        ),
        about(unknown_columns=("备注", "入职日期")),
    ),
    Case(
        "班组 is the team where there is a 部门 too",
        lambda: saved(("部门", *ZH), *(("客服部", *row) for row in BODY)),
        about(unknown_columns=("部门",)),
    ),
    Case(
        "missing columns are all named at once",
        lambda: saved(("姓名", "接待量"), ("张伟", "1")),
        Refused("missing_columns", ("employee_id", "response_seconds", "resolution_rate")),
    ),
    Case(
        "the same column twice",
        lambda: saved((*ZH, "Contacts"), *((*row, "1") for row in BODY)),
        Refused("duplicate_columns", ("接待量", "Contacts")),
    ),
    Case("only a header", lambda: saved(ZH), Refused("no_rows")),
    Case("an empty file", lambda: b"", Refused("empty_file")),
    Case(
        "a letter instead of a table",
        lambda: "各位领导好，请查收。".encode(),
        Refused("missing_columns"),
    ),
)
