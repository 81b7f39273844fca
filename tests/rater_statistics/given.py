"""Marks written as a table: a row of marks for each ratee, a column for each rater."""

from decimal import Decimal

from chalicelib.rater_statistics.marks import Mark, Scale

FIVE = Scale("interval", Decimal(1), Decimal(5))


def marks(table: str, question: str = "q", ratees: str = "p") -> list[Mark]:
    """The marks of a table. The first row names the raters; `.` is no mark."""
    head, *rows = (line.split() for line in table.strip().splitlines())
    return [
        Mark(rater, f"{ratees}{n:02d}", question, Decimal(cell))
        for n, row in enumerate(rows, start=1)
        for rater, cell in zip(head, row, strict=True)
        if cell != "."
    ]
