"""What a route answers with."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Answer:
    """A success: a JSON body (``body``), or ready text or bytes of another kind (``content``).

    ``etag`` is a revision; without one, a read's ETag is made from its body.
    """

    body: Any = None
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    etag: str | None = None
    content: str | bytes | None = None
    content_type: str = "application/json"


def created(location: str, body: Any, etag: str | None = None) -> Answer:
    return Answer(body, 201, {"Location": location}, etag)


def no_content() -> Answer:
    return Answer(None, 204)
