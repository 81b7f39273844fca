"""What a revision changed: total, grade and coefficient, and the lines that are others now."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from chalicelib.schemes.compiled import ReadyScheme
from chalicelib.scorecards.imported import places_of
from chalicelib.scorecards.presenting import fixed
from chalicelib.scorecards.records import Scorecard
from chalicelib.scoring import Line, unpack
from chalicelib.scoring.exact import plain


def outcome(card: Scorecard, version: ReadyScheme) -> dict[str, Any]:
    """Return total, grade and coefficient of a revision that the version made."""
    total, coefficient = card.total, card.coefficient
    places = places_of(card, version.scheme.total_places)
    return {
        "total": None if total is None else fixed(total, places),
        "grade": card.grade,
        "coefficient": None if coefficient is None else Decimal(plain(coefficient)),
    }


def changed_lines(
    card: Scorecard,
    version: ReadyScheme,
    former: Scorecard | None,
    former_version: ReadyScheme | None,
) -> list[dict[str, Any]]:
    """Return the lines whose value, points, target or status differ from the revision before, each
    with both. ``former`` None: all lines, with nothing before."""
    before = {} if former is None or former_version is None else _lines(former, former_version)
    after = _lines(card, version)
    return [
        {
            "indicator": code,
            "name": dict(_named(code, version if code in after else former_version)),
            "before": before.get(code),
            "after": after.get(code),
        }
        for code in (*after, *(one for one in before if one not in after))
        if before.get(code) != after.get(code)
    ]


def _named(code: str, version: ReadyScheme | None) -> Mapping[Any, Any]:
    return {} if version is None else version.scheme.indicator(code).name


def _lines(card: Scorecard, version: ReadyScheme) -> Mapping[str, Mapping[str, Any]]:
    result, _ = unpack(version.compiled, card.packed)
    return {line.indicator: _line(line) for line in result.lines}


def _line(line: Line) -> dict[str, Any]:
    return {
        "value": line.value,
        "target": line.target,
        "points": line.points,
        "max_points": line.max_points,
        "status": line.status,
    }
