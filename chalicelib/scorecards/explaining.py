"""Why a score is what it is, in words: added to a card when it is asked for."""

from typing import Any

from chalicelib.schemes.compiled import ReadyScheme
from chalicelib.scoring import Result, Rows, explain


def explained(
    body: dict[str, Any], version: ReadyScheme, result: Result, inputs: Rows
) -> dict[str, Any]:
    """The card's body with a sentence for each line and for the total, and the next grade."""
    words = explain(version.scheme, result, inputs)
    lines = [
        {**line, "explanation": dict(sentence)}
        for line, sentence in zip(body["lines"], words.lines, strict=True)
    ]
    return {
        **body,
        "lines": lines,
        "explanation": dict(words.total),
        "next_grade": words.next_grade,
    }
