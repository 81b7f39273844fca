"""Locking names appeals that are open, and the window in which people may still appeal.

What is decided after the lock is a correction of what was paid, so both must be accepted.
"""

from collections.abc import Mapping
from functools import partial
from typing import Any

from chalicelib.appeal_records.open_appeals import OpenWindow, named, open_appeals, open_window
from chalicelib.errors import Conflict
from chalicelib.language import Text
from chalicelib.periods.records import PeriodRecord
from chalicelib.publication.accepting import accepted
from chalicelib.tenancy.context import Context


def refuse_appeals(
    context: Context, record: PeriodRecord, accept: Mapping[str, Any]
) -> dict[str, int]:
    """Raise Conflict (409) ``appeals_open`` and ``window_open`` unless exactly the number of open
    appeals, and of results whose window is open or has not begun, is accepted.

    Returns what was accepted, for the audit log.
    """
    number = open_appeals(context, record)
    taken = accepted(accept, "open_appeals", number, partial(_open, context, record, number))
    window = open_window(context, record)
    if window is None:
        return taken
    refusal = partial(_window, window)
    return {**taken, **accepted(accept, "open_windows", window.results, refusal)}


def _open(context: Context, record: PeriodRecord, number: int, said: str) -> Conflict:
    are = "1 appeal is" if number == 1 else f"{number} appeals are"
    return Conflict(
        "appeals_open",
        Text(
            f"有 {number} 件申诉未决（见 GET /v1/appeals）。锁定后支持的申诉以更正处理；"
            f"如仍要锁定，请在请求中加上 {said}。",
            f"{are} not decided (GET /v1/appeals). What is upheld after the lock is a correction; "
            f"to lock nevertheless, send {said}.",
        ),
        open_appeals=number,
        appeals=named(context, record),
    )


def _window(window: OpenWindow, said: str) -> Conflict:
    if window.until is None:
        zh, en = (
            "结果尚未公布，申诉期还没有开始",
            "The results were not published, so nobody could appeal",
        )
    else:
        zh, en = f"申诉期到 {window.until} 为止", f"People may appeal until {window.until}"
    return Conflict(
        "window_open",
        Text(
            f"{zh}，涉及 {window.results} 个结果；如仍要锁定，请在请求中加上 {said}。",
            f"{en}; that is about {window.results} of them. To lock nevertheless, send {said}.",
        ),
        open_windows=window.results,
        until=window.until,
    )
