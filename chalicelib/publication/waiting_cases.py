"""Publishing and locking name the cases that nobody has decided yet."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from chalicelib.cases.waiting import named, waiting
from chalicelib.errors import Conflict
from chalicelib.language import Text
from chalicelib.periods.records import PeriodRecord
from chalicelib.publication.accepting import accepted
from chalicelib.tenancy.context import Context


def refuse_waiting(
    context: Context, record: PeriodRecord, accept: Mapping[str, Any]
) -> dict[str, int]:
    """Raise Conflict (409) ``cases_waiting`` unless exactly their number is accepted.

    What is confirmed after the publication changes a result that its person has seen, after the
    lock it is a correction. Returns what was accepted, for the audit log.
    """
    number = waiting(context, record.period, record.scheme)
    return accepted(accept, "waiting_cases", number, partial(_waiting, context, record, number))


def _waiting(context: Context, record: PeriodRecord, number: int, said: str) -> Conflict:
    are = "1 case of the period is" if number == 1 else f"{number} cases of the period are"
    return Conflict(
        "cases_waiting",
        Text(
            f"本期有 {number} 件个案已提出而未决定（见 GET /v1/cases?status=proposed）。请先决定；"
            f"如仍要继续，请在请求中加上 {said}。",
            f"{are} proposed and not decided (GET /v1/cases?status=proposed). Decide them first; "
            f"or, to go on without, send {said}.",
        ),
        waiting_cases=number,
        cases=named(context, record.period, record.scheme),
    )
