"""CSV files written as spreadsheet programs write them."""

import csv
import io

from .case import Accepted, Person

ZH = ("工号", "姓名", "班组", "首次响应总时长", "接待量", "问题解决率", "团队合作（同事）", "渠道")
EN = (
    *("Employee ID", "Employee Name", "Team", "Total first response", "Contacts"),
    *("Resolution Rate", "Teamwork (peer)", "Channel"),
)
CODES = (
    *("employee_id", "employee_name", "team", "response_seconds", "contacts"),
    *("resolution_rate", "teamwork_peer", "channel"),
)
BODY = (
    ("001007", "张伟", "一组", "5200", "125", "95.5", "4;5", "电话"),
    ("001008", "李娜", "一组", "4100", "98", "88", "4", "在线"),
    ("001009", "欧阳芳", "二组", "", "", "100", "4.5", ""),
)
ROWS = (ZH, *BODY)


def saved(
    *rows: tuple[str, ...],
    encoding: str = "utf-8",
    separator: str = ",",
    ends: str = "\r\n",
    before: str = "",
    quote_all: bool = False,
) -> bytes:
    file = io.StringIO(newline="")
    quoting = csv.QUOTE_ALL if quote_all else csv.QUOTE_MINIMAL
    csv.writer(file, delimiter=separator, lineterminator=ends, quoting=quoting).writerows(rows)
    return (before + file.getvalue()).encode(encoding)


def numbers(*cells: str, separator: str = ",") -> bytes:
    """One person with these cells in the three required columns."""
    header = ("工号", "首次响应总时长", "接待量", "问题解决率")
    return saved(header, ("7", *cells), separator=separator)


def alone(cells: str) -> tuple[Person, ...]:
    return ((2, "7", None, None, f"{cells}||"),)


def about(**what: object) -> Accepted:
    return Accepted(about=what)
