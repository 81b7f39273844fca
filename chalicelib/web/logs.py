"""Log lines: one JSON object each, with request id and tenant; no body, no secret, no figure."""

import json
import logging
import sys
import traceback
from typing import Any

from chalicelib.tenancy.principal import Principal
from chalicelib.web.registry import Route

logger = logging.getLogger("servicescore.lines")


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


def log_request(
    route: Route,
    principal: Principal | None,
    request_id: str,
    status: int,
    seconds: float,
    error: BaseException | None = None,
) -> None:
    """The line of a request. An error gives its type and place, not its text: that may hold data."""
    fields: dict[str, Any] = {
        "request_id": request_id,
        "tenant": principal.tenant if principal else None,
        "credential": principal.credential if principal else None,
        "operation": route.operation,
        "method": route.method,
        "path": route.path,
        "status": status,
        "milliseconds": round(seconds * 1000),
    }
    if error is not None:
        fields["error"] = type(error).__name__
        fields["at"] = places(error)
    log(logging.ERROR if status >= 500 else logging.INFO, "request", **fields)


def places(error: BaseException) -> list[str]:
    """Where an error came from: file, line and function of the innermost frames."""
    frames = traceback.extract_tb(error.__traceback__)[-6:]
    return [f"{frame.filename.rsplit('/', 1)[-1]}:{frame.lineno} {frame.name}" for frame in frames]
