"""Answers that a page of another origin may read (the Fetch standard's CORS protocol).

The stage's file names the origins. Callers send a bearer token that the page holds, never a cookie,
so no answer allows credentials. Without origins, nothing here says anything.
"""

from collections.abc import Iterable, Mapping
from typing import Any

#: Every origin.
ANY = "*"
#: What a page may send besides what it always may.
ALLOWED_HEADERS = (
    "Accept, Accept-Language, Authorization, Content-Type, Idempotency-Key, If-Match, If-None-Match"
)
#: What a page may read besides what it always may.
EXPOSED_HEADERS = (
    "Accept, Allow, Content-Disposition, ETag, Idempotency-Replayed, Link, Location, RateLimit, "
    "RateLimit-Policy, Retry-After, WWW-Authenticate, X-Request-Id"
)
#: Seconds for which a browser may keep the answer to a preflight: the most that Chromium keeps it.
MAX_AGE = 7200


def is_preflight(event: Mapping[str, Any], origins: tuple[str, ...]) -> bool:
    """Return whether this is a browser's question before a page's request, of an allowed origin."""
    sent = _headers(event)
    asks = event["requestContext"].get("httpMethod") == "OPTIONS"
    return asks and "access-control-request-method" in sent and bool(_allowed(sent, origins))


def preflight(methods: Iterable[str]) -> dict[str, Any]:
    """Return the gateway's form of the answer to a preflight, for a path with these methods."""
    headers = {
        "Access-Control-Allow-Methods": ", ".join(methods),
        "Access-Control-Allow-Headers": ALLOWED_HEADERS,
        "Access-Control-Max-Age": str(MAX_AGE),
        "Cache-Control": "no-store",
    }
    return {"statusCode": 204, "headers": headers, "multiValueHeaders": {}, "body": ""}


def add_headers(
    answer: dict[str, Any], event: Mapping[str, Any], origins: tuple[str, ...]
) -> dict[str, Any]:
    """Return the answer, errors too, with the headers for the origin that asked."""
    headers = dict(answer["headers"])
    headers["Vary"] = ", ".join(filter(None, (headers.get("Vary"), "Origin")))
    if allowed := _allowed(_headers(event), origins):
        headers["Access-Control-Allow-Origin"] = allowed
        headers["Access-Control-Expose-Headers"] = EXPOSED_HEADERS
    return {**answer, "headers": headers}


def _allowed(sent: Mapping[str, str], origins: tuple[str, ...]) -> str | None:
    """Return the value of Access-Control-Allow-Origin, or None when the origin is not allowed."""
    origin = sent.get("origin")
    if origin is None:
        return None
    return ANY if ANY in origins else origin if origin in origins else None


def _headers(event: Mapping[str, Any]) -> dict[str, str]:
    """Return the request's headers by their names in lower case."""
    found = {name.lower(): value for name, value in (event.get("headers") or {}).items()}
    several = event.get("multiValueHeaders") or {}
    return found | {name.lower(): ", ".join(values) for name, values in several.items()}
