"""Why a score is what it is, and what the next grade asks for."""

from typing import Any

from chalicelib.schemes.compiled import ReadyScheme
from chalicelib.scoring import NextGrade, Result, Rows, explain
from chalicelib.scoring.explain.next_grade import next_grade


def explained(
    body: dict[str, Any], version: ReadyScheme, result: Result, inputs: Rows
) -> dict[str, Any]:
    """The card's body with a sentence for each line and for the total, in both languages."""
    words = explain(version.compiled, result, inputs)
    lines = [
        {**line, "explanation": dict(words.lines[line["indicator"]])} for line in body["lines"]
    ]
    return {**body, "lines": lines, "explanation": dict(words.total)}


def to_the_next_grade(version: ReadyScheme, result: Result) -> dict[str, Any] | None:
    """The next grade and what would reach it; None at the top and where there is no total."""
    found = next_grade(version.compiled, result)
    return None if found is None else _described(found)


def _described(found: NextGrade) -> dict[str, Any]:
    return {
        "grade": found.grade.code,
        "name": dict(found.grade.name),
        "min": found.grade.min,
        "missing": found.missing,
        "changes": [
            {
                "indicator": change.indicator,
                "slice": change.slice,
                "from_value": change.from_value,
                "to_value": change.to_value,
                "from_points": change.from_points,
                "to_points": change.to_points,
                "total": change.total,
            }
            for change in found.changes
        ],
        "words": dict(found.words),
    }
