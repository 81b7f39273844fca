"""The log line of a request, with its metrics."""

import logging
from typing import Any

from chalicelib.store.consumed_units import Units
from chalicelib.telemetry import described, log, metrics
from chalicelib.tenancy.principal import Principal
from chalicelib.web.registry import Route

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
    units: Units,
    error: BaseException | None = None,
) -> None:
    """Write the log line of a request.

    Of an error it logs the type and place, not the text, which may contain data. ``path`` is the
    route's pattern, because the path as called would contain employee ids. ``seconds`` is the
    duration. ``units`` are the read and write units that the request consumed of the table.
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
        "read_units": units.read,
        "write_units": units.write,
        "_aws": metrics(_OF_REQUESTS, ("stage",), ("stage", "operation")),
    }
    if error is not None:
        fields |= described(error)
    log(logging.ERROR if status >= 500 else logging.INFO, "request", **fields)
