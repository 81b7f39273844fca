"""Batches of queue messages: each is worked on its own, and one that fails fails alone."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError
from chalice.app import SQSEvent

from chalicelib.telemetry import described, log
from chalicelib.tenancy.platform import Platform

Work = Callable[[Platform, str, datetime], None]
GiveUp = Callable[[Platform, str], None]

#: A worker that died is replaced this long after its time would have been over.
SPARE_SECONDS = 15
#: After so many deliveries the queue keeps a message aside (``maxReceiveCount`` of its template).
MOST_TRIES = 5
#: A message that failed is tried again soon at first, for what soon passes, and then ever later.
FIRST_RETRY_SECONDS = 5
LAST_RETRY_SECONDS = 320


def each(
    platform: Platform,
    event: SQSEvent,
    queue_url: str,
    work: Work,
    give_up: GiveUp | None = None,
) -> dict[str, list[dict[str, str]]]:
    """Work on every message; the answer names those to be delivered again (partial batch failure).

    ``work`` gets the platform, the message's body, and the moment at which the process ends. An
    error's type and place are logged, not its text: that may hold somebody's figures. When the
    last try has failed, ``give_up`` may say so in the message's record; the message itself goes to
    the dead letters either way.
    """
    remaining = _remaining(event.context)
    deadline = platform.clock() + remaining
    failures: list[dict[str, str]] = []
    for record in event.to_dict().get("Records", ()):
        message_id = str(record.get("messageId", ""))
        try:
            # Nobody else takes it for as long as this process can live, and no longer: the queue
            # itself hides messages for six times the function's time limit, as AWS asks, so a
            # worker that dies would be missed for half an hour.
            _hide(platform, queue_url, record, int(remaining.total_seconds()) + SPARE_SECONDS)
            work(platform, str(record.get("body", "")), deadline)
        except Exception as error:  # noqa: BLE001 (whatever it is, the other messages go on)
            failures.append({"itemIdentifier": message_id})
            _failed("message_failed", message_id, error)
            _hide(platform, queue_url, record, seconds_to_retry(record))
            if give_up is not None and _tries(record) >= MOST_TRIES:
                _given_up(platform, record, give_up)
    return {"batchItemFailures": failures}


def seconds_to_retry(record: dict[str, Any]) -> int:
    """How long a message that failed waits for its next try: 5, 20, 80, then 320 seconds."""
    return int(min(FIRST_RETRY_SECONDS * 4 ** (_tries(record) - 1), LAST_RETRY_SECONDS))


def _tries(record: dict[str, Any]) -> int:
    """How often the message has been delivered, this time too."""
    return int(record.get("attributes", {}).get("ApproximateReceiveCount", 1))


def _given_up(platform: Platform, record: dict[str, Any], give_up: GiveUp) -> None:
    try:
        give_up(platform, str(record.get("body", "")))
    except Exception as error:  # noqa: BLE001 (as above)
        _failed("message_not_given_up", str(record.get("messageId", "")), error)


def _failed(what: str, message_id: str, error: Exception) -> None:
    log(logging.ERROR, what, message=message_id, **described(error))


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
