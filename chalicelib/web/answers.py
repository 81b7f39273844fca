"""The answer that a route returns."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Answer:
    """A success: a JSON value (``body``), or finished text or bytes (``content``).

    ``etag`` is a revision. Without one, the ETag is made from the body. ``entries``: how many
    entries the page of a list has; None when it is no page.
    """

    body: Any = None
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    etag: str | None = None
    content: str | bytes | None = None
    content_type: str = "application/json"
    entries: int | None = None


def created(location: str, body: Any, etag: str | None = None) -> Answer:
    """Return a 201 with the new resource's path in ``Location``."""
    return Answer(body, 201, {"Location": location}, etag)


def no_content() -> Answer:
    """Return a 204."""
    return Answer(None, 204)
