"""ETag, If-Match and If-None-Match (RFC 9110, 13), against overwriting a change not yet seen."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass

from chalicelib.errors import AlreadyThere, Changed
from chalicelib.language import Text
from chalicelib.web.problems import Problem

#: The meaning of ``*``: any revision of a resource that exists.
ANY: frozenset[int] = frozenset({-1})
#: One tag of a header's list, weak or strong (RFC 9110, 8.8.3). Its quotes may contain a comma.
_TAG = re.compile(r'(W/)?("[^"]*"|[^\s,"]+)')
#: The tag of a revision, alone or with the hash that :func:`of_revision` adds.
_REVISION = re.compile(r'"?([0-9]{1,9})(-[0-9a-f]+)?"?')


@dataclass(frozen=True, slots=True)
class Expected:
    """The conditions of a change on the resource's current revision.

    The revision must be in ``match`` (If-Match) and not in ``none_match`` (If-None-Match).
    None: the header was not sent.
    """

    match: frozenset[int] | None = None
    none_match: frozenset[int] | None = None


#: A request without either header.
NO_CONDITIONS = Expected()


def quoted(revision: str) -> str:
    """Return a strong ETag as a header writes it."""
    return f'"{revision}"'


def of_revision(revision: int, shown: str) -> str:
    """Return the tag of a revision whose representation also shows data stored elsewhere.

    ``shown`` is that data, as text. If-Match compares the revision alone. A change of ``shown``
    only makes a client's copy stale.
    """
    return f"{revision}-{hashlib.sha256(shown.encode()).hexdigest()[:16]}"


def of_content(content: str | bytes) -> str:
    """Return the ETag of a representation without a revision of its own: a hash of its content."""
    raw = content.encode() if isinstance(content, str) else content
    return quoted("c-" + hashlib.sha256(raw).hexdigest()[:32])


def expected(headers: Mapping[str, str], *, required: bool) -> Expected:
    """Read If-Match and If-None-Match of a request that changes a resource.

    Raises Problem 428 when If-Match is required and absent. ``If-None-Match: *`` is enough
    instead: such a request cannot overwrite anything.
    """
    found = Expected(
        _revisions(headers.get("if-match", ""), weak=False),
        _revisions(headers.get("if-none-match", ""), weak=True),
    )
    if required and found.match is None and found.none_match is not ANY:
        raise _required()
    return found


def require_read(expected: Expected) -> None:
    """Raise Problem 428 for a request that names no revision, and so takes any (``*``): who
    confirms what others said has read it."""
    if expected.match is ANY:
        raise _required()


def _required() -> Problem:
    return Problem(
        428,
        "etag_required",
        Text(
            "修改前请先读取资源，并用 If-Match 提交其 ETag。",
            "Read the resource first and send its ETag in If-Match.",
        ),
    )


def _revisions(header: str, *, weak: bool) -> frozenset[int] | None:
    """Return the revisions that a header's list of tags names; None without the header.

    A tag that this API does not make names no revision. ``weak`` says whether weak tags count: in
    If-Match they never match (RFC 9110, 13.1.1).
    """
    if not header.strip():
        return None
    if header.strip() == "*":
        return ANY
    tags = (tag for kind, tag in _TAG.findall(header) if weak or not kind)
    named = (_REVISION.fullmatch(tag) for tag in tags)
    return frozenset(int(one[1]) for one in named if one is not None)


def check(expected: Expected, actual: int | None) -> None:
    """Raise 412 (Changed, AlreadyThere) unless the conditions hold for the current revision.

    ``actual`` is None when the resource does not exist.
    """
    match, none = expected.match, expected.none_match
    if match is not None and (actual is None or (match is not ANY and actual not in match)):
        raise Changed
    if none is not None and actual is not None and (none is ANY or actual in none):
        raise AlreadyThere


def unchanged(headers: Mapping[str, str], etag: str) -> bool:
    """Say whether If-None-Match shows that the caller already has this representation."""
    header = headers.get("if-none-match", "")
    return header.strip() == "*" or etag in [tag for _, tag in _TAG.findall(header)]
