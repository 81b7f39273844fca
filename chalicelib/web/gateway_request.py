"""Read headers, query, path and body from API Gateway's request."""

import re
from urllib.parse import unquote

from chalice.app import Request as GatewayRequest

from chalicelib.language import Text
from chalicelib.web.problems import Problem

_PLACE = re.compile(r"\{(\w+)\}")


def headers_of(gateway: GatewayRequest) -> dict[str, str]:
    """Return the headers by their names in lower case."""
    return {name.lower(): value for name, value in (gateway.headers or {}).items()}


def raw_body(gateway: GatewayRequest) -> bytes:
    """Return the body as it was sent; empty when there is none."""
    raw = gateway.raw_body or b""
    return raw.encode() if isinstance(raw, str) else raw


def query_of(gateway: GatewayRequest) -> dict[str, str]:
    """Return the query parameters. Raises Problem 400 for a parameter that is given twice."""
    given = gateway.query_params
    if given is None:
        return {}
    for name in given:
        if len(given.getlist(name)) > 1:
            raise Problem(
                400,
                "repeated_parameter",
                Text(f"查询参数重复：{name}", f"The query parameter {name} is given twice."),
            )
    found = {name: given[name] for name in given}
    if not all(is_text(name) and is_text(value) for name, value in found.items()):
        raise Problem(
            400,
            "not_unicode",
            Text("查询参数不是 Unicode 文本。", "A query parameter is not Unicode text."),
        )
    return found


def is_text(value: str) -> bool:
    """Say whether a text is Unicode: half of a surrogate pair has no UTF-8 and names nothing."""
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


def path_of(gateway: GatewayRequest) -> str:
    """Return the path with its parameters filled in.

    Cursors and idempotency keys are bound to it.
    """
    params = params_of(gateway)
    return _PLACE.sub(lambda place: params.get(place[1], place[0]), gateway.path)


def params_of(gateway: GatewayRequest) -> dict[str, str]:
    """Return the path's parameters, decoded. A REST API passes them percent-encoded.

    No id contains a ``%``, so decoding does not change a parameter that arrives decoded. A
    parameter that is not UTF-8 stays encoded and names nothing. One that is no Unicode text is
    written with ``\\ud800`` for half of a surrogate pair, and names nothing either.
    """
    return {name: _decoded(value) for name, value in (gateway.uri_params or {}).items()}


def _decoded(value: str) -> str:
    try:
        return unquote(value.encode(errors="backslashreplace").decode(), errors="strict")
    except UnicodeDecodeError:
        return value
