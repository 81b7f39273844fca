"""Lists: ``{"items": […], "next": cursor or null}``, and cursors that nobody can read or forge.

A cursor is encrypted and authenticated (AES-SIV, RFC 5297), and bound to the tenant, the path and
the filters of its list. Any other cursor gets 400 ``bad_cursor``. It is encrypted because its
position may name what the caller may not see: a page that ended at its limit of reading ends at any
item. The same position gives the same cursor, so that a page keeps its ETag.
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
#: A position is padded to a multiple of so many bytes, so that a cursor's length tells no id's.
_BLOCK = 128


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
    given = request.query.get("cursor")
    if given is None:
        return None
    text = unsealed(request, given, _bound(request))
    if text is None:
        raise bad_cursor()
    return text


def listed(request: Request, items: Sequence[Mapping[str, Any]], after: str | None) -> Answer:
    """Return a page's answer. ``after`` is the position of the next page, None on the last."""
    onwards = None if after is None else cursor(request, after)
    return Answer({"items": list(items), "next": onwards}, entries=len(items))


def cursor(request: Request, after: str) -> str:
    """Return an encrypted cursor for the position: for this tenant, path and filters alone.

    A position is a text without the character 0.
    """
    return sealed(request, after, _bound(request))


def sealed(request: Request, text: str, bound: bytes) -> str:
    """Return the text encrypted, as a text for addresses. ``bound`` is what it belongs to."""
    raw = text.encode()
    padded = raw + b"\0" * (_BLOCK - len(raw) % _BLOCK)
    found: bytes = _cipher(request).encrypt(padded, [bound])
    return base64.urlsafe_b64encode(found).decode().rstrip("=")


def unsealed(request: Request, given: str, bound: bytes) -> str | None:
    """Return what :func:`sealed` encrypted for the same ``bound``; None for any other text."""
    from cryptography.exceptions import InvalidTag

    try:
        padding = b"=" * (-len(given) % 4)
        raw = base64.b64decode(given.encode("ascii") + padding, b"-_", validate=True)
        padded: bytes = _cipher(request).decrypt(raw, [bound])
    except (ValueError, InvalidTag):
        return None
    return padded.rstrip(b"\0").decode()


def _cipher(request: Request) -> Any:
    """Return the cipher of the stage. Its key is derived from the stage's secret.

    Raises RuntimeError in a process without it: only the API's function has it.
    """
    if not request.signing_key:
        raise RuntimeError("this process has no signing key")
    from cryptography.hazmat.primitives.ciphers.aead import AESSIV

    secret = request.signing_key.encode()
    return AESSIV(hmac.new(secret, b"servicescore cursors", hashlib.sha512).digest())


def _bound(request: Request) -> bytes:
    """Return what a cursor belongs to: tenant, path and filters."""
    principal = request.principal
    filters = {
        name: str(value)
        for name, value in sorted(request.query.items())
        if name not in ("cursor", "limit")
    }
    bound = exact_json.write([principal.tenant if principal else None, request.path, filters])
    return bound.encode()


def bad_cursor() -> Problem:
    return Problem(
        400,
        "bad_cursor",
        Text(
            "cursor 无效，或不属于此列表与筛选条件。请从第一页重新读取。",
            "This cursor is not of this list and these filters. Start again from the first page.",
        ),
    )
