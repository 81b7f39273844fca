"""Worksheets of one person, written cell by cell."""

from tests.reading.crafted import row, sheet_xml

from .case import Accepted

TOP = ("工号", "首次响应总时长", "接待量", "问题解决率")


def number(reference: str, value: str, style: int | None = None) -> str:
    styled = "" if style is None else f' s="{style}"'
    return f'<c r="{reference}"{styled}><v>{value}</v></c>'


def table(*cells: str, id_cell: str = "7", after: str = "") -> str:
    """One person, with the given cells in columns B, C and D."""
    return sheet_xml(row(1, *TOP) + row(2, id_cell, *cells), after)


def one(cells: str, id_: str = "7", name: str | None = None) -> Accepted:
    return Accepted(((2, id_, name, None, f"{cells}||"),))


PLAIN = (number("B2", "1"), number("C2", "2"), number("D2", "3"))
