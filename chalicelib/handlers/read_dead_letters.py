"""Messages that were given up are noted: their work has an end, and the operator a list of them."""

from typing import Any

import pynamodb.connection.table  # noqa: F401 (first: docs/decisions/short-start.md)
from chalice.app import SQSEvent

from chalicelib.handlers.process import platform
from chalicelib.jobs import dead_letters


def handle(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Note the letters; return those to be delivered again."""
    return dead_letters.read_all(platform(), SQSEvent(event, context))
