"""An answer of the API, checked when it is read."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


def _no_float(text: str) -> Any:
    raise AssertionError(f"{text} in an answer: decimals are texts")


@dataclass(frozen=True)
class Reply:
    """An answer. ``json`` fails on a number with a fraction, because decimals are texts."""

    status: int
    headers: Mapping[str, str]
    content: bytes

    @property
    def text(self) -> str:
        return self.content.decode()

    @property
    def json(self) -> Any:
        return json.loads(self.content, parse_float=_no_float, parse_constant=_no_float)

    @property
    def etag(self) -> str:
        return self.headers["etag"]

    def ok(self, status: int = 200) -> Any:
        """Return the JSON of a success (None for 204); fail on another status."""
        assert self.status == status, f"{self.status}: {self.text}"
        return self.json if self.content else None

    def problem(self, status: int, code: str | None = None) -> Any:
        """Return the problem of a refusal, after checking the common shape of problems."""
        assert self.status == status, f"{self.status}: {self.text}"
        assert self.headers["content-type"] == "application/problem+json", self.text
        body = self.json
        assert body["type"] == "about:blank"
        assert body["status"] == status
        assert body["title"]
        assert body["detail"]
        assert body["request_id"] == self.headers["x-request-id"]
        for fault in body.get("errors", ()):
            assert set(fault) >= {"code", "message"}, fault
        if code is not None:
            assert body["code"] == code, body
        return body
