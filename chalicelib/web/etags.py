"""ETag, If-Match and If-None-Match (RFC 9110, 13): nobody overwrites what they have not seen."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass

from chalicelib.errors import AlreadyThere, Changed
from chalicelib.language import Text
from chalicelib.web.problems import Problem

#: What ``*`` stands for: any revision, as long as the resource exists.
ANY: frozenset[int] = frozenset({-1})
#: A tag of a list, weak or strong (RFC 9110, 8.8.3); a comma may stand inside its quotes.
_TAG = re.compile(r'(W/)?("[^"]*"|[^\s,"]+)')
#: The tags of revisions: of one alone, or with what its representation also shows.
_REVISION = re.compile(r'"?([0-9]{1,9})(-[0-9a-f]+)?"?')


@dataclass(frozen=True, slots=True)
class Expected:
    """What a change says of the resource as it is now: the revisions of which it must have one
    (If-Match) and may have none (If-None-Match). None: the header was not sent."""

    match: frozenset[int] | None = None
    none_match: frozenset[int] | None = None


#: What a request without either header says.
NOTHING = Expected()


def quoted(revision: str) -> str:
    return f'"{revision}"'


def of_revision(revision: int, shown: str) -> str:
    """The tag of a revision whose representation also shows what is kept elsewhere.

    The revision alone is what If-Match compares; what is shown only makes a copy stale.
    """
    return f"{revision}-{hashlib.sha256(shown.encode()).hexdigest()[:16]}"


def of_content(content: str | bytes) -> str:
    """The ETag of a representation that has no revision of its own."""
    raw = content.encode() if isinstance(content, str) else content
    return quoted("c-" + hashlib.sha256(raw).hexdigest()[:32])


def expected(headers: Mapping[str, str], *, required: bool) -> Expected:
    """What the request's If-Match and If-None-Match say of the resource that it changes.

    Raises Problem 428 when the first is required and absent. ``If-None-Match: *`` stands for it:
    who says that nothing may be there cannot overwrite anything.
    """
    found = Expected(
        _revisions(headers.get("if-match", ""), weak=False),
        _revisions(headers.get("if-none-match", ""), weak=True),
    )
    if required and found.match is None and found.none_match is not ANY:
        raise Problem(
            428,
            "etag_required",
            Text(
                "修改前请先读取资源，并用 If-Match 提交其 ETag。",
                "Read the resource first and send its ETag in If-Match.",
            ),
        )
    return found


def _revisions(header: str, *, weak: bool) -> frozenset[int] | None:
    """The revisions that a header's list of tags names; what is no tag of ours names none.

    A weak tag never matches where a change depends on it (RFC 9110, 13.1.1).
    """
    if not header.strip():
        return None
    if header.strip() == "*":
        return ANY
    tags = (tag for kind, tag in _TAG.findall(header) if weak or not kind)
    named = (_REVISION.fullmatch(tag) for tag in tags)
    return frozenset(int(one[1]) for one in named if one is not None)


def check(expected: Expected, actual: int | None) -> None:
    """Raise 412 unless the caller's conditions hold for this revision; None: nothing is there."""
    match, none = expected.match, expected.none_match
    if match is not None and (actual is None or (match is not ANY and actual not in match)):
        raise Changed
    if none is not None and actual is not None and (none is ANY or actual in none):
        raise AlreadyThere


def unchanged(headers: Mapping[str, str], etag: str) -> bool:
    """Whether If-None-Match says that the caller has this representation already."""
    header = headers.get("if-none-match", "")
    return header.strip() == "*" or etag in [tag for _, tag in _TAG.findall(header)]
