"""What API Gateway hands to the function, read: headers, query, path, where we are reached."""

import re
from collections.abc import Mapping

from chalice.app import Request as GatewayRequest

from chalicelib.web.languages import Text
from chalicelib.web.problems import Problem

_PLACE = re.compile(r"\{(\w+)\}")


def headers_of(gateway: GatewayRequest) -> dict[str, str]:
    """The headers by their names in lower case."""
    return {name.lower(): value for name, value in (gateway.headers or {}).items()}


def raw_body(gateway: GatewayRequest) -> bytes:
    """The body as it was sent; empty when there is none."""
    raw = gateway.raw_body or b""
    return raw.encode() if isinstance(raw, str) else raw


def query_of(gateway: GatewayRequest) -> dict[str, str]:
    """The query parameters. Raises Problem 400 for one that is given twice."""
    given = gateway.query_params
    if given is None:
        return {}
    for name in given:
        if len(given.getlist(name)) > 1:
            raise Problem(
                400,
                "repeated_parameter",
                Text(f"查询参数重复:{name}", f"The query parameter {name} is given twice."),
            )
    return {name: given[name] for name in given}


def path_of(gateway: GatewayRequest) -> str:
    """The path as called, parameters in place: what cursors and idempotency keys are bound to."""
    params = gateway.uri_params or {}
    return _PLACE.sub(lambda place: params.get(place[1], place[0]), gateway.path)


def base_url_of(gateway: GatewayRequest, headers: Mapping[str, str]) -> str:
    """Scheme, host and stage under which the caller reached us, without the route's path."""
    reached, own = str(gateway.context.get("path") or ""), path_of(gateway)
    prefix = reached[: -len(own)] if reached.endswith(own) else ""
    proto = headers.get("x-forwarded-proto", "https")
    return f"{proto}://{headers.get('host', '')}{prefix}"
