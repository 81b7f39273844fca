"""Batches of queue messages: each is worked on its own, and one that fails fails alone."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from chalice.app import SQSEvent

from chalicelib.platform import Platform
from chalicelib.web.logs import log, places

Work = Callable[[Platform, str, datetime], None]


def each(platform: Platform, event: SQSEvent, work: Work) -> dict[str, list[dict[str, str]]]:
    """Work on every message; the answer names those to be delivered again (partial batch failure).

    ``work`` gets the platform, the message's body, and the moment at which the process ends. An
    error's type and place are logged, not its text: that may hold somebody's figures.
    """
    deadline = platform.clock() + _remaining(event.context)
    failures: list[dict[str, str]] = []
    for record in event.to_dict().get("Records", ()):
        message_id = str(record.get("messageId", ""))
        try:
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


def _remaining(context: Any) -> timedelta:
    return timedelta(milliseconds=int(context.get_remaining_time_in_millis()))
