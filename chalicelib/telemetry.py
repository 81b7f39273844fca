"""Log lines: one JSON object each, with ids and counts. They hold no body, secret or figure.

Some lines carry metrics in CloudWatch's embedded metric format. CloudWatch extracts the metrics
from the line, so counting needs no call.
"""

import json
import logging
import sys
import time
import traceback
from collections.abc import Mapping
from typing import Any

logger = logging.getLogger("servicescore.lines")

NAMESPACE = "servicescore"


def set_up() -> None:
    """Write this service's log lines to standard output, each line without any prefix."""
    if not logger.handlers:
        handler = logging.StreamHandler(sys.stdout)
        handler.setFormatter(logging.Formatter("%(message)s"))
        logger.addHandler(handler)
        logger.setLevel(logging.INFO)
        logger.propagate = False


def log(level: int, event: str, **fields: Any) -> None:
    """Write one line. ``fields`` are ids, counts and codes: never names, scores, keys or rows."""
    logger.log(level, json.dumps({"event": event, **fields}, ensure_ascii=False, default=str))


def metrics(units: Mapping[str, str], *dimensions: tuple[str, ...]) -> dict[str, Any]:
    """Return the ``_aws`` member of a line: it declares the fields in ``units`` as metrics.

    ``units`` maps a field to its CloudWatch unit (Count, Seconds, Milliseconds, Bytes).
    ``dimensions``: each tuple is one set of the line's fields to count by. The tenant must not be a
    dimension: CloudWatch bills each tenant as a metric of its own.
    """
    return {
        "Timestamp": int(time.time() * 1000),
        "CloudWatchMetrics": [
            {
                "Namespace": NAMESPACE,
                "Dimensions": [list(names) for names in dimensions],
                "Metrics": [{"Name": name, "Unit": unit} for name, unit in units.items()],
            }
        ],
    }


def described(error: BaseException) -> dict[str, Any]:
    """Return an error's fields for a log line: its type, its place, and its ``told`` attribute.

    ``told`` is a mapping of ids, counts and codes that the error allows in a log. The error's text
    is left out, because it may hold data.
    """
    told: Mapping[str, Any] = getattr(error, "told", {})
    return {"error": type(error).__name__, "at": places(error), **told}


def places(error: BaseException) -> list[str]:
    """Return file, line and function of the six innermost frames of an error."""
    frames = traceback.extract_tb(error.__traceback__)[-6:]
    return [f"{frame.filename.rsplit('/', 1)[-1]}:{frame.lineno} {frame.name}" for frame in frames]
