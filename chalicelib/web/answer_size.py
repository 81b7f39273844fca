"""What Lambda can return: 6 MB of JSON, in which the body of an answer is a text.

Escaping makes a text up to six times as long (``"`` becomes ``\\"``, a runtime may write 好 as
``\\u597d``). So a long text is sent as base 64, of which the length is known: four bytes for three.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Final

from chalicelib.language import Text
from chalicelib.web import exact_json
from chalicelib.web.answers import Answer
from chalicelib.web.problems import Problem

#: What a function may return (6,291,556 bytes), less the headers and the frame around the body.
LAMBDA: Final = 6_291_556 - 60_000
#: Up to so many bytes a body is sent as a text: six times as much fits.
AS_TEXT: Final = 1_000_000
#: The most bytes of a body, in UTF-8.
LARGEST: Final = LAMBDA // 4 * 3


def content_of(answer: Answer) -> str | bytes:
    """Return the body of an answer, as text or bytes."""
    if answer.content is not None:
        return answer.content
    return "" if answer.status == 204 else exact_json.write(answer.body)


def sendable(content: str | bytes) -> str | bytes:
    """Return the body as it is sent: a long text as bytes. Raises Problem (413) when too large."""
    # A character takes four bytes at most, so most bodies need no encoding to be measured.
    if isinstance(content, str) and len(content) * 4 <= AS_TEXT:
        return content
    sent = content.encode() if isinstance(content, str) else content
    if len(sent) > LARGEST:
        raise too_large()
    return content if len(sent) <= AS_TEXT else sent


def fitting(view: Callable[[Mapping[str, Any]], Answer], query: Mapping[str, Any]) -> Answer:
    """Return the answer of a view of a list or thing, with fewer entries when they are too long.

    ``view`` answers for a query. A list's ``limit`` is lowered until the page fits; ``next`` leads
    on from there. Raises Problem (413) when one entry, or an answer without a limit, is too large.
    """
    answer = view(query)
    while True:
        content = content_of(answer)
        size = len(content) if isinstance(content, bytes) else _bytes_of(content)
        if size <= LARGEST:
            return replace(answer, content=content)
        limit = query.get("limit")
        if not isinstance(limit, int):
            raise too_large()
        limit = limit if answer.entries is None else min(limit, answer.entries)
        if limit <= 1:
            raise too_large()
        # A little less than what fits on the average, and half at most, so that it ends soon.
        query = {**query, "limit": max(1, min(limit // 2, limit * LARGEST // size * 9 // 10))}
        answer = view(query)


def _bytes_of(content: str) -> int:
    """Return the length in UTF-8, or an upper bound of it that fits."""
    most = len(content) * 4
    return most if most <= LARGEST else len(content.encode())


def too_large() -> Problem:
    return Problem(
        413,
        "answer_too_large",
        Text(
            "回答过大，无法一次返回；请减小 limit 或缩小范围。",
            "The answer is too large to be returned at once; ask for less: a lower limit, or a "
            "narrower filter.",
        ),
    )
