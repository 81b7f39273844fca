"""Log lines: one JSON object each, with request id and tenant; no body, no secret, no figure.

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

from chalicelib.tenancy.principal import Principal
from chalicelib.web.registry import Route

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


_OF_REQUESTS = {
    "requests": "Count",
    "refused": "Count",
    "failed": "Count",
    "throttled": "Count",
    "milliseconds": "Milliseconds",
}


def log_request(
    route: Route,
    principal: Principal | None,
    request_id: str,
    status: int,
    seconds: float,
    *,
    stage: str,
    error: BaseException | None = None,
) -> None:
    """The line of a request. An error gives its type and place, not its text, which may hold data.

    ``path`` is the route's pattern: a path as called would hold employees' ids.
    """
    fields: dict[str, Any] = {
        "request_id": request_id,
        "tenant": principal.tenant if principal else None,
        "credential": principal.credential if principal else None,
        "stage": stage,
        "operation": route.operation,
        "method": route.method,
        "path": route.path,
        "status": status,
        "milliseconds": round(seconds * 1000),
        "requests": 1,
        "refused": int(400 <= status < 500),
        "failed": int(status >= 500),
        "throttled": int(status == 429),
        "_aws": metrics(_OF_REQUESTS, ("stage",), ("stage", "operation")),
    }
    if error is not None:
        fields["error"] = type(error).__name__
        fields["at"] = places(error)
    log(logging.ERROR if status >= 500 else logging.INFO, "request", **fields)


def places(error: BaseException) -> list[str]:
    """Where an error came from: file, line and function of the innermost frames."""
    frames = traceback.extract_tb(error.__traceback__)[-6:]
    return [f"{frame.filename.rsplit('/', 1)[-1]}:{frame.lineno} {frame.name}" for frame in frames]
