"""Batches of queue messages: each is worked on its own, and one that fails fails alone."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError
from chalice.app import SQSEvent

from chalicelib.telemetry import described, log
from chalicelib.tenancy.platform import Platform

#: A worker that died is replaced this long after its time would have been over.
SPARE_SECONDS = 15
#: After so many deliveries the queue keeps a message aside (``maxReceiveCount`` of its template).
MOST_TRIES = 5
#: A message that failed is tried again soon at first, for what soon passes, and then ever later.
FIRST_RETRY_SECONDS = 5
LAST_RETRY_SECONDS = 320


@dataclass(frozen=True, slots=True)
class Delivery:
    """A message as it is delivered: ``tries`` counts its deliveries, this one too."""

    id: str
    body: str
    tries: int = 1
    sent_at: datetime | None = None

    def age_seconds(self, now: datetime) -> int:
        """Since it was sent, its delay and the waits between tries included."""
        sent = self.sent_at
        return 0 if sent is None else max(0, round((now - sent).total_seconds()))


Work = Callable[[Delivery, datetime], None]


def each(
    platform: Platform, event: SQSEvent, queue_url: str, work: Work
) -> dict[str, list[dict[str, str]]]:
    """Work on every message; the answer names those to be delivered again (partial batch failure).

    ``work`` gets the delivery and the moment at which the process ends. An error's type and place
    are logged, not its text: that may hold somebody's figures.
    """
    remaining = _remaining(event.context)
    deadline = platform.clock() + remaining
    failures: list[dict[str, str]] = []
    for record in event.to_dict().get("Records", ()):
        delivery = _delivery(record)
        try:
            # Nobody else takes it for as long as this process can live, and no longer: the queue
            # itself hides messages for six times the function's time limit, as AWS asks, so a
            # worker that dies would be missed for half an hour.
            _hide(platform, queue_url, record, int(remaining.total_seconds()) + SPARE_SECONDS)
            work(delivery, deadline)
        except Exception as error:  # noqa: BLE001 (whatever it is, the other messages go on)
            failures.append({"itemIdentifier": delivery.id})
            log(logging.ERROR, "message_failed", message=delivery.id, **described(error))
            _hide(platform, queue_url, record, seconds_to_retry(delivery.tries))
    return {"batchItemFailures": failures}


def seconds_to_retry(tries: int) -> int:
    """How long a message that failed waits for its next try: 5, 20, 80, then 320 seconds."""
    return int(min(FIRST_RETRY_SECONDS * 4 ** (tries - 1), LAST_RETRY_SECONDS))


def _delivery(record: dict[str, Any]) -> Delivery:
    attributes = record.get("attributes", {})
    sent = attributes.get("SentTimestamp")
    return Delivery(
        str(record.get("messageId", "")),
        str(record.get("body", "")),
        int(attributes.get("ApproximateReceiveCount", 1)),
        None if sent is None else datetime.fromtimestamp(int(sent) / 1000, UTC),
    )


def _hide(platform: Platform, queue_url: str, record: dict[str, Any], seconds: int) -> None:
    """Keep the message from everybody for so long."""
    try:
        platform.queues.change_message_visibility(
            QueueUrl=queue_url,
            ReceiptHandle=record.get("receiptHandle", ""),
            VisibilityTimeout=seconds,
        )
    except (ClientError, BotoCoreError) as error:
        # Only the wait is longer then; the work itself can go on.
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
