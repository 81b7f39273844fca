"""The fault proxy: functions send their AWS requests here, and it passes them on, or does not.

Each function has its own port, so the proxy knows who asks. Between functions and the local AWS, on
loopback. It also shortens waits that are only waits (a retry's delay, a killed worker's message),
so that a round takes seconds: see ``_shorten``.
"""

import contextlib
import http.client
import json
import socket
import threading
import time
from collections import deque
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar
from urllib.parse import urlsplit

from tests.chaos import faults
from tests.chaos.faults import RoundFaults
from tests.chaos.processes import Processes, alive, kill
from tests.chaos.requests_seen import SQS, Sent, sent

#: Waits of a failed message before its next try (chalicelib/jobs/batch.py has the same numbers).
_RETRY_WAITS = (5, 20, 80, 320)
#: Log lines that are kept of a round.
_LOG_LINES = 20_000
_THROTTLED = "com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException"
_CANCELLED = "com.amazonaws.dynamodb.v20120810#TransactionCanceledException"

Answer = tuple[int, list[tuple[str, str]], bytes]


class Proxy:
    """All ports of one run. ``plan`` is the current round's; ``log`` what was done in it."""

    def __init__(self, upstream: str, processes: Processes) -> None:
        parts = urlsplit(upstream)
        self.host, self.port = parts.hostname or "127.0.0.1", parts.port or 80
        self.processes = processes
        self.plan = RoundFaults(0, 0, "calm", over=True)
        self.log: deque[str] = deque(maxlen=_LOG_LINES)
        #: Process that used a claim last; messages in the hands of a process (queue, handle).
        self.claims: dict[str, int] = {}
        self.held: dict[int, set[tuple[str, str]]] = {}
        #: Messages with the process that took them, and the moment of each process's last request.
        self.recent: deque[tuple[tuple[str, str], int]] = deque(maxlen=200)
        self.active: dict[int, float] = {}
        #: The process that began last with a record that says until when it has one (its key).
        self.busy: dict[tuple[str, str], int] = {}
        self.last_request = time.monotonic()
        self._servers: list[ThreadingHTTPServer] = []
        self._started = time.monotonic()

    def open_port(self, function: str) -> int:
        """Open the port of a function; return it."""
        handler = type("Handler", (_Handler,), {"proxy": self, "function": function})
        server = _Server(("127.0.0.1", 0), handler)
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        self._servers.append(server)
        return int(server.server_address[1])

    def close(self) -> None:
        for server in self._servers:
            server.shutdown()
            server.server_close()

    def begin(self, plan: RoundFaults) -> None:
        """Take the plan of a new round, and forget the log of the one before."""
        self.log.clear()
        self._started = time.monotonic()
        self.plan = plan

    def note(self, function: str, what: str) -> None:
        self.log.append(f"{time.monotonic() - self._started:8.3f} {function:<13} {what}")

    def strike(self, function: str, pid: int, kind: str) -> None:
        """Kill a process. Its message is visible again at once, as it is after minutes on AWS."""
        if not kill(pid):
            return
        self.note(function, f"** {kind}: process {pid}")
        self._show_all(self.held.pop(pid, set()))

    def show_held(self, idle_seconds: float) -> None:
        """Make messages visible, as time would, whose process is dead or asks for nothing more."""
        before = time.monotonic() - idle_seconds
        # Other threads add to it meanwhile.
        left = {
            (message, pid)
            for message, pid in list(self.recent)
            if not alive(pid) or self.active.get(pid, 0.0) < before
        }
        self._show_all({message for message, _ in left})
        for one in left:
            with contextlib.suppress(ValueError):
                self.recent.remove(one)

    def _show_all(self, messages: set[tuple[str, str]]) -> None:
        for queue, handle in messages:
            self._show(queue, handle)

    def _show(self, queue: str, handle: str) -> None:
        body = json.dumps({"QueueUrl": queue, "ReceiptHandle": handle, "VisibilityTimeout": 0})
        connection = http.client.HTTPConnection(self.host, self.port, timeout=10)
        headers = {
            "Content-Type": "application/x-amz-json-1.0",
            "X-Amz-Target": "AmazonSQS.ChangeMessageVisibility",
            "Authorization": (
                "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/sqs/aws4_request, "
                "SignedHeaders=host, Signature=0"
            ),
        }
        try:
            connection.request("POST", "/", body, headers)
            connection.getresponse().read()
        finally:
            connection.close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A connection that ends in the middle is what this proxy is for."""


class _Handler(BaseHTTPRequestHandler):
    """One connection of a function."""

    proxy: ClassVar[Proxy]
    function: ClassVar[str]
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1

    def setup(self) -> None:
        super().setup()
        self._upstream: http.client.HTTPConnection | None = None
        self._pid: int | None = None

    def finish(self) -> None:
        if self._upstream is not None:
            self._upstream.close()
        super().finish()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 the parent's name
        """Say nothing on the standard error."""

    def handle_one_request(self) -> None:
        try:
            super().handle_one_request()
        except (ConnectionError, TimeoutError):
            self.close_connection = True

    def handle_expect_100(self) -> bool:
        """Ask for the body at once: a client that is not asked waits a second, then sends it."""
        going_on = super().handle_expect_100()
        self.wfile.flush()
        return going_on

    def do_any(self) -> None:
        proxy = self.proxy
        proxy.last_request = time.monotonic()
        body = self._body()
        request = sent(self.command, self.path, self.headers.get("X-Amz-Target"), body)
        self._remember(request)
        kind, dice = proxy.plan.choose(self.function, request)
        request = self._shortened(request, kind, dice)
        if kind is not None:
            proxy.note(self.function, f"** {kind}: {request.operation} {request.tables_keys()}")
        elif request.writes:
            proxy.note(self.function, f"{request.operation} {request.tables_keys()}")
        self._act(kind, request)
        proxy.last_request = time.monotonic()

    do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = do_any  # noqa: N815 the parent's names

    def _act(self, kind: str | None, request: Sent) -> None:
        match kind:
            case faults.LOST_REQUEST:
                self._hang_up()
            case faults.LOST_ANSWER:
                self._forward(request)
                self._hang_up()
            case faults.THROTTLED | faults.STORM:
                self._answer(_dynamodb_error(_THROTTLED, "Throughput exceeds the current capacity"))
            case faults.CANCELLED:
                self._answer(_cancelled(request))
            case faults.UNPROCESSED:
                self._answer(self._unprocessed(request))
            case faults.SLOW_DOWN:
                self._answer(_unavailable(request))
            case faults.KILLED_BEFORE:
                self._kill(kind)
                self._hang_up()
            case faults.KILLED_AFTER:
                self._forward(request)
                self._kill(kind)
                self._hang_up()
            case faults.DUPLICATED:
                self._forward(request)
                self._answer(self._forward(request))
            case _:
                self._answer(self._forward(request))

    def _body(self) -> bytes:
        if "chunked" in self.headers.get("Transfer-Encoding", "").lower():
            pieces = []
            while size := int(self.rfile.readline().split(b";")[0], 16):
                pieces.append(self.rfile.read(size))
                self.rfile.readline()
            self.rfile.readline()
            return b"".join(pieces)
        return self.rfile.read(int(self.headers.get("Content-Length") or 0))

    def _process(self) -> int | None:
        if self._pid is None:
            port = int(self.client_address[1])
            self._pid = self.proxy.processes.at_port(self.function, port)
        return self._pid

    def _remember(self, request: Sent) -> None:
        """Remember which process holds which claim and which message."""
        if self.function in ("app", "authorizer"):
            return
        pid = self._process()
        if pid is None:
            return
        self.proxy.active[pid] = time.monotonic()
        if request.operation == "ChangeMessageVisibility":
            asked = request.content()
            message = asked["QueueUrl"], asked["ReceiptHandle"]
            self.proxy.held[pid] = {message}
            self.proxy.recent.append((message, pid))
        elif request.operation in ("PutItem", "UpdateItem"):
            self.proxy.claims.update(dict.fromkeys(request.claims(), pid))
            if b"busy_until" in request.body:
                key = request.content()["Key"]
                self.proxy.busy[key["pk"]["S"], key["sk"]["S"]] = pid

    def _shortened(self, request: Sent, kind: str | None, dice: Any) -> Sent:
        """Return the request with shorter waits, and with those that the fault sets."""
        if request.operation == "ChangeMessageVisibility":
            asked = request.content()
            if kind == faults.EARLY:
                asked["VisibilityTimeout"] = dice.randint(0, 1)
            elif asked.get("VisibilityTimeout") in _RETRY_WAITS:
                asked["VisibilityTimeout"] = 1
            return Sent(request.service, request.operation, json.dumps(asked).encode())
        if request.operation == "SendMessage":
            asked = request.content()
            asked["DelaySeconds"] = min(1, int(asked.get("DelaySeconds") or 0))
            if kind == faults.DELAYED:
                asked["DelaySeconds"] = dice.randint(1, 2)
            return Sent(request.service, request.operation, json.dumps(asked).encode())
        return request

    def _kill(self, kind: str) -> None:
        pid = self._process()
        if pid is not None:
            self.proxy.strike(self.function, pid, kind)
            self._pid = None

    def _hang_up(self) -> None:
        """End the connection without an answer."""
        self.close_connection = True
        self.connection.shutdown(socket.SHUT_RDWR)

    def _forward(self, request: Sent) -> Answer:
        headers = {
            name: value
            for name, value in self.headers.items()
            if name.lower()
            not in ("host", "connection", "expect", "transfer-encoding", "content-length")
        }
        headers["Content-Length"] = str(len(request.body))
        if self._upstream is None:
            self._upstream = http.client.HTTPConnection(
                self.proxy.host, self.proxy.port, timeout=60
            )
        try:
            self._upstream.request(self.command, self.path, request.body, headers)
            answer = self._upstream.getresponse()
            return answer.status, answer.getheaders(), answer.read()
        except (http.client.HTTPException, OSError):
            self._upstream.close()
            self._upstream = None
            raise ConnectionError("the local AWS hung up") from None

    def _answer(self, answer: Answer) -> None:
        status, headers, body = answer
        self.send_response_only(status)
        for name, value in headers:
            if name.lower() not in ("connection", "transfer-encoding", "content-length"):
                self.send_header(name, value)
        length = next((v for n, v in headers if n.lower() == "content-length"), None)
        head = self.command == "HEAD" and length is not None
        self.send_header("Content-Length", str(length) if head else str(len(body)))
        self.end_headers()
        self.wfile.write(b"" if self.command == "HEAD" else body)
        self.wfile.flush()

    def _unprocessed(self, request: Sent) -> Answer:
        """Do half of a batch; answer that the other half was not done."""
        asked = request.content()
        items: dict[str, Any] = asked.get("RequestItems", {})
        done, left = _halves(items, request.operation)
        if not done:
            return self._forward(request)
        name = "UnprocessedItems" if request.operation == "BatchWriteItem" else "UnprocessedKeys"
        body = json.dumps({**asked, "RequestItems": done}).encode()
        status, headers, text = self._forward(Sent(request.service, request.operation, body))
        if status != 200:
            return status, headers, text
        found = json.loads(text)
        found[name] = {**found.get(name, {}), **left}
        kept = [(n, v) for n, v in headers if n.lower() not in ("x-amz-crc32", "content-length")]
        return status, kept, json.dumps(found).encode()


def _halves(items: dict[str, Any], operation: str) -> tuple[dict[str, Any], dict[str, Any]]:
    done: dict[str, Any] = {}
    left: dict[str, Any] = {}
    for table, wanted in items.items():
        entries = wanted if operation == "BatchWriteItem" else wanted["Keys"]
        middle = len(entries) // 2
        if not middle:
            return {}, {}

        def made(some: list[Any], whole: Any = wanted) -> Any:
            return some if operation == "BatchWriteItem" else {**whole, "Keys": some}

        done[table], left[table] = made(entries[:middle]), made(entries[middle:])
    return done, left


def _dynamodb_error(kind: str, message: str, **more: Any) -> Answer:
    body = json.dumps({"__type": kind, "message": message, "Message": message, **more}).encode()
    return 400, [("Content-Type", "application/x-amz-json-1.0")], body


def _cancelled(request: Sent) -> Answer:
    steps = request.content().get("TransactItems", [])
    reasons = [{"Code": "None"} for _ in steps] or [{"Code": "None"}]
    reasons[-1] = {"Code": "ThrottlingError", "Message": "Throughput exceeds the current capacity"}
    codes = ", ".join(one["Code"] for one in reasons)
    message = (
        f"Transaction cancelled, please refer cancellation reasons for specific reasons [{codes}]"
    )
    return _dynamodb_error(_CANCELLED, message, CancellationReasons=reasons)


def _unavailable(request: Sent) -> Answer:
    if request.service == SQS:
        body = json.dumps({"__type": "com.amazonaws.sqs#ServiceUnavailable", "message": "later"})
        return 503, [("Content-Type", "application/x-amz-json-1.0")], body.encode()
    text = "<Error><Code>SlowDown</Code><Message>Reduce your request rate.</Message></Error>"
    return 503, [("Content-Type", "application/xml")], text.encode()
