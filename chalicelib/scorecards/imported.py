"""Imported results as the API shows them: what was found elsewhere, and not computed here.

A line has the value that the imported figures give, and no points.
"""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any, Final

from chalicelib.periods.records import IMPORTED
from chalicelib.schemes.compiled import ReadyScheme
from chalicelib.scorecards.records import Scorecard
from chalicelib.scoring import Line, Result, Text
from chalicelib.scoring.exact import decimals, plain
from chalicelib.scoring.phrases import paragraph, shown_figure
from chalicelib.scoring.text import text

NOT_COMPUTED: Final = text(
    "导入的历史结果，未在本系统计算。", "This result was imported; it was not computed here."
)
NOT_PAID: Final = text(
    "导入的历史结果，当时已经计发，不再计发。",
    "This result was imported. It was paid in its time and pays nobody now.",
)


def as_imported(body: dict[str, Any]) -> dict[str, Any]:
    """Return the figures of an imported result as shown. ``body`` is what a computed one shows.

    ``inputs`` and ``value`` of the lines stay. Sums of points are 0 of 0.
    """
    lines = [{**line, "status": IMPORTED, "reason": None, "points": None} for line in body["lines"]]
    return {**body, "lines": lines}


def explained(
    body: dict[str, Any], card: Scorecard, version: ReadyScheme, result: Result
) -> dict[str, Any]:
    """Return the card's body with an ``explanation`` of each line and of the total."""
    words = {line.indicator: _line(line, version) for line in result.lines}
    lines = [{**line, "explanation": dict(words[line["indicator"]])} for line in body["lines"]]
    whole = paragraph([NOT_COMPUTED, *_total(card, version)])
    return {**body, "lines": lines, "explanation": dict(whole)}


def places_of(card: Scorecard, places: int) -> int:
    """Return the decimals of the total: the scheme's, of an imported total at least its own."""
    if not card.imported or card.total is None:
        return places
    return max(places, decimals(Decimal(plain(card.total))))


def grade_name(version: ReadyScheme, code: str | None) -> Text | None:
    """Return the name of a grade, by its band or by the veto that sets it; None without one."""
    if code is None:
        return None
    band = version.scheme.grade(code)
    if band is not None:
        return band.name
    named = (one.grade_name for one in version.scheme.vetoes if one.grade == code)
    return next((name for name in named if name is not None), None)


def _line(line: Line, version: ReadyScheme) -> Text:
    if line.value is None:
        return text(
            "导入的结果中没有这一指标的数值；未计分。",
            "The import gives no value of this indicator; it was not scored here.",
        )
    value = shown_figure(line.value, version.scheme.indicator(line.indicator).unit)
    return text(
        f"由导入的数据得 {value['zh']}；未在本系统计分。",
        f"The imported figures give {value['en']}; it was not scored here.",
    )


def _total(card: Scorecard, version: ReadyScheme) -> Iterator[Text]:
    if card.total is not None:
        yield text(f"总分 {plain(card.total)}。", f"Total {plain(card.total)}.")
    if card.grade is not None:
        name = grade_name(version, card.grade) or text(card.grade, card.grade)
        yield text(f"等级“{name['zh']}”。", f"Grade “{name['en']}”.")
    if card.coefficient is not None:
        coefficient = plain(card.coefficient)
        yield text(
            f"当时的系数 {coefficient}，只作记录。",
            f"Coefficient {coefficient} at that time, for the record.",
        )
