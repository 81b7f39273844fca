"""A company that imports its history: files of past results, and what is read of them."""

from typing import Any

from tests.api.uploads.sending import Desk

#: The columns of a past result, with two figures of the desk's scheme.
HEADER = "工号,姓名,团队,总分,等级,系数,solved,raised"
PAST = {"grain": "results", "unknown_employees": "create"}


def past(*rows: str, header: str = HEADER) -> bytes:
    """A file of past results."""
    return "\n".join([header, *rows, ""]).encode()


def imported(desk: Desk, content: bytes, period: str = "2026-08", **more: Any) -> Any:
    """Import a file of past results; return the upload after that."""
    return desk.send(content, period=period, **{**PAST, **more})


def card(desk: Desk, person: str, period: str = "2026-08", more: str = "") -> Any:
    """Return a scorecard."""
    path = f"/v1/employees/{person}/scorecards/{period}?scheme=desk{more}"
    return desk.caller.get(path).ok()


def period_of(desk: Desk, period: str = "2026-08") -> Any:
    """Return a period of the scheme as it is read."""
    (found,) = desk.caller.get(f"/v1/periods/{period}?scheme=desk").ok()["schemes"]
    return found
