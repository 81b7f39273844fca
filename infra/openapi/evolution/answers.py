"""Compare the answers of two versions of one operation: statuses, headers, bodies."""

from collections.abc import Iterator, Mapping
from typing import Any

from infra.openapi.evolution.places import Way
from infra.openapi.evolution.references import Document
from infra.openapi.evolution.schemas import Comparison

Item = Mapping[str, Any]

#: All problems have one shape. A change of it is reported once, not for each operation.
PROBLEM = "application/problem+json"


def of_answers(
    old: Item, new: Item, before: Document, now: Document, schemas: Comparison
) -> Iterator[str]:
    """Yield the breaking changes of an operation's answers.

    A new refusal (4xx, 5xx) is not breaking: clients use the class of a status that they do not
    know. A new success is breaking, except 304, which only answers If-None-Match.
    """
    for status, answer in old["responses"].items():
        if status not in new["responses"]:
            yield f"answer {status} removed"
            continue
        one, other = before.resolved(answer), now.resolved(new["responses"][status])
        yield from _headers(status, one, other, before, now, schemas)
        yield from _bodies(one, other, schemas)
    for status in new["responses"]:
        if status not in old["responses"] and status[0] in "123d" and status != "304":
            yield f"answer {status} added"


def _headers(
    status: str, one: Item, other: Item, before: Document, now: Document, schemas: Comparison
) -> Iterator[str]:
    found = other.get("headers", {})
    whose = "problem" if PROBLEM in one.get("content", {}) else "answer"
    for name, header in one.get("headers", {}).items():
        subject = f'{whose} {status} header "{name}"'
        if name not in found:
            yield f"{subject} removed"
            continue
        was, is_now = before.resolved(header), now.resolved(found[name])
        if was.get("required", False) and not is_now.get("required", False):
            yield f"{subject} may be missing now"
        pair = (was.get("schema", {}), is_now.get("schema", {}))
        for change in schemas.changes(*pair, Way.ANSWER):
            yield change.told(subject)


def _bodies(one: Item, other: Item, schemas: Comparison) -> Iterator[str]:
    found = other.get("content", {})
    for kind, content in one.get("content", {}).items():
        if kind not in found:
            yield f"answer as {kind} no longer given"
            continue
        pair = (content.get("schema", {}), found[kind].get("schema", {}))
        for change in schemas.changes(*pair, Way.ANSWER):
            yield change.told(_SUBJECTS.get(kind, f"answer as {kind}"))


_SUBJECTS = {"application/json": "answer", PROBLEM: "problem"}
