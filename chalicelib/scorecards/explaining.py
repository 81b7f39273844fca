"""Explanations of a score, and what is missing to the next grade."""

from collections.abc import Mapping
from typing import Any

from chalicelib.schemes.compiled import ReadyScheme
from chalicelib.scoring import NextGrade, Result, Rows, explain
from chalicelib.scoring.explain.next_grade import next_grade


def explained(
    body: dict[str, Any], version: ReadyScheme, result: Result, inputs: Rows
) -> dict[str, Any]:
    """Return the card's body with an ``explanation`` of each line and of the total.

    ``body`` is the card as the API shows it. Explanations are in both languages.
    """
    words = explain(version.compiled, result, inputs)
    lines = [
        {**line, "explanation": dict(words.lines[line["indicator"]])} for line in body["lines"]
    ]
    return {**body, "lines": lines, "explanation": dict(words.total)}


def next_grade_of(version: ReadyScheme, result: Result, inputs: Rows) -> dict[str, Any] | None:
    """Return the next grade and the changes that would reach it, as the API shows them.

    None for the highest grade, and for a result without a total.
    """
    rows = (inputs,) if isinstance(inputs, Mapping) else tuple(inputs)
    found = next_grade(version.compiled, result, rows)
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
