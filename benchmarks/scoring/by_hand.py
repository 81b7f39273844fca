"""The same arithmetic written by hand in plain decimals for one scheme: the lower bound of time.

It reads no blank, checks no cell, and prints no line. It returns the values, the points, the total,
the grade and the coefficient of an agent.
"""

from decimal import ROUND_HALF_UP, Decimal

Row = dict[str, Decimal]
Scored = tuple[tuple[Decimal, ...], tuple[Decimal, ...], Decimal, str, Decimal]

CENT = Decimal("0.01")
ZERO, ONE, HUNDRED = Decimal(0), Decimal(1), Decimal(100)
D2, D3, D4, D5, D6, D10 = (Decimal(n) for n in (2, 3, 4, 5, 6, 10))
D15, D20, D25, D30, D40, D50 = (Decimal(n) for n in (15, 20, 25, 30, 40, 50))
D60, D75, D80, D85, D90 = (Decimal(n) for n in (60, 75, 80, 85, 90))
D14, D120, D160, D180, D21600 = (Decimal(n) for n in (14, 120, 160, 180, 21600))
C12, C10, C08, C00 = Decimal("1.2"), Decimal("1.0"), Decimal("0.8"), Decimal(0)
FOUR_AND_A_HALF = Decimal("4.5")


def five(row: Row) -> Scored:
    """Score the quality standard: its five lines, total and grade."""
    values, points = _five(row)
    total = sum(points, ZERO).quantize(CENT, ROUND_HALF_UP)
    if total >= D90:
        return values, points, total, "a", C12
    if total >= D80:
        return values, points, total, "b", C10
    if total >= D60:
        return values, points, total, "c", C08
    return values, points, total, "d", C00


def ten(row: Row) -> Scored:
    """Score ten lines of 200 points."""
    values, points = _five(row)
    more_values, more_points = _more(row)
    points += more_points
    total = sum(points, ZERO).quantize(CENT, ROUND_HALF_UP)
    values += more_values
    if total >= D180:
        return values, points, total, "a", C12
    if total >= D160:
        return values, points, total, "b", C10
    if total >= D120:
        return values, points, total, "c", C08
    return values, points, total, "d", C00


def _five(row: Row) -> tuple[tuple[Decimal, ...], tuple[Decimal, ...]]:
    contacts = row["contacts"]
    response = row["response_seconds"] / contacts
    if response <= D30:
        a = D20
    elif response > D60:
        a = ZERO
    else:
        a = D20 - D2 * ((response - D30) // D10)
    empathy = row["empathy_failed"]
    b = D25 - D5 * empathy
    b = max(ZERO, b)
    fcr = row["resolved"] * HUNDRED / contacts
    if fcr >= D85:
        c = D30
    elif fcr < D75:
        c = ZERO
    else:
        c = D30 - (D85 - fcr) // ONE
    wrong = row["record_wrong"]
    d = D15 - D3 * wrong if wrong < D3 else ZERO
    proactive = row["recommended"] * HUNDRED / contacts
    if proactive >= D10:
        e = D10
    elif proactive < D5:
        e = ZERO
    else:
        e = D10 - (D10 - proactive) // ONE
    return (response, empathy, fcr, wrong, proactive), (
        a.quantize(CENT, ROUND_HALF_UP),
        b.quantize(CENT, ROUND_HALF_UP),
        c.quantize(CENT, ROUND_HALF_UP),
        d.quantize(CENT, ROUND_HALF_UP),
        e.quantize(CENT, ROUND_HALF_UP),
    )


def _more(row: Row) -> tuple[tuple[Decimal, ...], tuple[Decimal, ...]]:
    days = row["days"]
    hours = row["online_minutes"] * D60 / days
    a = min(D20, D20 * hours / D21600)
    load = row["contacts"] / days
    b = min(D20, D20 * load / D6)
    csat = row["rating_sum"] / row["rated"]
    c = D20 if csat >= FOUR_AND_A_HALF else D14 if csat >= D4 else D6
    exam = row["exam"]
    d = min(D20, max(ZERO, D20 * (exam - D50) / D40))
    late = row["late"]
    e = D20 if late <= D2 else ZERO
    return (hours, load, csat, exam, late), (
        a.quantize(CENT, ROUND_HALF_UP),
        b.quantize(CENT, ROUND_HALF_UP),
        c.quantize(CENT, ROUND_HALF_UP),
        d.quantize(CENT, ROUND_HALF_UP),
        e.quantize(CENT, ROUND_HALF_UP),
    )
