"""Three months of a shop worked out plainly: what each result is worth, in fractions.

Solving gives 60 points and loses 2 for each per cent below 90. Growth of the contacts handled gives
40 points at 20 % over the month before and none at 0 %; where nothing is known of that, the other
line alone counts.
"""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple

CODE, TEAM = "shop", "Shop"
MONTHS = FIRST, SECOND, THIRD = "2026-08", "2026-09", "2026-10"
BANDS = (("best", 90, "1.2"), ("good", 75, "1"), ("fair", 60, "0.8"), ("poor", 0, "0.5"))


class Figures(NamedTuple):
    """Per cent of the contacts solved, and how many were handled."""

    solved: int
    handled: int


Month = Mapping[str, Figures]
#: What the files say. Eve is forgotten in September.
FILES: Mapping[str, Month] = {
    FIRST: {
        "ann": Figures(84, 100),
        "bob": Figures(86, 100),
        "cy": Figures(80, 100),
        "di": Figures(90, 100),
    },
    SECOND: {
        "ann": Figures(90, 110),
        "bob": Figures(88, 110),
        "cy": Figures(86, 105),
        "di": Figures(90, 130),
    },
    THIRD: {
        "ann": Figures(90, 121),
        "bob": Figures(90, 110),
        "cy": Figures(90, 126),
        "di": Figures(70, 130),
        "eve": Figures(90, 99),
    },
}
#: What is right in the end: Ann's and Cy's appeals, Bob's contacts of August, Eve's first result of
#: September, and what Ann has not solved in September.
RIGHT: Mapping[str, Month] = {
    FIRST: {
        **FILES[FIRST],
        "ann": Figures(88, 100),
        "bob": Figures(86, 88),
        "cy": Figures(90, 100),
    },
    SECOND: {**FILES[SECOND], "ann": Figures(70, 110), "eve": Figures(85, 90)},
    THIRD: FILES[THIRD],
}
SCHEME: dict[str, Any] = {
    "code": CODE,
    "name": {"zh": "网店客服", "en": "Shop service"},
    "total_points": "100",
    "dimensions": [
        {
            "code": "all",
            "name": {"zh": "全部", "en": "All"},
            "points": "100",
            "indicators": [
                {
                    "code": "solving",
                    "name": {"zh": "解决率", "en": "Solving"},
                    "unit": "percent",
                    "direction": "higher",
                    "max_points": "60",
                    "target": "90",
                    "value": {"kind": "metric", "column": "solved"},
                    "rule": {"kind": "step_deduct", "step": "1", "per_step": "2"},
                },
                {
                    "code": "growth",
                    "name": {"zh": "接待量增长", "en": "Growth"},
                    "unit": "percent",
                    "direction": "higher",
                    "max_points": "40",
                    "value": {"kind": "growth", "of": {"kind": "metric", "column": "handled"}},
                    "rule": {"kind": "linear", "zero_at": "0", "full_at": "20"},
                },
            ],
        }
    ],
    "grades": [
        {"code": code, "name": code.title(), "min": str(least), "coefficient": paid}
        for code, least, paid in BANDS
    ],
}


def total(now: Figures, before: Figures | None) -> Fraction:
    """The total of a result, given the one of the month before."""
    solving = Fraction(max(0, 60 - 2 * max(0, 90 - now.solved)))
    if before is None:
        return rounded(solving * 100 / 60)
    grown = Fraction(now.handled - before.handled, before.handled) * 100
    return rounded(solving) + rounded(40 * min(max(grown, Fraction(0)), Fraction(20)) / 20)


def coefficient(exact: Fraction) -> Fraction:
    return Fraction(next(paid for _, least, paid in BANDS if exact >= least))


def coefficients(months: Mapping[str, Month]) -> dict[tuple[str, str], Fraction]:
    """What every result is worth, by month and person."""
    found: dict[tuple[str, str], Fraction] = {}
    before: Month = {}
    for month in MONTHS:
        for who, figures in months[month].items():
            found[month, who] = coefficient(total(figures, before.get(who)))
        before = months[month]
    return found


def rounded(exact: Fraction) -> Fraction:
    """Half up to two places."""
    return Fraction(int(exact * 100 + Fraction(1, 2)), 100)


def exact(text: Any) -> Fraction:
    return Fraction(Decimal(text or 0))
