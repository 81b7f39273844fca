"""Requests as a company's user sends them. A failure is retried as a careful client does it."""

import threading
import time
from dataclasses import dataclass
from typing import Any

import requests

#: Tries of a request whose outcome is unknown, and seconds between them.
TRIES, PAUSE = 4, 0.3
SECONDS = 30


@dataclass(frozen=True, slots=True)
class Said:
    """An answer. ``status`` 0: nobody knows whether the request was done."""

    status: int
    body: Any
    etag: str | None = None

    @property
    def ok(self) -> bool:
        return 200 <= self.status < 300

    @property
    def unknown(self) -> bool:
        return self.status == 0 or self.status >= 500

    @property
    def code(self) -> str:
        return str(self.body.get("code", "")) if isinstance(self.body, dict) else ""


class Caller:
    """Sends requests with one key. Each thread has a session of its own."""

    def __init__(self, url: str, key: str) -> None:
        self._url, self._key = url, key
        self._own = threading.local()

    def get(self, path: str, **params: Any) -> Said:
        return self.send("GET", path, params=params)

    def post(self, path: str, body: Any, *, repeat: str | None = None, etag: str = "") -> Said:
        """POST; with ``repeat`` as Idempotency-Key, so that a second try does nothing twice."""
        headers = {**({"Idempotency-Key": repeat} if repeat else {}), **_match(etag)}
        return self.send("POST", path, json=body, headers=headers, tries=TRIES if repeat else 1)

    def put(self, path: str, body: Any, *, etag: str = "") -> Said:
        return self.send("PUT", path, json=body, headers=_match(etag), tries=1)

    def patch(self, path: str, body: Any, *, etag: str = "") -> Said:
        return self.send("PATCH", path, json=body, headers=_match(etag), tries=1)

    def send(self, method: str, path: str, tries: int = TRIES, **more: Any) -> Said:
        """Send a request, again while its outcome is unknown and tries are left."""
        headers = {"Authorization": f"Bearer {self._key}", **more.pop("headers", {})}
        found = Said(0, None)
        for attempt in range(tries):
            if attempt:
                time.sleep(PAUSE * attempt)
            found = self._once(method, path, headers, more)
            if not (found.unknown or found.status == 429 or found.code == "request_in_progress"):
                return found
        return found

    def _once(self, method: str, path: str, headers: dict[str, str], more: Any) -> Said:
        try:
            answer = self._session().request(
                method, self._url + path, headers=headers, timeout=SECONDS, **more
            )
            body = answer.json() if answer.content else None
        except (requests.RequestException, ValueError):
            return Said(0, None)
        return Said(answer.status_code, body, answer.headers.get("ETag"))

    def _session(self) -> requests.Session:
        session: requests.Session | None = getattr(self._own, "session", None)
        if session is None:
            session = self._own.session = requests.Session()
        return session


def _match(etag: str) -> dict[str, str]:
    return {"If-Match": etag} if etag else {}


def post_form(form: dict[str, Any], name: str, content: bytes) -> bool | None:
    """Send a file by a presigned form. None: nobody knows whether it came."""
    try:
        answer = requests.post(
            form["url"], data=form["fields"], files={"file": (name, content)}, timeout=SECONDS
        )
    except requests.RequestException:
        return None
    return answer.status_code in (200, 201, 204)
