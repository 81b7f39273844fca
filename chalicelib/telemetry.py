"""Log lines: one JSON object each, with ids and counts; no body, no secret, no figure.

Some lines carry metrics in CloudWatch's embedded metric format: CloudWatch reads them out of
the line, so that counting costs no call.
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
    """Write our lines, and only the line itself, to the process's output."""
    if not logger.handlers:
        handler = logging.StreamHandler(sys.stdout)
        handler.setFormatter(logging.Formatter("%(message)s"))
        logger.addHandler(handler)
        logger.setLevel(logging.INFO)
        logger.propagate = False


def log(level: int, event: str, **fields: Any) -> None:
    """One line. ``fields`` are ids, counts and codes: never names, scores, keys or rows."""
    logger.log(level, json.dumps({"event": event, **fields}, ensure_ascii=False, default=str))


def metrics(units: Mapping[str, str], *dimensions: tuple[str, ...]) -> dict[str, Any]:
    """The ``_aws`` member of a line whose fields named in ``units`` are metrics.

    ``units`` gives each its CloudWatch unit (Count, Milliseconds, Bytes); ``dimensions`` name
    the line's fields to count by, each tuple one set. Tenants are no dimension: each would be
    paid for as a metric of its own.
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
    """An error in a line: its type and place, and what it has ``told`` to stand there (ids, counts
    and codes). Not its text, which may hold data."""
    told: Mapping[str, Any] = getattr(error, "told", {})
    return {"error": type(error).__name__, "at": places(error), **told}


def places(error: BaseException) -> list[str]:
    """Where an error came from: file, line and function of the innermost frames."""
    frames = traceback.extract_tb(error.__traceback__)[-6:]
    return [f"{frame.filename.rsplit('/', 1)[-1]}:{frame.lineno} {frame.name}" for frame in frames]
