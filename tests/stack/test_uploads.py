"""Uploads on the deployed package: a worker killed within a file, a small file beside a large."""

import os
import signal
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.api.uploads.sending import HEADER, SCHEME
from tests.stack.conftest import Stack
from tests.stack.released import timeout
from tests.stack.waiting import finished, until

# The same in process: tests/faults/test_upload_killed.py and tests/api/uploads/test_fair_share.py.
pytestmark = [pytest.mark.stack, pytest.mark.long]

PERIOD = "2026-10"
LARGE = 6_000
#: The scoring function's time limit in the test that kills it: its message returns after 45 s.
SECONDS = 30


class Company:
    """A tenant with the scheme of the API tests in effect."""

    def __init__(self, stack: Stack, name: str) -> None:
        self.stack, self.name = stack, name
        body = {"id": name, "name": name, "unknown_employees": "create", "appeal_days": 0}
        made = self._ok("POST", "/v1/tenants", stack.operator_key, json=body)
        self.key = str(made.json()["api_key"]["secret"])
        draft = self._ok("POST", "/v1/schemes", json=SCHEME)
        self._ok(
            "POST",
            "/v1/schemes/desk/publish",
            json={"effective_from": PERIOD},
            headers={"If-Match": draft.headers["ETag"]},
        )

    def _ok(self, method: str, path: str, key: str | None = None, **more: Any) -> Any:
        answer = self.stack.request(method, path, key or self.key, **more)
        assert answer.ok, answer.text
        return answer

    def send(self, rows: int) -> str:
        """Send a file; return the id of its upload."""
        body = {"scheme": "desk", "period": PERIOD, "filename": "10月 客服.csv"}
        made = self._ok("POST", "/v1/uploads", json=body).json()
        lines = [f"{number:05d},N {number},red,4000,100,88,100" for number in range(rows)]
        form = made["form"]
        sent = self.stack.session.post(
            form["url"],
            data=form["fields"],
            files={"file": "\n".join([HEADER, *lines]).encode()},
            timeout=60,
        )
        assert sent.ok, sent.text
        return str(made["id"])

    def upload(self, upload_id: str) -> Any:
        return self._ok("GET", f"/v1/uploads/{upload_id}").json()

    def wait(self, upload_id: str, ready: Callable[[Any], bool]) -> Any:
        return until(lambda: self.upload(upload_id), ready)

    def items(self) -> list[Any]:
        """Return every item of the period's scorecards, former revisions too."""
        pages = self.stack.client("dynamodb").get_paginator("query")
        asked = pages.paginate(
            TableName=self.stack.deployment.table,
            KeyConditionExpression="pk = :p",
            ExpressionAttributeValues={":p": {"S": f"{self.name}#scores#desk#{PERIOD}#00"}},
        )
        return [item for page in asked for item in page["Items"]]


@pytest.fixture
def short_lived(stack: Stack) -> Iterator[None]:
    """Give the scoring function a short time limit, so that its message soon returns."""
    functions, name = stack.client("lambda"), stack.deployment.functions["score_upload"]
    with timeout(functions, name, SECONDS):
        yield


@pytest.mark.usefixtures("short_lived")
def test_a_worker_killed_in_mid_file_is_replaced_and_the_upload_completes_right(
    stack: Stack,
) -> None:
    company = Company(stack, "killed")
    upload_id = company.send(LARGE)
    company.wait(upload_id, lambda found: found["progress"]["done"] > 0)

    workers = stack.workers("score_upload")
    for pid in workers:
        os.kill(pid, signal.SIGKILL)

    assert workers
    struck = company.upload(upload_id)
    assert struck["status"] == "processing"
    assert 0 < struck["progress"]["done"] < LARGE
    found = company.wait(upload_id, finished)
    assert found["status"] == "completed"
    assert found["counts"] == {
        "rows": LARGE,
        "scored": LARGE,
        "failed": 0,
        "insufficient": 0,
        "new_people": LARGE,
    }
    items = company.items()
    assert len({item["employee_id"]["S"] for item in items}) == len(items) == LARGE
    assert {item["revision"]["N"] for item in items} == {"1"}


def test_a_small_upload_does_not_wait_for_anothers_large_one(stack: Stack) -> None:
    """They write to different periods, and each worker takes one message at a time."""
    small, large = Company(stack, "small"), Company(stack, "large")
    small.wait(small.send(10), finished)  # the workers are running

    alone = [seconds_of(small) for _ in range(3)]
    upload_id = large.send(2 * LARGE)
    large.wait(upload_id, lambda found: found["progress"]["done"] > 0)
    beside: list[float] = []
    while not finished(large.upload(upload_id)) and len(beside) < 4:
        beside.append(seconds_of(small))

    # The first one waits for a second worker to start; the later times are printed.
    print(
        f"\nten rows alone {min(alone):.2f} s, beside {2 * LARGE} rows {min(beside):.2f} s: "
        f"{min(beside) / min(alone):.2f} times as long"
    )
    assert len(beside) > 1, "the small upload waited for the large one"
    assert large.wait(upload_id, finished)["counts"]["scored"] == 2 * LARGE


def seconds_of(company: Company) -> float:
    begun = time.perf_counter()
    company.wait(company.send(10), finished)
    return time.perf_counter() - begun
