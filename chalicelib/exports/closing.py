"""A leaver's result is settled ahead of its month, and handed to payroll in a file of its own.

One transaction marks the result as closed, counts it in the period and requests the file, on
condition that no run holds the period and nothing of it is due: so no run that has read the result
before writes it afterwards. From then on it changes by corrections alone
(docs/decisions/settled-ahead.md).
"""

from collections import Counter
from typing import Final

from pynamodb.expressions.operand import Path

from chalicelib.audit.records import record_change
from chalicelib.errors import Busy, Conflict
from chalicelib.exports.records import SETTLEMENT, Export
from chalicelib.exports.requesting import request
from chalicelib.language import Text
from chalicelib.people.identity import place
from chalicelib.people.paths import person_at
from chalicelib.people.records import DELETED, LEFT, Employee, key_of, read_people
from chalicelib.people.today import status_on, today
from chalicelib.periods import directory
from chalicelib.periods.errors import PeriodBusy, PeriodLocked, SummaryReplaced
from chalicelib.periods.keys import key_of_period
from chalicelib.periods.ordered_tables import Part
from chalicelib.periods.records import (
    LOCKED,
    PeriodRecord,
    not_locked,
    read_period,
    same_withdrawals,
)
from chalicelib.publication import outdated_results
from chalicelib.publication.cases_due import none_due, refuse_due
from chalicelib.results.abandoned import freed
from chalicelib.scorecards import outdated, taken_back
from chalicelib.scorecards.absent import no_card
from chalicelib.scorecards.keys import key_of_scorecard
from chalicelib.scorecards.records import Scorecard, read_card
from chalicelib.scorecards.versions import version_of
from chalicelib.store.as_read import as_read
from chalicelib.store.changes import actions_of
from chalicelib.store.identifiers import new_id
from chalicelib.tenancy.context import Context

#: Pieces of the directory that one transaction removes at most. Those that dead runs have left
#: beside are removed by the next settling.
MOST_DROPPED: Final = 40


def close(
    context: Context, employee_id: str, period: str, scheme: str, reason: str, form: str
) -> Export:
    """Settle a leaver's result ahead of its month. Returns the export of it.

    Raises NotFound (404) without a result; PeriodLocked, Conflict (409) ``already_closed``,
    ``own_result``, ``not_left``, ``nothing_to_settle`` and ``outdated_result``; PeriodBusy,
    PeriodUnfinished and Busy (409) while the month's results are being changed.
    """
    person = person_at(place(context, employee_id))
    record = read_period(context.table, context.scope, period, scheme)
    card = read_card(context, scheme, period, person)
    if record is None or card is None:
        gone = taken_back.refusal(context, person, period, scheme)
        raise gone or no_card(context, person, period)
    if record.state == LOCKED:
        raise PeriodLocked
    if context.principal.person == person:
        raise Conflict("own_result", OWN)
    if card.closed is not None:
        raise Conflict("already_closed", ALREADY)
    _refuse_unsettled(context, record, card, read_people(context, [person]).get(person))
    record = freed(context, record)
    refuse_due(record)
    export = requested(context, card, form)
    _write(context, record, card, reason)
    record_change(
        context,
        "scorecards.close",
        f"employees/{employee_id}",
        None,
        {"period": period, "scheme": scheme, "reason": reason, "export": export.id},
        revision=card.revision,
    )
    return export


def requested(context: Context, card: Scorecard, form: str) -> Export:
    """Request the file of a result that is, or will be, settled ahead, with its event."""
    wanted = {"scheme": card.scheme, "period": card.period, "format": form, "content": SETTLEMENT}
    return request(context, wanted, person=card.person)


def made_again(context: Context, employee_id: str, period: str, scheme: str, form: str) -> Export:
    """Request the file of a result once more that was settled ahead. Returns the export.

    Raises NotFound (404) without a result, and Conflict (409) ``not_closed``.
    """
    person = person_at(place(context, employee_id))
    card = read_card(context, scheme, period, person)
    if card is None:
        raise no_card(context, person, period)
    if card.closed is None:
        raise Conflict("not_closed", NOT_CLOSED)
    return requested(context, card, form)


