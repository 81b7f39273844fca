"""Errors of the domain: what a service refuses, and why, in both languages.

::

    ServiceError
    ├── NotFound         the thing is not there, or not for this caller
    ├── Conflict         the state of the thing does not allow it
    │   └── Busy         only for a moment: try again after some seconds
    ├── Changed          the thing has changed since the caller read it
    ├── AlreadyThere     the caller asked for a thing that must not exist yet
    ├── Invalid          values of the request are wrong; every fault is named
    ├── OverLimit        more than the company may have, or than one answer may hold
    ├── TooLarge         a document that does not fit in one item of the table
    ├── TooManyRequests  the company's requests of this minute are used up
    └── Damaged          what is stored is not what was written

Services and jobs raise these and know nothing of HTTP. :mod:`chalicelib.web.problems` turns each
kind into a problem document, in one table. A package derives its own where others catch it by name
(:mod:`chalicelib.periods.errors`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from chalicelib.language import Language, Text


@dataclass(frozen=True, slots=True)
class Fault:
    """One wrong value of a request: where (a JSON pointer), a code, and a sentence."""

    pointer: str
    code: str
    message: Text

    def to(self, language: Language) -> dict[str, str]:
        return {"pointer": self.pointer, "code": self.code, "message": self.message.to(language)}


class ServiceError(Exception):
    """Base of all. ``code`` is for programs, ``detail`` for people; ``extra`` are further members
    that the caller needs to mend the request (ids, counts)."""

    def __init__(self, code: str, detail: Text, **extra: Any) -> None:
        super().__init__(code)
        self.code = code
        self.detail = detail
        self.extra: Mapping[str, Any] = extra


class NotFound(ServiceError):
    """Also for what is another company's, or outside the caller's team: word for word the same."""

    def __init__(self) -> None:
        super().__init__("not_found", Text("找不到该资源。", "There is no such resource."))


class Conflict(ServiceError):
    """The state of the thing does not allow what was asked."""


class Busy(Conflict):
    """Somebody else is at work on the thing; ``retry_after`` is in seconds."""

    def __init__(self, code: str, detail: Text, retry_after: int = 10) -> None:
        super().__init__(code, detail)
        self.retry_after = retry_after


class Changed(ServiceError):
    """The revision that the caller read is not the current one."""

    def __init__(self) -> None:
        super().__init__(
            "stale_etag",
            Text(
                "资源已被他人修改。请重新读取后再提交。",
                "The resource has changed since it was read. "
                "Read it again and send your change anew.",
            ),
        )


class AlreadyThere(ServiceError):
    """The caller's condition was that the thing does not exist yet; it does."""

    def __init__(self) -> None:
        super().__init__(
            "already_there",
            Text(
                "If-None-Match 要求资源尚不存在（或不是该版本），但它已经存在。",
                "If-None-Match asks for a resource that is not there yet, or has another ETag; "
                "it is.",
            ),
        )


class Invalid(ServiceError):
    """The request was understood, but values in it are wrong: ``faults`` names each of them."""

    def __init__(self, faults: Sequence[Fault], code: str = "invalid_request") -> None:
        named = "1 fault" if len(faults) == 1 else f"{len(faults)} faults"
        detail = Text(f"请求有 {len(faults)} 处错误。", f"The request has {named}.")
        super().__init__(code, detail)
        self.faults = tuple(faults)


def invalid_value(pointer: str, code: str, message: Text) -> Invalid:
    """An Invalid with a single fault, at this JSON pointer."""
    return Invalid([Fault(pointer, code, message)])


class OverLimit(ServiceError):
    """More than the company's limit, or more than one answer may hold."""


class TooLarge(ServiceError):
    """A document that is larger than what can be stored."""


class TooManyRequests(ServiceError):
    """No request is left in this minute; ``retry_after`` is in seconds."""

    def __init__(self, code: str, detail: Text, retry_after: int) -> None:
        super().__init__(code, detail)
        self.retry_after = retry_after


class Damaged(ServiceError):
    """Stored data is not what was written. It is not used."""
