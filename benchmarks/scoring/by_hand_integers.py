"""The same arithmetic by hand in integers: points in hundredths, quotients never taken.

A value n ÷ d is compared with a bound b as n with b × d, which is exact for whole cells. `five` and
`ten` take rows of whole numbers. `counts` makes them from decimals and checks that nothing is
truncated; without the check, results could be silently wrong. This is the upper bound of speed with
scaled integers: no cell is checked, no value is computed, and the scheme is fixed.
"""

from collections.abc import Iterable
from decimal import Decimal

Row = dict[str, int]
Scored = tuple[tuple[int, ...], int, str, Decimal]

FIVE_COLUMNS = (
    "contacts",
    "response_seconds",
    "empathy_failed",
    "resolved",
    "record_wrong",
    "recommended",
)
TEN_COLUMNS = (*FIVE_COLUMNS, "days", "online_minutes", "rating_sum", "rated", "exam", "late")
C12, C10, C08, C00 = Decimal("1.2"), Decimal("1.0"), Decimal("0.8"), Decimal(0)


def counts(row: dict[str, Decimal], columns: Iterable[str]) -> Row:
    """Return the cells as integers. Raises ValueError for a cell that is not a whole number."""
    whole = {}
    for column in columns:
        figure = row[column]
        count = int(figure)
        if count != figure:
            raise ValueError(column)
        whole[column] = count
    return whole


def five(row: Row) -> Scored:
    """Score the quality standard: its five lines, total and grade."""
    points = _five(row)
    return _graded(points, sum(points), 1)


def ten(row: Row) -> Scored:
    """Score ten lines of 200 points."""
    points = _five(row) + _more(row)
    return _graded(points, sum(points), 2)


def _five(row: Row) -> tuple[int, ...]:
    contacts, seconds = row["contacts"], row["response_seconds"]
    if seconds <= 30 * contacts:
        a = 2000
    elif seconds > 60 * contacts:
        a = 0
    else:
        a = 2000 - 200 * ((seconds - 30 * contacts) // (10 * contacts))
    b = 2500 - 500 * row["empathy_failed"]
    b = max(0, b)
    resolved = 100 * row["resolved"]
    if resolved >= 85 * contacts:
        c = 3000
    elif resolved < 75 * contacts:
        c = 0
    else:
        c = 3000 - 100 * ((85 * contacts - resolved) // contacts)
    wrong = row["record_wrong"]
    d = 1500 - 300 * wrong if wrong < 3 else 0
    recommended = 100 * row["recommended"]
    if recommended >= 10 * contacts:
        e = 1000
    elif recommended < 5 * contacts:
        e = 0
    else:
        e = 1000 - 100 * ((10 * contacts - recommended) // contacts)
    return a, b, c, d, e


def _more(row: Row) -> tuple[int, ...]:
    days, rated, exam = row["days"], row["rated"], row["exam"]
    a = _share(60 * row["online_minutes"], 21600 * days)
    b = _share(row["contacts"], 6 * days)
    rating = row["rating_sum"]
    c = 2000 if 2 * rating >= 9 * rated else 1400 if rating >= 4 * rated else 600
    d = _share(exam - 50, 40) if exam > 50 else 0
    e = 2000 if row["late"] <= 2 else 0
    return a, b, c, d, e


def _share(part: int, whole: int) -> int:
    """Return 2,000 hundredths × part ÷ whole, at most 2,000, rounded half up."""
    return 2000 if part >= whole else (4000 * part + whole) // (2 * whole)


def _graded(points: tuple[int, ...], total: int, times: int) -> Scored:
    if total >= 9000 * times:
        return points, total, "a", C12
    if total >= 8000 * times:
        return points, total, "b", C10
    if total >= 6000 * times:
        return points, total, "c", C08
    return points, total, "d", C00
