"""Erasures, copies, deletions and large simulations."""

from typing import Any

import pynamodb.connection.table  # noqa: F401 (first: docs/decisions/short-start.md)
from chalice.app import SQSEvent

from chalicelib.handlers.process import platform
from chalicelib.jobs import running


def handle(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Handle the messages of the queue; return those to be delivered again."""
    return running.take(platform(), SQSEvent(event, context), "jobs")
