"""Batches of queue messages: each is worked on its own, and one that fails fails alone."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from botocore.exceptions import ClientError
from chalice.app import SQSEvent

from chalicelib.platform import Platform
from chalicelib.web.logs import log, places

Work = Callable[[Platform, str, datetime], None]


#: A worker that died is replaced this long after its time would have been over.
SPARE_SECONDS = 15


def each(
    platform: Platform, event: SQSEvent, queue_url: str, work: Work
) -> dict[str, list[dict[str, str]]]:
    """Work on every message; the answer names those to be delivered again (partial batch failure).

    ``work`` gets the platform, the message's body, and the moment at which the process ends. An
    error's type and place are logged, not its text: that may hold somebody's figures.
    """
    remaining = _remaining(event.context)
    deadline = platform.clock() + remaining
    failures: list[dict[str, str]] = []
    for record in event.to_dict().get("Records", ()):
        message_id = str(record.get("messageId", ""))
        try:
            _hide(platform, queue_url, record, remaining)
            work(platform, str(record.get("body", "")), deadline)
        except Exception as error:  # noqa: BLE001 (whatever it is, the other messages go on)
            failures.append({"itemIdentifier": message_id})
            log(
                logging.ERROR,
                "message_failed",
                message=message_id,
                error=type(error).__name__,
                at=places(error),
            )
    return {"batchItemFailures": failures}


def _hide(
    platform: Platform, queue_url: str, record: dict[str, Any], remaining: timedelta
) -> None:
    """Keep the message from others for as long as this process can live, and no longer.

    The queue itself hides messages for six times the function's time limit, as AWS asks; a
    worker that dies would be missed for half an hour.
    """
    try:
        platform.queues.change_message_visibility(
            QueueUrl=queue_url,
            ReceiptHandle=record["receiptHandle"],
            VisibilityTimeout=int(remaining.total_seconds()) + SPARE_SECONDS,
        )
    except ClientError as error:
        # Only the wait after a death is longer then; the work itself can go on.
        code = error.response.get("Error", {}).get("Code")
        log(logging.WARNING, "message_not_hidden", message=record.get("messageId"), code=code)


def _remaining(context: Any) -> timedelta:
    return timedelta(milliseconds=int(context.get_remaining_time_in_millis()))
