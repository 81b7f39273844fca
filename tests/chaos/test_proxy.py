"""Each fault does to a request what its name says: done or not, answered or not."""

import http.client
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from tests.chaos import faults
from tests.chaos.faults import RoundFaults
from tests.chaos.processes import Processes
from tests.chaos.proxy import Proxy
from tests.chaos.requests_seen import sent


class Aws(ThreadingHTTPServer):
    """An AWS that does what it is asked and remembers it."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answering)
        self.done: list[dict[str, Any]] = []


class _Answering(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Aws

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.done.append(json.loads(body))
        self.send_response(200)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 the parent's name
        pass


@pytest.fixture
def aws() -> Iterator[Aws]:
    server = Aws()
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def proxy(aws: Aws, tmp_path: Path) -> Iterator[Proxy]:
    made = Proxy(f"http://127.0.0.1:{aws.server_address[1]}", Processes(tmp_path, {"app": "x"}))
    yield made
    made.close()


class Always(RoundFaults):
    """The same fault at every request."""

    def _kind(self, *_: Any) -> str | None:
        return self.mood


def ask(proxy: Proxy, fault: str | None, target: str, body: dict[str, Any]) -> tuple[int, Any]:
    """Send one request as a function; status 0: there was no answer."""
    proxy.begin(Always(1, 1, fault))  # type: ignore[arg-type]
    connection = http.client.HTTPConnection("127.0.0.1", proxy.open_port("app"), timeout=5)
    try:
        connection.request("POST", "/", json.dumps(body), {"X-Amz-Target": target})
        answer = connection.getresponse()
        return answer.status, json.loads(answer.read())
    except (http.client.HTTPException, OSError):
        return 0, None
    finally:
        connection.close()


PUT = "DynamoDB_20120810.PutItem"


def test_a_request_without_a_fault_passes(aws: Aws, proxy: Proxy) -> None:
    assert ask(proxy, None, PUT, {"Item": {}}) == (200, {})
    assert aws.done == [{"Item": {}}]


def test_a_lost_answer_is_of_a_request_that_was_done(aws: Aws, proxy: Proxy) -> None:
    assert ask(proxy, faults.LOST_ANSWER, PUT, {}) == (0, None)
    assert aws.done == [{}]


def test_a_lost_request_is_not_done(aws: Aws, proxy: Proxy) -> None:
    assert ask(proxy, faults.LOST_REQUEST, PUT, {}) == (0, None)
    assert aws.done == []


def test_a_throttled_request_is_refused_and_not_done(aws: Aws, proxy: Proxy) -> None:
    status, said = ask(proxy, faults.THROTTLED, PUT, {})
    assert (status, said["__type"].rpartition("#")[2]) == (
        400,
        "ProvisionedThroughputExceededException",
    )
    assert aws.done == []


def test_a_cancelled_transaction_names_the_throttled_step(aws: Aws, proxy: Proxy) -> None:
    target = "DynamoDB_20120810.TransactWriteItems"
    status, said = ask(proxy, faults.CANCELLED, target, {"TransactItems": [{}, {}]})
    codes = [one["Code"] for one in said["CancellationReasons"]]
    assert (status, codes) == (400, ["None", "ThrottlingError"])
    assert aws.done == []


def test_half_of_a_batch_is_left_undone_and_said_to_be(aws: Aws, proxy: Proxy) -> None:
    target = "DynamoDB_20120810.BatchWriteItem"
    body = {"RequestItems": {"table": [1, 2, 3]}}
    assert ask(proxy, faults.UNPROCESSED, target, body) == (
        200,
        {"UnprocessedItems": {"table": [2, 3]}},
    )
    assert aws.done == [{"RequestItems": {"table": [1]}}]


def test_a_message_is_sent_twice(aws: Aws, proxy: Proxy) -> None:
    assert ask(proxy, faults.DUPLICATED, "AmazonSQS.SendMessage", {})[0] == 200
    assert len(aws.done) == 2


def test_a_retrys_wait_is_a_second(aws: Aws, proxy: Proxy) -> None:
    asked = {"QueueUrl": "q", "ReceiptHandle": "h", "VisibilityTimeout": 320}
    ask(proxy, None, "AmazonSQS.ChangeMessageVisibility", asked)
    assert aws.done == [{**asked, "VisibilityTimeout": 1}]


def test_the_same_seed_gives_the_same_faults() -> None:
    first, second = ([_faults(seed) for _ in range(2)] for seed in (7, 8))
    assert first[0] == first[1]
    assert first[0] != second[0]


def test_after_the_end_of_the_faults_every_request_passes(aws: Aws, proxy: Proxy) -> None:
    plan = RoundFaults(1, 1, "throttled")
    plan.end()
    assert {plan.choose("app", _request())[0] for _ in range(300)} == {None}


def _faults(seed: int) -> list[str | None]:
    plan = RoundFaults(seed, 1, "mixed")
    return [plan.choose("app", _request())[0] for _ in range(200)]


def _request() -> Any:
    return sent("POST", "/", PUT, b"{}")
