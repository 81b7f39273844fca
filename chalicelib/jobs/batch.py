"""Batches of queue messages. Each message is handled alone, so one failure affects no other."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError
from chalice.app import SQSEvent

from chalicelib.telemetry import described, log
from chalicelib.tenancy.context import timestamp
from chalicelib.tenancy.platform import Platform

#: Seconds after a worker's time limit at which its message is visible again if the worker died.
SPARE_SECONDS = 15
#: Deliveries after which the queue moves a message to its dead-letter queue (``maxReceiveCount``
#: in the template).
MOST_TRIES = 5
#: Shortest and longest wait before a retry. Short at first, for faults that pass quickly.
FIRST_RETRY_SECONDS = 5
LAST_RETRY_SECONDS = 320


def process_ends(deadline: datetime) -> str:
    """Return when a process with this deadline has ended for certain (RFC 3339, UTC)."""
    return timestamp(deadline + timedelta(seconds=SPARE_SECONDS))


@dataclass(frozen=True, slots=True)
class Delivery:
    """A message as it is delivered. ``tries`` counts its deliveries, including this one."""

    id: str
    body: str
    tries: int = 1
    sent_at: datetime | None = None

    def age_seconds(self, now: datetime) -> int:
        """Return seconds since the message was sent, including its delay and waits for retries."""
        sent = self.sent_at
        return 0 if sent is None else max(0, round((now - sent).total_seconds()))


Work = Callable[[Delivery, datetime], None]


def each(
    platform: Platform, event: SQSEvent, queue_url: str, work: Work
) -> dict[str, list[dict[str, str]]]:
    """Call ``work`` for each message; return the ids of failed messages for redelivery.

    The returned object is a partial batch response of SQS. ``work`` takes the delivery and the time
    at which the process ends. The log has an error's type and place, not its text, which may hold a
    person's figures.
    """
    remaining = _remaining(event.context)
    deadline = platform.clock() + remaining
    failures: list[dict[str, str]] = []
    for record in event.to_dict().get("Records", ()):
        delivery = delivery_of(record)
        # The request id leads to the lines that Lambda writes of a process that is killed.
        log(
            logging.INFO,
            "message_begun",
            message=delivery.id,
            tries=delivery.tries,
            request=getattr(event.context, "aws_request_id", None),
        )
        try:
            # Hide the message for the rest of this process's life. The queue's own visibility
            # timeout is six times the function's time limit, as AWS asks. With it, the message of
            # a worker that died would stay hidden for half an hour.
            _hide(platform, queue_url, record, int(remaining.total_seconds()) + SPARE_SECONDS)
            work(delivery, deadline)
        except Exception as error:  # noqa: BLE001 (any error: the other messages go on)
            failures.append({"itemIdentifier": delivery.id})
            log(logging.ERROR, "message_failed", message=delivery.id, **described(error))
            _hide(platform, queue_url, record, seconds_to_retry(delivery.tries))
    return {"batchItemFailures": failures}


def seconds_to_retry(tries: int) -> int:
    """Return how long a failed message waits for its next try: 5, 20, 80, then 320 seconds."""
    return int(min(FIRST_RETRY_SECONDS * 4 ** (tries - 1), LAST_RETRY_SECONDS))


def delivery_of(record: Mapping[str, Any]) -> Delivery:
    """Return the delivery that a record of SQS's event is."""
    attributes = record.get("attributes", {})
    sent = attributes.get("SentTimestamp")
    return Delivery(
        str(record.get("messageId", "")),
        str(record.get("body", "")),
        int(attributes.get("ApproximateReceiveCount", 1)),
        None if sent is None else datetime.fromtimestamp(int(sent) / 1000, UTC),
    )


def _hide(platform: Platform, queue_url: str, record: dict[str, Any], seconds: int) -> None:
    """Hide the message from all workers for this time. A failure is logged, not raised."""
    try:
        platform.queues.change_message_visibility(
            QueueUrl=queue_url,
            ReceiptHandle=record.get("receiptHandle", ""),
            VisibilityTimeout=seconds,
        )
    except (ClientError, BotoCoreError) as error:
        # The message then only waits longer; the work itself can go on.
        code = error.response["Error"]["Code"] if isinstance(error, ClientError) else None
        log(
            logging.WARNING,
            "message_not_hidden",
            message=record.get("messageId"),
            error=type(error).__name__,
            code=code,
        )


def _remaining(context: Any) -> timedelta:
    return timedelta(milliseconds=int(context.get_remaining_time_in_millis()))
