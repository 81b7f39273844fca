"""CSV files by what stands in their cells."""

from .case import Accepted, Case
from .text_making import BODY, ROWS, ZH, about, alone, numbers, saved

CELLS = (
    Case(
        "percent signs, thousands, full-width digits, a duration",
        lambda: numbers("0:01:30", "1,234.5", "９５．５％"),
        Accepted(alone("90|1234.5|95.5")),
    ),
    Case(
        "spaces, no-break spaces, tabs that keep digits as text",
        lambda: saved(ZH[:1] + ZH[3:6], ("\t001007", " 5200 ", "125\t", "95.5\u00a0")),
        Accepted(((2, "001007", None, None, "5200|125|95.5||"),)),
    ),
    Case(
        "all the ways to say that there is nothing",
        lambda: saved(
            ZH[:1] + ZH[3:6],
            *(
                (str(n), blank, blank, blank)
                for n, blank in enumerate(("", "-", "N/A", "n/a", "无", "－", "——"))
            ),
        ),
        Accepted(tuple((n + 2, str(n), None, None, "||||") for n in range(7))),
    ),
    Case(
        "a system that writes texts as formulas to keep their zeros",
        lambda: saved(ZH[:1] + ZH[3:6], ('="001007"', '="5200"', "125", "95.5")),
        Accepted(((2, "001007", None, None, "5200|125|95.5||"),)),
    ),
    Case(
        "Excel errors, dates, words and suffixes are errors of the row",
        lambda: saved(
            ZH[:1] + ZH[3:6],
            ("1", "#DIV/0!", "2026-10-01", "很好"),
            ("2", "30秒", "1.2万", "TRUE"),
            ("3", "1.2E+05", "1:30", "1,23"),
            ("4", "1", "2", "3"),
        ),
        Accepted(
            ((5, "4", None, None, "1|2|3||"),),
            {
                2: (
                    ("response_seconds", "formula_error"),
                    ("contacts", "date_found"),
                    ("resolution_rate", "not_a_number"),
                ),
                3: (
                    ("response_seconds", "not_a_number"),
                    ("contacts", "not_a_number"),
                    ("resolution_rate", "not_a_number"),
                ),
                4: (
                    ("response_seconds", "scientific_notation"),
                    ("contacts", "duration_not_expected"),
                    ("resolution_rate", "not_a_number"),
                ),
            },
        ),
    ),
    Case(
        "employees: one missing, one twice, one that Excel rewrote",
        lambda: saved(
            ZH[:1] + ZH[3:6],
            ("7", "1", "2", "3"),
            ("", "1", "2", "3"),
            ("７", "1", "2", "3"),
            ("1.1E+17", "1", "2", "3"),
        ),
        Accepted(
            ((2, "7", None, None, "1|2|3||"),),
            {
                3: (("employee_id", "employee_id_missing"),),
                4: (("employee_id", "duplicate_employee"),),
                5: (("employee_id", "employee_id_rounded"),),
            },
        ),
    ),
    Case(
        "rows of totals and averages at the end",
        lambda: saved(
            *ROWS,
            ("合计", "", "", "9300", "223", "", "", ""),
            ("", "平均值：", "", "1", "1", "", "", ""),
        ),
        about(passed_over={"total": 2}),
    ),
    Case(
        "the error report's column of reasons is known and ignored",
        lambda: saved(("#错误 error", *ZH), *(("row 3: …", *row) for row in BODY)),
        about(unknown_columns=()),
    ),
)
