"""RFC 9457 problems: the form of every error of this API.

::

    {"type": "about:blank", "title": "Unprocessable Content", "status": 422,
     "detail": "…", "code": "invalid_request", "request_id": "…",
     "errors": [{"pointer": "/name", "code": "required", "message": "…"}]}

A fault of the body has a ``pointer``, a fault of the query or the path a ``parameter`` instead.
"""

from collections.abc import Iterable, Mapping, Sequence
from http import HTTPStatus
from typing import Any

from chalicelib.errors import (
    AlreadyThere,
    Busy,
    Changed,
    Conflict,
    Damaged,
    Fault,
    Forbidden,
    Invalid,
    NotFound,
    OverLimit,
    ServiceError,
    TooLarge,
    TooManyRequests,
)
from chalicelib.language import Language, Text
from chalicelib.store.errors import ItemTooLarge, NoSuchKey, UnknownFormat
from chalicelib.tenancy.roles import Role

#: Titles for which Python 3.11's http module still has the names of older RFCs.
_TITLES = {413: "Content Too Large", 422: "Unprocessable Content"}


class Problem(Exception):
    """An error answer of HTTP.

    Services raise errors of the domain (:mod:`chalicelib.errors`). :func:`problem_of` makes
    problems of them.
    """

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
        """Return the JSON body. For a request that only reads, it omits "Nothing was changed"."""
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


#: The status of each class of domain error. A subclass has the status of its nearest base here.
STATUS: Mapping[type[ServiceError], int] = {
    Forbidden: 403,
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
#: For these errors the answer says that nothing was changed.
_NOTHING_CHANGED = (Invalid, AlreadyThere)


def problem_of(error: ServiceError) -> Problem:
    """Return the problem of a domain error. Raises LookupError for a class without a status."""
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
    """Return the reason phrase of RFC 9110 for a status."""
    return _TITLES.get(status) or HTTPStatus(status).phrase


def forbidden(roles: Iterable[Role]) -> Problem:
    """Return the 403 for a role that may not call the route. ``roles`` are those that may."""
    allowed = [role.value for role in Role if role in roles]
    named = ", ".join(allowed)
    return Problem(
        403,
        "forbidden",
        Text(
            f"该凭证的角色无权执行此操作。可执行的角色：{named}。",
            f"No role of this credential may do this. Roles that may: {named}.",
        ),
        extra={"roles": allowed},
    )


def needs_a_person() -> Problem:
    """Return the 403 for a credential that names nobody, where a person has to decide."""
    return Problem(
        403,
        "needs_a_person",
        Text(
            "此操作须由某个人作出。请使用绑定了员工编号的密钥，或以个人身份登录。",
            "Somebody has to answer for this by name. Use a key that is bound to an employee, or "
            "sign in as a person.",
        ),
    )


def unauthenticated() -> Problem:
    """Return the 401 for a request without a valid credential."""
    return Problem(
        401,
        "unauthenticated",
        Text(
            "需要有效的凭证：Authorization: Bearer <key>。",
            "A valid credential is needed: Authorization: Bearer <key>.",
        ),
        headers={"WWW-Authenticate": "Bearer"},
    )


def of_table(refusal: Problem | ServiceError | NoSuchKey | ItemTooLarge) -> Problem | ServiceError:
    """Return a refusal as the caller is told it: the table's become errors of the domain."""
    if isinstance(refusal, NoSuchKey):
        # No item has a key that no key can be: the id in the request names nothing.
        return NotFound()
    if isinstance(refusal, ItemTooLarge):
        return TooLarge("record_too_large", RECORD_TOO_LARGE)
    return refusal


def unforeseen(error: Exception) -> Problem:
    """Return the 500 for an unexpected error.

    It tells nothing about the error, with one exception: stored data of another version, because a
    retry does not help then.
    """
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


RECORD_TOO_LARGE = Text(
    "该记录的内容合计超过 400 KB，无法保存；请缩短后重试。未作任何更改。",
    "All that this record would hold has more than 400 KB, which cannot be stored. Say it in fewer "
    "words. Nothing was changed.",
)
