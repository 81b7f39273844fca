"""Lists: ``{"items": […], "next": cursor or null}``, and cursors that cannot be forged.

A cursor is signed and bound to the tenant, the path and the filters of its list. Any other cursor
gets 400 ``bad_cursor``.
"""

import base64
import hashlib
import hmac
from collections.abc import Mapping, Sequence
from typing import Any

from marshmallow import fields

from chalicelib.language import Text
from chalicelib.web import exact_json
from chalicelib.web.answers import Answer
from chalicelib.web.fields import Schema, Whole, Words
from chalicelib.web.problems import Problem
from chalicelib.web.request import Request

DEFAULT_LIMIT = 50
MOST = 200


class ListQuery(Schema):
    """What every list takes."""

    limit = Whole(
        1, MOST, load_default=DEFAULT_LIMIT, metadata={"description": "1–200, default 50"}
    )
    cursor = Words(2000, metadata={"description": "the `next` of the page before"})


class ListAnswer(Schema):
    """What every list gives; ``items`` is set by each."""

    next = fields.String(allow_none=True, metadata={"description": "null on the last page"})


def position(request: Request) -> str | None:
    """Return the position at which the page before ended; None on the first page.

    Raises Problem 400 for a cursor of another list, other filters or another tenant.
    """
    cursor = request.query.get("cursor")
    if cursor is None:
        return None
    try:
        raw = base64.urlsafe_b64decode(cursor.encode("ascii") + b"==")
    except ValueError:
        raise _bad_cursor() from None
    signature, text = raw[:16], raw[16:]
    if not hmac.compare_digest(signature, _signature(request, text)):
        raise _bad_cursor()
    return text.decode()


def listed(request: Request, items: Sequence[Mapping[str, Any]], after: str | None) -> Answer:
    """Return a page's answer. ``after`` is the position of the next page, None on the last."""
    return Answer({"items": list(items), "next": None if after is None else cursor(request, after)})


def cursor(request: Request, after: str) -> str:
    """Return a signed cursor for the position. It is valid for this tenant, path and filters."""
    text = after.encode()
    return base64.urlsafe_b64encode(_signature(request, text) + text).decode().rstrip("=")


def _signature(request: Request, text: bytes) -> bytes:
    principal = request.principal
    filters = {
        name: str(value)
        for name, value in sorted(request.query.items())
        if name not in ("cursor", "limit")
    }
    bound = exact_json.write([principal.tenant if principal else None, request.path, filters])
    key = request.signing_key.encode()
    return hmac.new(key, bound.encode() + b"\n" + text, hashlib.sha256).digest()[:16]


def _bad_cursor() -> Problem:
    return Problem(
        400,
        "bad_cursor",
        Text(
            "cursor 无效，或不属于此列表与筛选条件。请从第一页重新读取。",
            "This cursor is not of this list and these filters. Start again from the first page.",
        ),
    )
