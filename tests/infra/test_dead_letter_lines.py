"""The operator's command finds the log lines of a dead letter's tries."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import boto3
import pytest
from moto import mock_aws

from chalicelib.jobs.dead_letters import DeadLetter
from chalicelib.tenancy.context import timestamp
from infra.dead_letters import lines_of
from infra.deployment import Deployment

#: The log takes no line of long ago.
SENT = datetime.now(UTC) - timedelta(hours=1)
LETTER = DeadLetter(
    message="m-1",
    queue="jobs",
    body="{}",
    sent_at=timestamp(SENT),
    noted_at=timestamp(SENT + timedelta(minutes=20)),
    kind="copy_tenant",
)
BEGUN = json.dumps({"event": "message_begun", "message": "m-1", "request": "r-1"})
KILLED = "2026-11-05T08:05:00Z r-1 Task timed out after 300.00 seconds"
OTHER = json.dumps({"event": "message_begun", "message": "m-2", "request": "r-2"})


@pytest.fixture
def logs(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    with mock_aws():
        yield boto3.client("logs", region_name="us-east-1")


def test_lines_of_a_killed_try_are_found_by_the_request_that_took_the_message(logs: Any) -> None:
    group = {"logGroupName": "/aws/lambda/jobs-worker"}
    logs.create_log_group(**group)
    logs.create_log_stream(**group, logStreamName="s")
    told = [(1_000, BEGUN), (2_000, OTHER), (301_000, KILLED), (302_000, "r-2 REPORT")]
    began = int(SENT.timestamp() * 1000)
    events = [{"timestamp": began + after, "message": line} for after, line in told]
    logs.put_log_events(**group, logStreamName="s", logEvents=events)
    texts = dict.fromkeys(Deployment.__dataclass_fields__, "x")
    deployed = Deployment(**{**texts, "functions": {"run_job": "jobs-worker"}})  # type: ignore[arg-type]

    assert lines_of(logs, deployed, LETTER) == [BEGUN, KILLED]


class WithoutEventIds:
    """Logs of an AWS that gives its lines no ids, as the local one."""

    def get_paginator(self, _: str) -> "WithoutEventIds":
        return self

    def paginate(self, *, filterPattern: str, **_: Any) -> list[dict[str, Any]]:  # noqa: N803
        told = [(2, KILLED), (1, BEGUN), (2, "r-1 REPORT"), (2, OTHER)]
        lines = [{"timestamp": at, "message": line} for at, line in told]
        text = filterPattern.strip('"')
        return [{"events": [line for line in lines if text in str(line["message"])]}]


def test_lines_without_ids_are_shown_each_once() -> None:
    texts = dict.fromkeys(Deployment.__dataclass_fields__, "x")
    deployed = Deployment(**{**texts, "functions": {"run_job": "jobs-worker"}})  # type: ignore[arg-type]
    assert lines_of(WithoutEventIds(), deployed, LETTER) == [BEGUN, KILLED, "r-1 REPORT"]