def _refuse_unsettled(
    context: Context, record: PeriodRecord, card: Scorecard, there: Employee | None
) -> None:
    """Raise Conflict (409): the person is still there, or the result is nothing to pay by."""
    if there is None or not _has_left(context, there):
        raise Conflict("not_left", NOT_LEFT)
    if not card.paying or card.incomplete:
        raise Conflict("nothing_to_settle", NOTHING)
    shown = (card, version_of(context, card), record)
    (why,) = outdated.reasons(context, [shown], {there.key: there})
    if why.because or record.means_due is not None:
        raise Conflict("outdated_result", OUTDATED, because=why.because)


def _has_left(context: Context, there: Employee) -> bool:
    return there.status == DELETED or status_on(there, today(context)) == LEFT


def _write(context: Context, record: PeriodRecord, card: Scorecard, reason: str) -> None:
    unit, scope = context.unit, context.scope
    closed = {"at": context.time, "by": context.principal.credential, "reason": reason}
    # An erasure moves the result, and takes the person from the register before it does.
    unit.check(key_of(context, card.person), Path("pk").exists(), _busy)
    unit.update(
        key_of_scorecard(scope, card.scheme, card.period, card.person, context.principal.shards),
        [Path("closed").set(closed)],
        (Path("revision") == card.revision) & Path("closed").does_not_exist(),
        _busy,
    )
    # Whoever follows the coefficients is told that the row is in them no more.
    part = _listed_anew(context, record, card)
    for key, item in part.writes:
        unit.put(key, item)
    for key in part.drops[:MOST_DROPPED]:
        unit.delete(key)
    versions = Counter(record.closed_versions or {})
    versions[str(card.version)] += 1
    counted = {"closed": (record.closed or 0) + 1, "closed_versions": dict(versions)}
    unit.update(
        key_of_period(scope, card.period, card.scheme),
        [*actions_of(counted), *part.actions(record)],
        not_locked()
        & Path("writer").does_not_exist()
        & (Path("settled_at") == record.settled_at)
        & as_read("closed", record.closed)
        & outdated_results.unchanged(record)
        & none_due()
        & same_withdrawals(record)
        & directory.unchanged(record),
        PeriodBusy,
    )


def _listed_anew(context: Context, record: PeriodRecord, card: Scorecard) -> Part:
    """Return the part by which the result's entry has changed now, and nobody else's."""
    at = directory.next_time(context, record)
    if record.listing is None:
        return Part()
    try:
        entry = directory.entries_of(context, record, [card.person]).get(card.person)
        if entry is None:
            return directory.untold(record, at)
        changes = {card.person: entry._replace(changed_at=at)}
        return directory.changed(context, record, changes, new_id("gen", context.now), at)
    except SummaryReplaced:
        raise PeriodBusy from None


def _busy() -> Busy:
    return Busy("result_busy", BUSY)


OWN = Text("不能结清本人的结果。", "Nobody settles their own result.")
ALREADY = Text("该结果已提前结清。", "The result was settled ahead already.")
NOT_CLOSED = Text("该结果没有提前结清。", "The result was not settled ahead of its month.")
NOT_LEFT = Text(
    "按名册，该员工尚未离职；提前结清仅限离职员工。",
    "By the register the person has not left: only a leaver's result is settled ahead.",
)
NOTHING = Text(
    "该结果不计发，或仍在等待数据，无可结清。",
    "The result pays nobody, or awaits figures: there is nothing to settle.",
)
OUTDATED = Text(
    "该结果已过时，请先重新评分，再提前结清。",
    "The result is outdated: score the month anew, then settle it.",
)
BUSY = Text("该结果正在被更改，请稍后重试。", "The result is being changed; try again in a moment.")
