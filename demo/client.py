"""A customer's system that calls the API: JSON over HTTP with only the standard library.

POSTs carry an Idempotency-Key. When the connection fails, a POST is sent again with the same key.
"""

import json
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

TRIES: Final = 5
SECONDS: Final = 60


class ApiProblem(Exception):
    """A refusal by the service: `status`, the problem's `code`, and its words (`detail`)."""

    def __init__(self, status: int, problem: Mapping[str, Any]) -> None:
        self.status = status
        self.code = str(problem.get("code", ""))
        self.detail = str(problem.get("detail", ""))
        errors = "".join(f"\n  {error}" for error in problem.get("errors", ()))
        super().__init__(f"{status} {self.code}: {problem.get('detail', '')}{errors}")


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer: the body as JSON (numbers exact), and the ETag for a change."""

    body: Any
    etag: str | None
    text: str


@dataclass(frozen=True, slots=True)
class Client:
    """The API with one credential. `url` is the address without "/v1"."""

    url: str
    key: str
    locale: str = "en"

    def get(self, path: str, **query: str) -> Answer:
        """Read one resource."""
        words = urllib.parse.urlencode(query)
        return self._send("GET", f"{path}?{words}" if words else path, None, {})

    def items(self, path: str, **query: str) -> Iterator[Any]:
        """Yield every item of a list, page after page."""
        cursor: dict[str, str] = {}
        while True:
            page = self.get(path, **{"limit": "200", **query, **cursor}).body
            yield from page["items"]
            if page["next"] is None:
                return
            cursor = {"cursor": page["next"]}

    def post(self, path: str, body: object, if_match: str | None = None) -> Answer:
        """Create a resource once, even when the connection fails and the POST is repeated."""
        headers = {"Idempotency-Key": uuid.uuid4().hex}
        return self._send("POST", path, body, headers | _if_match(if_match))

    def put(self, path: str, body: object, if_match: str | None = None) -> Answer:
        """Put a resource in the place of the one that stands."""
        return self._send("PUT", path, body, _if_match(if_match))

    def change(self, path: str, body: object, if_match: str | None = None) -> Answer:
        """Change the named members of a resource (PATCH)."""
        return self._send("PATCH", path, body, _if_match(if_match))

    def _send(
        self, method: str, path: str, body: object | None, headers: Mapping[str, str]
    ) -> Answer:
        data = None if body is None else json.dumps(body, ensure_ascii=False).encode()
        # The address comes from the deployment's stack or from the operator.
        request = urllib.request.Request(  # noqa: S310
            f"{self.url}/v1{path}",
            data=data,
            method=method,
            headers={
                "Authorization": f"Bearer {self.key}",
                "Accept-Language": self.locale,
                **({} if data is None else {"Content-Type": "application/json"}),
                **headers,
            },
        )
        for tried in range(1, TRIES + 1):
            try:
                return _opened(request)
            except urllib.error.HTTPError as refusal:
                pause = _pause(refusal)
                if pause is None or tried == TRIES:
                    raise _problem(refusal) from None
                time.sleep(pause)
            except (urllib.error.URLError, ConnectionError):
                if tried == TRIES:
                    raise
                time.sleep(0.2 * 2**tried)
        raise AssertionError("unreachable: the last try returns or raises")


def upload(form: Mapping[str, Any], filename: str, content: bytes) -> None:
    """Send a file by a presigned POST form: the form's fields, then the file, as S3 requires."""
    boundary = uuid.uuid4().hex
    parts = [
        f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in form["fields"].items()
    ]
    parts.append(
        f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="{filename}"\r\n'
        f"Content-Type: application/octet-stream\r\n\r\n".encode()
    )
    body = b"".join([*parts, content, f"\r\n--{boundary}--\r\n".encode()])
    request = urllib.request.Request(  # noqa: S310 - the address the service gave
        form["url"],
        data=body,
        method="POST",
        headers={"Content-Type": f"multipart/form-data; boundary={boundary}"},
    )
    with urllib.request.urlopen(request, timeout=SECONDS):  # noqa: S310
        pass


def download(url: str) -> bytes:
    """Return the bytes at a presigned link."""
    with urllib.request.urlopen(url, timeout=SECONDS) as response:  # noqa: S310
        content: bytes = response.read()
    return content


def _opened(request: urllib.request.Request) -> Answer:
    with urllib.request.urlopen(request, timeout=SECONDS) as response:  # noqa: S310
        text = response.read().decode()
        is_json = "json" in response.headers.get("Content-Type", "")
        body = json.loads(text, parse_float=Decimal) if is_json and text else None
        return Answer(body, response.headers.get("ETag"), text)


def _if_match(etag: str | None) -> dict[str, str]:
    return {} if etag is None else {"If-Match": etag}


def _pause(refusal: urllib.error.HTTPError) -> float | None:
    """Return the seconds to wait before the next try, or None when a retry cannot help."""
    if refusal.code in (429, 503):
        return float(refusal.headers.get("Retry-After") or 1)
    return 0.5 if refusal.code in (502, 504) else None


def _problem(refusal: urllib.error.HTTPError) -> ApiProblem:
    text = refusal.read().decode(errors="replace")
    try:
        problem = json.loads(text)
    except ValueError:
        problem = {"detail": text[:300]}
    return ApiProblem(refusal.code, problem if isinstance(problem, dict) else {"detail": text})
