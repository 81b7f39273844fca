"""RFC 9457 problems: how every error of this API looks.

::

    {"type": "about:blank", "title": "Unprocessable Content", "status": 422,
     "detail": "…", "code": "invalid_request", "request_id": "…",
     "errors": [{"pointer": "/name", "code": "required", "message": "…"}]}
"""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from chalicelib.errors import (
    AlreadyThere,
    Busy,
    Changed,
    Conflict,
    Damaged,
    Fault,
    Invalid,
    NotFound,
    OverLimit,
    ServiceError,
    TooLarge,
    TooManyRequests,
)
from chalicelib.language import Language, Text
from chalicelib.store.errors import UnknownFormat

#: Titles that Python 3.11's http module still names after older RFCs.
_TITLES = {413: "Content Too Large", 422: "Unprocessable Content"}


class Problem(Exception):
    """An answer other than success. Services raise errors of the domain
    (:mod:`chalicelib.errors`), of which :func:`problem_of` makes one."""

    def __init__(
        self,
        status: int,
        code: str,
        detail: Text,
        *,
        errors: Sequence[Fault] = (),
        headers: Mapping[str, str] | None = None,
        extra: Mapping[str, Any] | None = None,
        nothing_changed: bool = False,
    ) -> None:
        super().__init__(f"{status} {code}")
        self.status = status
        self.code = code
        self.detail = detail
        self.errors = tuple(errors)
        self.headers = dict(headers or {})
        self.extra = dict(extra or {})
        self.nothing_changed = nothing_changed

    def body(self, language: Language, request_id: str, *, reading: bool = False) -> dict[str, Any]:
        """What is sent. That nothing was changed is said only to whoever was not just reading."""
        detail = self.detail
        if self.nothing_changed and not reading:
            detail = Text(f"{detail.zh}未作任何更改。", f"{detail.en} Nothing was changed.")
        body: dict[str, Any] = {
            "type": "about:blank",
            "title": title(self.status),
            "status": self.status,
            "detail": detail.to(language),
            "code": self.code,
            "request_id": request_id,
            **self.extra,
        }
        if self.errors:
            body["errors"] = [fault.to(language) for fault in self.errors]
        return body


#: The status of each kind of error of the domain; a kind derived from one of them has its status.
STATUS: Mapping[type[ServiceError], int] = {
    NotFound: 404,
    Conflict: 409,
    Changed: 412,
    AlreadyThere: 412,
    TooLarge: 413,
    Invalid: 422,
    OverLimit: 422,
    TooManyRequests: 429,
    Damaged: 500,
}
#: Of these the answer says that nothing was changed.
_NOTHING_CHANGED = (Invalid, AlreadyThere)


def problem_of(error: ServiceError) -> Problem:
    """The problem document of an error of the domain. Raises LookupError for a kind that is not in
    the table."""
    status = next((STATUS[kind] for kind in type(error).__mro__ if kind in STATUS), None)
    if status is None:
        raise LookupError(f"{type(error).__name__} has no status")
    headers = None
    if isinstance(error, (Busy, TooManyRequests)):
        headers = {"Retry-After": str(error.retry_after)}
    return Problem(
        status,
        error.code,
        error.detail,
        errors=error.faults if isinstance(error, Invalid) else (),
        headers=headers,
        extra=error.extra,
        nothing_changed=isinstance(error, _NOTHING_CHANGED),
    )


def title(status: int) -> str:
    """The reason phrase of RFC 9110."""
    return _TITLES.get(status) or HTTPStatus(status).phrase


def forbidden() -> Problem:
    return Problem(
        403,
        "forbidden",
        Text("该凭证的角色无权执行此操作。", "This credential's role may not do this."),
    )


def unauthenticated() -> Problem:
    return Problem(
        401,
        "unauthenticated",
        Text(
            "需要有效的凭证：Authorization: Bearer <key>。",
            "A valid credential is needed: Authorization: Bearer <key>.",
        ),
        headers={"WWW-Authenticate": "Bearer"},
    )


def unforeseen(error: Exception) -> Problem:
    """The problem of an error that is nobody's refusal. It tells nothing of it, but that data are
    of another version: to try again does not help then."""
    if isinstance(error, UnknownFormat):
        return Problem(
            500,
            "data_of_another_version",
            Text(
                "该数据由服务的另一版本写入，当前版本无法读取。请联系运营方。",
                "These data were written by another version of the service, and this one does "
                "not read them. Tell the operator.",
            ),
        )
    return Problem(
        500,
        "internal_error",
        Text(
            "服务内部错误。请稍后重试；若持续出现，请提供请求编号。",
            "Something went wrong on our side. Try again; if it goes on, tell us the request id.",
        ),
    )
