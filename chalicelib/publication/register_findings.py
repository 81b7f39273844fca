"""Publishing and locking name what the register contradicts, and go on when that is accepted."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from chalicelib.errors import Conflict, ServiceError
from chalicelib.language import Text
from chalicelib.periods.records import PeriodRecord
from chalicelib.publication.accepting import accepted
from chalicelib.publication.first_people import all_of, as_named
from chalicelib.publication.missing import Told, told
from chalicelib.publication.month_check import Met
from chalicelib.tenancy.context import Context


def refuse_findings(
    context: Context, record: PeriodRecord, found: Told, accept: Mapping[str, Any]
) -> dict[str, int]:
    """Raise Conflict (409) for what the register contradicts, unless just its number is accepted.

    ``several_results``: results of people who have one by another scheme too, while the register
    names no scheme for them or the other one is locked and has paid them: both would be paid.
    ``register_changed``: results whose team or paying scheme would be another by the register of
    today. Both name the first people, of a large register those among its first people of now.
    ``found``: what the register says. Returns what was accepted, for the audit log.
    """
    several = sum(found.several.values())
    refusal = partial(_several, context, record, found, several)
    taken = accepted(accept, "several_results", several, refusal)
    refusal = partial(_changed, context, record, found)
    return {**taken, **accepted(accept, "register_changed", found.outdated, refusal)}


def _named(context: Context, people: Sequence[Met]) -> list[dict[str, Any]]:
    return as_named(
        context,
        (
            (one.employee.id, one.employee.name, one.card.team if one.card else None)
            for one in people
        ),
    )


def _several(
    context: Context, record: PeriodRecord, found: Told, number: int, said: str
) -> ServiceError:
    people = _named(context, found.twice or told(context, record).twice)
    codes = ", ".join(sorted(found.several))
    both = f"GET /v1/periods/{record.period}/scorecards"
    return Conflict(
        "several_results",
        Text(
            f"有 {number} 条结果的员工当月还有其他方案（{codes}）的结果（见 {both}）："
            "名册没有写明由哪个方案计发，或其他方案的结果已锁定计发，因此会重复计发。"
            "请在名册中登记 scheme 后重新评分；"
            f"如确实要保留，请在请求中加上 {said}。",
            f"{number} of the results are of people who have one by another scheme too ({codes}; "
            f"{both} lists those of all schemes): the register does not say which of them pays, or "
            "the other one is locked and paid. Both would be paid. Put their scheme on the "
            f"register and score anew; or, to pay them as they are, send {said}.",
        ),
        several_results=number,
        schemes=dict(found.several),
        as_of=found.as_of,
        employees=people,
    )


def _changed(context: Context, record: PeriodRecord, found: Told, said: str) -> ServiceError:
    number = found.outdated
    people = _named(context, found.moved or told(context, record).moved)
    return Conflict(
        "register_changed",
        Text(
            f"有 {number} 条结果，按现在的名册属于另一团队或由另一方案计发"
            f"（{all_of(record)} 逐条说明）。"
            f"请先重新评分：POST /v1/periods/{record.period}/rescore；"
            f"如确实要保留，请在请求中加上 {said}。",
            f"By the register of today {number} of the results belong to another team or are paid "
            f"by another scheme ({all_of(record)} says so of each). Score them anew first: "
            f"POST /v1/periods/{record.period}/rescore; or, to keep them as they are, send {said}.",
        ),
        register_changed=number,
        as_of=found.as_of,
        employees=people,
    )
