"""Publishing names the people whose results it shows and who were not told of the plan before the
month began (announcements/not_told.py says where it asks)."""

from collections.abc import Mapping
from functools import partial
from typing import Any, Final

from chalicelib.errors import Conflict
from chalicelib.language import Text
from chalicelib.periods.records import PROVISIONAL, PeriodRecord
from chalicelib.publication.accepting import accepted
from chalicelib.publication.missing import Told, told
from chalicelib.tenancy.context import Context

#: People whom a refusal names.
MOST_NAMED: Final = 20


def refuse_untold(
    context: Context, record: PeriodRecord, found: Told, accept: Mapping[str, Any]
) -> dict[str, int]:
    """Raise Conflict (409) ``not_told`` unless exactly their number is accepted.

    ``found``: what the register says of the period; of a large one as of the settling. A published
    period is asked for no more. Returns what was accepted, for the audit log.
    """
    number = (found.not_told or 0) if record.state == PROVISIONAL else 0
    return accepted(accept, "not_told", number, partial(_not_told, context, record, found, number))


def _not_told(
    context: Context, record: PeriodRecord, found: Told, number: int, said: str
) -> Conflict:
    named = found.untold or told(context, record).untold
    page = f"GET /v1/periods/{record.period}/announcement/people?in_time=false"
    were = "1 person was" if number == 1 else f"{number} people were"
    return Conflict(
        "not_told",
        Text(
            f"有 {number} 人在本期开始前没有被告知本期计划（见 {page}）；"
            f"如仍要公布其结果，请在请求中加上 {said}。",
            f"{were} not told of the plan before the period began ({page} names them). To publish "
            f"their results nevertheless, send {said}.",
        ),
        not_told=number,
        as_of=found.as_of,
        employees=[
            {"employee_id": one.id, "employee_name": one.name} for one in named[:MOST_NAMED]
        ],
    )
