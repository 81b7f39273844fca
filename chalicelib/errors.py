"""Errors of the domain: what a service refuses and why, in Chinese and English.

::

    ServiceError
    ├── NotFound         the resource does not exist, or this caller may not see it
    ├── Conflict         the state of the resource does not allow the operation
    │   └── Busy         the conflict is short: retry after some seconds
    ├── Changed          the resource has changed since the caller read it
    ├── AlreadyThere     the caller required that the resource does not exist; it does
    ├── Invalid          values of the request are wrong; every fault is named
    ├── OverLimit        over the company's limit, or over the limit of one answer
    ├── TooLarge         the document does not fit in one item of the table
    ├── TooManyRequests  the company's requests of this minute are used up
    └── Damaged          stored data differs from the data that was written

Services and jobs raise these errors and know nothing of HTTP. :mod:`chalicelib.web.problems` turns
each kind into a problem document, in one table. A package derives its own error where other
packages catch it by name (:mod:`chalicelib.periods.errors`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from chalicelib.language import Language, Text


@dataclass(frozen=True, slots=True)
class Fault:
    """One wrong value of a request: its place (a JSON pointer), a code and a sentence."""

    pointer: str
    code: str
    message: Text

    def to(self, language: Language) -> dict[str, str]:
        """Return the fault as JSON: pointer, code, and the message in the language."""
        return {"pointer": self.pointer, "code": self.code, "message": self.message.to(language)}


class ServiceError(Exception):
    """Base of all errors of the domain.

    ``code`` is for programs, ``detail`` for people. ``extra`` holds further members of the problem
    that help to correct the request (ids, counts).
    """

    def __init__(self, code: str, detail: Text, **extra: Any) -> None:
        super().__init__(code)
        self.code = code
        self.detail = detail
        self.extra: Mapping[str, Any] = extra


class NotFound(ServiceError):
    """The resource does not exist for this caller.

    The answer is the same, word for word, for a resource of another company or outside the
    caller's team.
    """

    def __init__(self) -> None:
        super().__init__("not_found", Text("找不到该资源。", "There is no such resource."))


class Conflict(ServiceError):
    """The state of the resource does not allow the operation."""


class Busy(Conflict):
    """Another run or request holds the resource; ``retry_after`` is in seconds."""

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
    """The caller's condition was that the resource does not exist yet, but it does."""

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
    """Values of a well-formed request are wrong; ``faults`` names each of them."""

    def __init__(self, faults: Sequence[Fault], code: str = "invalid_request") -> None:
        named = "1 fault" if len(faults) == 1 else f"{len(faults)} faults"
        detail = Text(f"请求有 {len(faults)} 处错误。", f"The request has {named}.")
        super().__init__(code, detail)
        self.faults = tuple(faults)


def invalid_value(pointer: str, code: str, message: Text) -> Invalid:
    """Return an Invalid with one fault, at this JSON pointer."""
    return Invalid([Fault(pointer, code, message)])


class OverLimit(ServiceError):
    """The request exceeds the company's limit, or the size of one answer."""


class TooLarge(ServiceError):
    """A document is larger than one item of the table can hold."""


class TooManyRequests(ServiceError):
    """The company has no request left in this minute; ``retry_after`` is in seconds."""

    def __init__(self, code: str, detail: Text, retry_after: int) -> None:
        super().__init__(code, detail)
        self.retry_after = retry_after


class Damaged(ServiceError):
    """Stored data differs from the data that was written. It is not used."""
