"""A service on loopback that gives prepared answers and records its requests."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from demo import client as client_module

Sent = dict[str, Any]


class Service(ThreadingHTTPServer):
    """A service that gives prepared answers in turn, and records its requests."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.answers: list[tuple[int, dict[str, str], Any]] = []
        self.asked: list[Sent] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        server = self.server
        assert isinstance(server, Service)
        length = int(self.headers.get("Content-Length") or 0)
        server.asked.append(
            {
                "method": self.command,
                "path": self.path,
                "headers": self.headers,
                "body": self.rfile.read(length),
            }
        )
        status, headers, body = server.answers.pop(0)
        content = b"" if body is None else json.dumps(body).encode()
        self.send_response(status)
        for name, value in {"Content-Type": "application/json", **headers}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    do_PUT = do_GET  # noqa: N815 - the base class's spelling
    do_POST = do_GET  # noqa: N815 - the base class's spelling

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Write no log."""


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Iterator[Service]:
    monkeypatch.setattr(client_module.time, "sleep", lambda seconds: None)
    with Service() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield server
        server.shutdown()
        thread.join()
