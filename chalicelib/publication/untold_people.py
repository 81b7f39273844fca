"""Publishing names the people whose results it shows and who were not told of the plan before the
month began (announcements/not_told.py says where it asks)."""

from collections.abc import Mapping
from typing import Any, Final

from chalicelib.errors import Conflict
from chalicelib.language import Text
from chalicelib.periods.records import PROVISIONAL, PeriodRecord
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
    number = found.not_told or 0
    if not number or record.state != PROVISIONAL:
        return {}
    if accept.get("not_told") != number:
        named = found.untold or told(context, record).untold
        raise _not_told(record, number, found, named)
    return {"accepted_not_told": number}


def _not_told(record: PeriodRecord, number: int, found: Told, named: tuple[Any, ...]) -> Conflict:
    said = f'"accept": {{"not_told": {number}}}'
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
