"""Read a request's body: JSON of limited size, with exact numbers."""

from collections.abc import Mapping
from typing import Any

from chalice.app import Request as GatewayRequest

from chalicelib.language import Text
from chalicelib.web import exact_json
from chalicelib.web.gateway_request import raw_body
from chalicelib.web.problems import Problem

#: The largest body, in bytes. It is far above the largest scheme. API Gateway's own limit is
#: 10 MB, Lambda's 6 MB.
LARGEST = 2 * 1024 * 1024


def read_body(gateway: GatewayRequest, headers: Mapping[str, str]) -> Any:
    """Return the JSON value of the body. An empty body is an empty object.

    Raises Problem 413 (too large), 415 (not JSON by its Content-Type) or 400 (unreadable).
    Chalice's own ``json_body`` is not used: it is None without a Content-Type, and it reads
    numbers as floats.
    """
    raw = raw_body(gateway)
    if len(raw) > LARGEST:
        raise Problem(
            413,
            "body_too_large",
            Text("请求内容超过 2 MB。", "The body is larger than 2 MB."),
        )
    if not raw.strip():
        return {}
    kind = headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json" and not kind.endswith("+json"):
        raise Problem(
            415,
            "not_json",
            Text("请求内容应为 application/json。", "The body must be application/json."),
            headers={"Accept": "application/json"},
        )
    try:
        return exact_json.read(raw)
    except exact_json.UnreadableJson as error:
        raise Problem(
            400,
            "unreadable_json",
            Text(
                f"无法读取 JSON：{error.reason.zh}", f"The JSON cannot be read: {error.reason.en}"
            ),
        ) from None
