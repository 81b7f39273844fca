"""A second, plain reading of growth with team means: all rows that stand, in fractions.

It shares no code with the service. A month is what its files say last of each person. See
tests/api/results/waits.py for the two lines: growth of the wait, and answers, both with team means.
"""

from collections.abc import Mapping
from fractions import Fraction

#: By person: team, wait and answers; None is a blank.
Month = Mapping[str, tuple[str, int | None, int | None]]


def totals(september: Month, october: Month) -> dict[str, str | None]:
    """October's total of each person; None when no line has points."""
    own = {
        person: (growth(september.get(person), wait), answered)
        for person, (_, wait, answered) in october.items()
    }
    found: dict[str, str | None] = {}
    for person, (team, _, _) in october.items():
        others = [own[one] for one in october if one != person and october[one][0] == team]
        points = [
            half_up(Fraction(50) * min(max(value / full, Fraction(0)), Fraction(1)), 2)
            for place, full in ((0, 20), (1, 100))
            if (value := own_or_mean(own[person][place], [one[place] for one in others]))
            is not None
        ]
        whole = 50 * len(points)
        found[person] = _printed(sum(points) * 100 / whole) if points else None
    return found


def growth(before: tuple[str, int | None, int | None] | None, now: int | None) -> Fraction | None:
    """The growth in percent; None without both figures."""
    if before is None or before[1] is None or now is None:
        return None
    return Fraction(now - before[1], before[1]) * 100


def own_or_mean(own: Fraction | int | None, others: list[Fraction | int | None]) -> Fraction | None:
    """The own value, or else the mean of the others' values as they are printed."""
    if own is not None:
        return Fraction(own)
    printed = [half_up(Fraction(one), 6) for one in others if one is not None]
    return half_up(sum(printed, Fraction(0)) / len(printed), 6) if printed else None


def half_up(value: Fraction, places: int) -> Fraction:
    """Round half away from zero to so many decimals."""
    scaled = Fraction(value) * 10**places
    near = abs(scaled) + Fraction(1, 2)
    whole = near.numerator // near.denominator
    return Fraction(whole if scaled >= 0 else -whole, 10**places)


def _printed(total: Fraction) -> str:
    cents = int(half_up(total, 2) * 100)
    return f"{cents // 100}.{cents % 100:02d}"
