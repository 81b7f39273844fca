"""A failed message is retried soon, then at growing intervals, and delays no other message."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, cast

import pytest
from botocore.exceptions import ClientError, EndpointConnectionError
from chalice.app import SQSEvent

from chalicelib.jobs.batch import SPARE_SECONDS, Delivery, each
from chalicelib.tenancy.platform import Platform

NOW = datetime(2026, 11, 1, 8, tzinfo=UTC)
QUEUE = "https://sqs.example/uploads"


@dataclass
class Queues:
    """Records how long each message is hidden, call by call."""

    hidden: list[tuple[str, int]] = field(default_factory=list)
    error: Exception | None = None

    def change_message_visibility(self, **request: Any) -> None:
        if self.error:
            raise self.error
        self.hidden.append((request["ReceiptHandle"], request["VisibilityTimeout"]))


@dataclass
class FakePlatform:
    queues: Queues
    clock: Callable[[], datetime] = field(default=lambda: NOW)


class Context:
    """The context of a function with a minute left."""

    def get_remaining_time_in_millis(self) -> int:
        return 60_000


def event(*messages: tuple[str, str, int]) -> SQSEvent:
    """Return an event of messages. Each message is id, body and number of deliveries."""
    records = [
        {
            "messageId": message,
            "receiptHandle": f"handle-{message}",
            "body": body,
            "attributes": {"ApproximateReceiveCount": str(received)},
        }
        for message, body, received in messages
    ]
    return SQSEvent({"Records": records}, cast(Any, Context()))


def work(delivery: Delivery, _: datetime) -> None:
    json.loads(delivery.body)


def run(queues: Queues, *messages: tuple[str, str, int]) -> list[str]:
    """Run the function; return the ids of the messages that it reports as failed."""
    answer = each(cast(Platform, FakePlatform(queues)), event(*messages), QUEUE, work)
    return [one["itemIdentifier"] for one in answer["batchItemFailures"]]


def test_one_bad_message_fails_alone() -> None:
    assert run(Queues(), ("a", "{}", 1), ("b", "{not json", 1), ("c", "[]", 1)) == ["b"]


def test_a_message_is_hidden_for_as_long_as_its_worker_can_live() -> None:
    queues = Queues()
    run(queues, ("a", "{}", 1))
    assert queues.hidden == [("handle-a", 60 + SPARE_SECONDS)]


@pytest.mark.parametrize(
    ("received", "seconds"), [(1, 5), (2, 20), (3, 80), (4, 320), (5, 320), (60, 320)]
)
def test_a_failed_message_waits_four_times_longer_each_time(received: int, seconds: int) -> None:
    queues = Queues()
    run(queues, ("a", "{not json", received))
    assert queues.hidden[-1] == ("handle-a", seconds)


@pytest.mark.parametrize(
    "error",
    [
        ClientError({"Error": {"Code": "ReceiptHandleIsInvalid"}}, "ChangeMessageVisibility"),
        EndpointConnectionError(endpoint_url=QUEUE),
    ],
)
def test_a_queue_that_does_not_answer_stops_no_work(error: Exception) -> None:
    done: list[str] = []

    def noted(delivery: Delivery, deadline: datetime) -> None:
        assert deadline == NOW + timedelta(seconds=60)
        done.append(delivery.body)

    platform = cast(Platform, FakePlatform(Queues(error=error)))
    answer = each(platform, event(("a", "1", 1), ("b", "2", 1)), QUEUE, noted)
    assert done == ["1", "2"]
    assert answer == {"batchItemFailures": []}
