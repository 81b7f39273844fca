"""Publishing and locking name the people who should have a result and have none."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from chalicelib.errors import Conflict
from chalicelib.language import Text
from chalicelib.periods.records import PeriodRecord
from chalicelib.publication.accepting import accepted
from chalicelib.publication.first_people import as_named
from chalicelib.publication.missing import Told, told
from chalicelib.tenancy.context import Context


def refuse_missing(
    context: Context, record: PeriodRecord, found: Told, accept: Mapping[str, Any]
) -> dict[str, int]:
    """Raise Conflict (409) ``missing_people`` unless exactly their number is accepted.

    ``found``: what the register says of the period; of a large one as of the settling. Who is
    missing is not paid by this scheme; a result that comes after the lock is a correction from
    nothing. Returns what was accepted, for the audit log.
    """
    number = found.missing_people
    return accepted(accept, "missing", number, partial(_missing, context, record, found))


def _missing(context: Context, record: PeriodRecord, found: Told, said: str) -> Conflict:
    number = found.missing_people
    named = found.named or told(context, record).named
    page = f"GET /v1/periods/{record.period}"
    are = "1 person has" if number == 1 else f"{number} people have"
    return Conflict(
        "missing_people",
        Text(
            f"有 {number} 人本期应有结果而没有（见 {page}）。请上传其数据，或在名册中登记离职、请假"
            f"或所属方案；如确实不计这些人，请在请求中加上 {said}。",
            f"{are} no result and should have one ({page} names them). Upload their figures, or "
            "put on the register that they left, were on leave or belong to another scheme; or, "
            f"to leave them out, send {said}.",
        ),
        missing_people=number,
        as_of=found.as_of,
        employees=as_named(
            context, ((one.employee.id, one.employee.name, one.team) for one in named)
        ),
    )
