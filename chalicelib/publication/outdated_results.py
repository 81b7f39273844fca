"""Publishing and locking say that results are outdated (docs/decisions/outdated-results.md)."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from pynamodb.expressions.condition import Condition
from pynamodb.expressions.operand import Path

from chalicelib.errors import Busy, Conflict, ServiceError
from chalicelib.language import Text
from chalicelib.periods.calendar import previous
from chalicelib.periods.keys import key_of_period
from chalicelib.periods.records import PeriodRecord, read_period
from chalicelib.publication.accepting import accepted
from chalicelib.publication.first_people import all_of, first_people
from chalicelib.schemes.compiled import ready
from chalicelib.scorecards.asked_entries import Asked
from chalicelib.scoring.needs import needs_previous
from chalicelib.store.as_read import as_read
from chalicelib.tenancy.context import Context


class PreviousPeriodBusy(Busy):
    """Results of the period before are being written, and this period's are made with them."""

    def __init__(self) -> None:
        super().__init__(
            "previous_period_busy",
            Text(
                "本期结果要用到上期结果，而上期正在评分（或评分中断）。请在其完成后重试。",
                "The results are made with those of the period before, which is being scored or "
                "was interrupted. Try again when that is finished.",
            ),
        )


def refuse_outdated(
    context: Context, record: PeriodRecord, accept: Mapping[str, Any]
) -> dict[str, int]:
    """Raise Conflict (409) ``outdated_results``, with the count, unless exactly that is accepted.

    The first people are named.

    Raises Conflict ``team_means_unfinished`` while results may have another mean than their team:
    there is no count to accept, and a rescoring brings them up to date. Returns what was accepted,
    for the audit log.
    """
    if record.means_due is not None:
        raise Conflict(
            "team_means_unfinished",
            Text(
                "有评分中断，可能有结果所用的团队均值已经过时。"
                f"请先重新评分：POST /v1/periods/{record.period}/rescore。",
                "Work on the period was interrupted, so results may have a mean that is no longer "
                f"their team's. Score them anew first: POST /v1/periods/{record.period}/rescore.",
            ),
        )
    number = record.outdated or 0
    return accepted(accept, "outdated", number, partial(_outdated, context, record, number))


def unchanged(record: PeriodRecord) -> Condition:
    """Return the condition that the period's outdated results are those that were looked at."""
    same: Condition = as_read("outdated", record.outdated)
    same &= Path("means_due").does_not_exist()
    return same


def wait_for_previous(context: Context, record: PeriodRecord, in_effect: int | None) -> None:
    """Raise PreviousPeriodBusy (409) while a run holds the period that the results are made with.

    The request's transaction raises it too. Nothing is read when results do not look back.
    """
    if not _made_with_previous(context, record, in_effect):
        return
    if previous_is_busy(context, record, in_effect):
        raise PreviousPeriodBusy
    before = previous(record.period)
    key = key_of_period(context.scope, before, record.scheme)
    context.unit.check(key, Path("writer").does_not_exist(), PreviousPeriodBusy)


def previous_is_busy(context: Context, record: PeriodRecord, in_effect: int | None) -> bool:
    """Return whether a run holds the period that the results are made with."""
    if not _made_with_previous(context, record, in_effect):
        return False
    before = previous(record.period)
    found = read_period(context.table, context.scope, before, record.scheme)
    return found is not None and found.writer is not None


def _made_with_previous(context: Context, record: PeriodRecord, in_effect: int | None) -> bool:
    return record.outdated is not None or _looks_back(context, record.scheme, in_effect)


def _looks_back(context: Context, scheme: str, version: int | None) -> bool:
    found = None if version is None else ready(context.table, context.scope, scheme, version)
    return found is not None and needs_previous(found.scheme)


def _outdated(context: Context, record: PeriodRecord, number: int, said: str) -> ServiceError:
    # Without a directory nobody can be told apart without reading the period before.
    known = record.listing is not None
    people = first_people(context, record, Asked(outdated=True)) if known else []
    are = "result was" if number == 1 else "results were"
    return Conflict(
        "outdated_results",
        Text(
            f"有 {number} 条结果所依据的上期结果后来变了（{all_of(record)} 逐条说明）。"
            f"请先重新评分：POST /v1/periods/{record.period}/rescore；"
            f"如确实要保留，请在请求中加上 {said}。",
            f"{number} {are} made with results of the period before that have changed since "
            f"({all_of(record)} says so of each). "
            f"Score them anew first: POST /v1/periods/{record.period}/rescore; "
            f"or, to keep them as they are, send {said}.",
        ),
        outdated=number,
        employees=people,
    )
