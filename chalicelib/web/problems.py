"""RFC 9457 problems: how every error of this API looks.

::

    {"type": "about:blank", "title": "Unprocessable Content", "status": 422,
     "detail": "…", "code": "invalid_request", "request_id": "…",
     "errors": [{"pointer": "/name", "code": "required", "message": "…"}]}
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from chalicelib.language import Language, Text

#: Titles that Python 3.11's http module still names after older RFCs.
_TITLES = {413: "Content Too Large", 422: "Unprocessable Content"}


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with a request: where (a JSON pointer), what, and in words."""

    pointer: str
    code: str
    message: Text

    def to(self, language: Language) -> dict[str, str]:
        return {"pointer": self.pointer, "code": self.code, "message": self.message.to(language)}


class Problem(Exception):
    """An answer other than success. Services raise it; :mod:`chalicelib.web.serve` gives it."""

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


def title(status: int) -> str:
    """The reason phrase of RFC 9110."""
    return _TITLES.get(status) or HTTPStatus(status).phrase


def not_found() -> Problem:
    """Also for what is another tenant's, or outside the caller's team: word for word the same."""
    return Problem(404, "not_found", Text("找不到该资源。", "There is no such resource."))


def forbidden() -> Problem:
    return Problem(
        403,
        "forbidden",
        Text("该凭证的角色无权执行此操作。", "This credential's role may not do this."),
    )


def conflict(code: str, detail: Text, **extra: Any) -> Problem:
    return Problem(409, code, detail, extra=extra)


def stale() -> Problem:
    return Problem(
        412,
        "stale_etag",
        Text(
            "资源已被他人修改。请重新读取后再提交。",
            "The resource has changed since it was read. Read it again and send your change anew.",
        ),
    )


def invalid(errors: Sequence[Fault], code: str = "invalid_request") -> Problem:
    """422: understood, but wrong; every fault at once."""
    faults = "1 fault" if len(errors) == 1 else f"{len(errors)} faults"
    return Problem(
        422,
        code,
        Text(f"请求有 {len(errors)} 处错误。", f"The request has {faults}."),
        errors=errors,
        nothing_changed=True,
    )


def wrong(pointer: str, code: str, message: Text) -> Problem:
    """422 with a single fault."""
    return invalid([Fault(pointer, code, message)])


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


def unforeseen() -> Problem:
    return Problem(
        500,
        "internal_error",
        Text(
            "服务内部错误。请稍后重试；若持续出现，请提供请求编号。",
            "Something went wrong on our side. Try again; if it goes on, tell us the request id.",
        ),
    )
