"""Flags about raters: publishing and locking name those that nobody has answered."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from chalicelib.errors import Conflict
from chalicelib.language import Text
from chalicelib.periods.records import NOT_EXAMINED, PeriodRecord
from chalicelib.publication.accepting import accepted


def unanswered(record: PeriodRecord) -> int:
    """Return how many flags wait for an answer; a round that is not examined yet, or is open again,
    counts as one."""
    return sum(1 if one == NOT_EXAMINED else one for one in (record.flags or {}).values())


def refuse_flags(record: PeriodRecord, accept: Mapping[str, Any]) -> dict[str, int]:
    """Raise Conflict (409) ``flags_unanswered`` unless exactly their number is accepted.

    Returns what was accepted, for the audit log.
    """
    number = unanswered(record)
    return accepted(accept, "flags", number, partial(_unanswered, record, number))


def _unanswered(record: PeriodRecord, number: int, said: str) -> Conflict:
    flags = "1 flag about raters is" if number == 1 else f"{number} flags about raters are"
    return Conflict(
        "flags_unanswered",
        Text(
            f"有 {number} 条关于评分人的提示无人处理（尚未检查或重新开放的轮次计为一条）。请处理："
            f"GET /v1/rating-rounds/{{id}}/flags；如仍要继续，请在请求中加上 {said}。",
            f"{flags} unanswered (a round that is not examined yet, or open again, counts as one). "
            f"Answer them (GET /v1/rating-rounds/{{id}}/flags); or, to go on without, send {said}.",
        ),
        flags=number,
        rounds=sorted(record.flags or {}),
    )
