"""ETag, If-Match and If-None-Match (RFC 9110, 13): nobody overwrites what they have not seen."""

import hashlib
from collections.abc import Mapping

from chalicelib.web.languages import Text
from chalicelib.web.problems import Problem, stale

#: What If-Match: * stands for: any revision, as long as the resource exists.
ANY = -1


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


def expected_revision(headers: Mapping[str, str], *, required: bool) -> int | None:
    """The revision that If-Match names (ANY for ``*``), or None when it is absent and not required.

    Raises Problem 428 when it is absent and required, 412 when it names no revision of ours.
    """
    header = headers.get("if-match", "").strip()
    if not header:
        if not required:
            return None
        raise Problem(
            428,
            "etag_required",
            Text(
                "修改前请先读取资源，并用 If-Match 提交其 ETag。",
                "Read the resource first and send its ETag in If-Match.",
            ),
        )
    if header == "*":
        return ANY
    text = header.strip('"').partition("-")[0]
    if not text.isascii() or not text.isdigit() or len(text) > 9:
        raise stale()
    return int(text)


def check(expected: int | None, actual: int) -> None:
    """Raise 412 unless the caller saw this revision."""
    if expected is not None and expected not in (ANY, actual):
        raise stale()


def unchanged(headers: Mapping[str, str], etag: str) -> bool:
    """Whether If-None-Match says that the caller has this representation already."""
    candidates = [
        part.strip().removeprefix("W/") for part in headers.get("if-none-match", "").split(",")
    ]
    return etag in candidates or "*" in candidates
