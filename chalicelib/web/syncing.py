"""Lists that another system follows: a token of the server's time, and what changed since.

Each page of such a list has a ``sync_token``. ``?sync=TOKEN`` with the same filters lists what
changed since, and ``removed``: what the copy must drop. A listing takes time and things change
meanwhile, so the token of every page is that of the first, which cursors carry on.

A change becomes readable when it is written, later than its time says: at most a function's life.
So a token goes back by :data:`MARGIN`. What changed in it comes twice, and nothing is lost.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from marshmallow import fields

from chalicelib.errors import Invalid
from chalicelib.language import Text
from chalicelib.tenancy.context import timestamp
from chalicelib.tenancy.principal import Principal
from chalicelib.web import exact_json
from chalicelib.web.answers import Answer
from chalicelib.web.faults import fault
from chalicelib.web.fields import Schema, Words
from chalicelib.web.paging import (
    ListAnswer,
    ListQuery,
    bad_cursor,
    cursor,
    position,
    sealed,
    unsealed,
)
from chalicelib.web.problems import Problem
from chalicelib.web.request import Request

#: Longer than a function lives (300 s) and clocks differ.
MARGIN: Final = timedelta(minutes=6)
#: Age of the oldest token. Changes are kept for 400 days.
OLDEST: Final = timedelta(days=390)
#: Members of a query that are no filters of what is followed.
NO_FILTERS: Final = ("cursor", "limit", "sync", "modified_since", "explain", "effective")
#: What separates the parts of a token and of a cursor. A time has none.
_PART: Final = "|"


class SyncedQuery(ListQuery):
    """What every list takes that can be followed."""

    sync = Words(2000, metadata={"description": "a `sync_token`: only what changed since"})


class SyncedAnswer(ListAnswer):
    """What such a list gives besides; ``removed`` is set by each."""

    sync_token = fields.String(
        allow_none=True,
        metadata={
            "description": "for `sync`, when all pages are read; the same on each page. Null for "
            "whoever cannot follow this list"
        },
    )


class RemovedAnswer(Schema):
    """What a copy must drop; the member that names the thing is set by each list."""

    removed_at = fields.String(metadata={"format": "date-time"})


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of a list that can be followed.

    ``began`` is when the first page was asked for, ``after`` the position where this one begins
    (None: the first). ``since`` is from when on changes are asked for; None: the whole list.
    ``view`` is a short form of whom the caller saw then, and of the names of the team asked for.
    """

    began: datetime
    view: str
    after: str | None = None
    since: datetime | None = None
    followed: bool = True


def asked(
    request: Request,
    team: frozenset[str] | None = None,
    *,
    also: Sequence[str] = (),
    followed: bool = True,
) -> Asked:
    """Return what is asked of the list.

    ``team``: the folds of the names of the team that a filter names (None: no such filter).
    ``also``: what else must be as it was when the list was read, to go on from there.
    ``followed``: whether the caller can follow the list; without it there is no token.

    Raises Problem: 400 ``bad_cursor``; 400 ``bad_sync_token`` for a token of another list or
    company, or of other filters; 410 ``sync_token_too_old``; 410 ``sync_view_changed`` when the
    caller saw other teams, the team had other names, or ``also`` was another, when the token was
    made. Raises Invalid (422) with ``modified_since`` too.
    """
    now = request.context.now
    view = _view(request.context.principal, team, also)
    found = position(request)
    if found is None:
        began, first_view, after = timestamp(now), view, None
    else:
        # A cursor of the version before had the position alone.
        parts = found.split(_PART, 2)
        if len(parts) != 3:
            raise bad_cursor()
        began, first_view, after = parts[0], parts[1], parts[2]
    token = request.query.get("sync")
    if token is None:
        return Asked(_moment(began), first_view, after, followed=followed)
    if not followed:
        raise Invalid([fault("/sync", "not_followed")])
    if request.query.get("modified_since") is not None:
        raise Invalid([fault("/modified_since", "not_with_sync")])
    text = unsealed(request, token, _bound(request))
    if text is None:
        raise _bad_token()
    time, _, then = text.partition(_PART)
    if then != view:
        raise _gone("sync_view_changed", VIEW_CHANGED)
    if _moment(time) < now - OLDEST:
        raise _gone("sync_token_too_old", TOO_OLD)
    return Asked(_moment(began), first_view, after, _moment(time) - MARGIN)


def synced(
    request: Request,
    asked_for: Asked,
    items: Sequence[Mapping[str, Any]],
    after: str | None,
    removed: Sequence[Mapping[str, Any]] = (),
) -> Answer:
    """Return a page's answer. ``after`` is the position of the next page, None on the last.

    The ETag is that of the page without its token, which is another one at each moment.
    """
    began = timestamp(asked_for.began)
    page = exact_json.write({"items": list(items), "removed": list(removed)})
    etag = hashlib.sha256(f"{page}{after}".encode()).hexdigest()[:32]
    token = None
    if asked_for.followed:
        token = sealed(request, _PART.join((began, asked_for.view)), _bound(request))
    onwards = None if after is None else cursor(request, _PART.join((began, asked_for.view, after)))
    rest = exact_json.write({"next": onwards, "sync_token": token})
    content, entries = f"{page[:-1]},{rest[1:]}", len(items) + len(removed)
    return Answer(content=content, etag=f"c-{etag}", entries=entries)


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _view(caller: Principal, team: frozenset[str] | None, also: Sequence[str]) -> str:
    """Return a short form of whom a list shows. Empty: everybody of the company."""
    if caller.sees_all and team is None and not also:
        return ""
    led = None if caller.sees_all else [sorted(caller.led_folds), caller.person]
    seen = exact_json.write([led, None if team is None else sorted(team), list(also)])
    return hashlib.sha256(seen.encode()).hexdigest()[:16]


def _bound(request: Request) -> bytes:
    """Return what a token belongs to: tenant, path and filters."""
    filters = {
        name: str(value) for name, value in sorted(request.query.items()) if name not in NO_FILTERS
    }
    return exact_json.write(["sync", request.caller.tenant, request.path, filters]).encode()


def _bad_token() -> Problem:
    return Problem(
        400,
        "bad_sync_token",
        Text(
            "sync 无效，或不属于此列表与筛选条件。请重新读取整个列表。",
            "This sync token is not of this list and these filters. List anew.",
        ),
    )


def _gone(code: str, detail: Text) -> Problem:
    return Problem(410, code, detail)


TOO_OLD = Text(
    f"此 sync 已超过 {OLDEST.days} 天，期间的变更不再保留。请不带 sync 重新读取整个列表。",
    f"This sync token is older than {OLDEST.days} days, and what changed since is not kept. List "
    "anew, without `sync`.",
)
VIEW_CHANGED = Text(
    "取得此 sync 之后，您可查看的团队有变化，或列表中有人的个人信息被删除，"
    "或有文件被撤回，有大量结果因此不再存在。请不带 sync 重新读取整个列表。",
    "Since this sync token was made, the teams that you see have changed, or somebody in the list "
    "was erased, or a file was withdrawn that was all that very many results had. List anew, "
    "without `sync`.",
)
