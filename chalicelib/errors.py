"""Errors of the domain: what a service refuses and why, in Chinese and English.

::

    ServiceError
    ├── NotFound         the resource does not exist, or this caller may not see it
    ├── Forbidden        the caller knows the resource and may not do this with it
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
    """One wrong value of a request: its place (a JSON pointer), a code and a sentence.

    ``in_address``: the value is a parameter of the query or the path, not a member of the body.
    """

    pointer: str
    code: str
    message: Text
    in_address: bool = False

    def to(self, language: Language) -> dict[str, str]:
        """Return the fault as JSON: pointer or parameter, code, the message in the language."""
        place = {"parameter": self._parameter()} if self.in_address else {"pointer": self.pointer}
        return {**place, "code": self.code, "message": self.message.to(language)}

    def _parameter(self) -> str:
        """Return the parameter's name. A parameter has no members, so the pointer has one part."""
        return self.pointer[1:].replace("~1", "/").replace("~0", "~")


#: What may be missing (404), as ``missing`` of the problem names it, and in words.
THINGS: Mapping[str, Text] = {
    "announcement": Text("公告", "announcement"),
    "appeal": Text("申诉", "appeal"),
    "calendar_link": Text("日历链接", "link of a calendar"),
    "case": Text("个案", "case"),
    "coaching_note": Text("辅导记录", "coaching note"),
    "company": Text("企业", "company"),
    "copy": Text("数据副本", "copy"),
    "correction": Text("更正", "correction"),
    "employee": Text("员工", "employee"),
    "erasure": Text("删除申请", "erasure"),
    "simulation": Text("模拟", "simulation"),
    "export": Text("导出", "export"),
    "file": Text("文件", "file"),
    "late_file": Text("迟到的文件", "late file"),
    "interview": Text("面谈记录", "interview"),
    "inspection": Text("抽检", "inspection"),
    "key": Text("密钥", "key"),
    "opinion": Text("意见", "opinion"),
    "path": Text("路径", "path"),
    "period": Text("期间", "period"),
    "plan": Text("改进计划", "improvement plan"),
    "rater_flag": Text("提示", "flag"),
    "review_meeting": Text("复盘会议", "review meeting"),
    "rating_link": Text("评分链接", "rating link"),
    "rating_round": Text("评分轮次", "rating round"),
    "rating_task": Text("评分表", "rating form"),
    "proposal": Text("合并建议", "proposal"),
    "revision": Text("评分版次", "revision"),
    "scheme": Text("方案", "scheme"),
    "signal": Text("信号", "signal"),
    "signal_run": Text("信号查找", "run for signals"),
    "statistics": Text("统计", "statistics"),
    "sign_in": Text("登录设置", "sign-in"),
    "task": Text("任务", "task"),
    "team": Text("团队", "team"),
    "template": Text("模板", "template"),
    "upload": Text("上传", "upload"),
    "version": Text("方案版本", "version of the scheme"),
}


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

    ``missing`` is a key of THINGS: what is not there, of the several things that the request
    names. The answer is the same, word for word, for a resource of another company or outside the
    caller's team. So ``missing`` must not depend on anything that the caller may not see.
    ``detail`` is the sentence for people; without it, that there is no such thing.
    """

    def __init__(self, missing: str | None = None, detail: Text | None = None) -> None:
        what = THINGS[missing] if missing else Text("资源", "resource")
        detail = detail or Text(f"找不到该{what.zh}。", f"There is no such {what.en}.")
        super().__init__("not_found", detail, **({"missing": missing} if missing else {}))


class Forbidden(ServiceError):
    """The caller knows the resource and may not do this with it."""


class Conflict(ServiceError):
    """The state of the resource does not allow the operation."""


def not_reachable(a_thing: str, before: str, allowed: Sequence[str]) -> Conflict:
    """Return the refusal of a state that does not follow: ``status_not_reachable`` (409).

    ``a_thing`` as an English sentence has it: ``a case``. ``allowed``: the states that follow.
    """
    listed = ", ".join(allowed)
    return Conflict(
        "status_not_reachable",
        Text(
            f"状态 {before} 之后只能是：{listed}。" if listed else f"状态 {before} 已是终态。",
            f"After {before} {a_thing} can only become: {listed}."
            if listed
            else f"Nothing more becomes of {a_thing} that is {before}.",
        ),
        allowed=list(allowed),
    )


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
