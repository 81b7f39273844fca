"""A month that was made due: its exports are requested, at once or when what it waits for has come.

What a month waits for is what the schedule says now:

====================  ==============  =========================================================
``only_when_locked``  ``latest_day``
====================  ==============  =========================================================
false                 none            nothing: it is exported as it stands
false                 a day           the lock; from that day on it is exported as it stands
true                  none            the lock
true                  a day           the lock; from that day on it is overdue, and an event says so
====================  ==============  =========================================================

Each scheme waits for its own lock. One whose lock was taken back, with its export, waits for the
next lock in any case: what was locked once is not sent unlocked.
"""

from contextlib import suppress

from pynamodb.expressions.condition import Condition
from pynamodb.expressions.operand import Path

from chalicelib.audit.records import event_write
from chalicelib.exports.keys import key_of_due_month
from chalicelib.exports.records import (
    ENDED,
    OPEN,
    QUEUED,
    DueMonth,
    Export,
    Schedule,
    scheduled_id,
)
from chalicelib.exports.requesting import request_once
from chalicelib.periods.calendar import following
from chalicelib.periods.records import LOCKED, PeriodRecord, with_results
from chalicelib.store.table import ConditionFailed
from chalicelib.store.transactions import Unit
from chalicelib.tenancy.context import Context

#: ``requested_by`` of an export by the schedule.
REQUESTED_BY = "schedule"


def work(context: Context, schedule: Schedule, time_zone: str, month: DueMonth) -> None:
    """Request the exports of an open month that wait for nothing; end the month when all are."""
    latest = schedule.latest(month.period, time_zone)
    passed = latest is not None and latest <= context.now
    waits = schedule.only_when_locked or (latest is not None and not passed)
    records = with_results(context, month.period, month.scheme)
    found = [one for one in records if one.scorecards]
    again = month.again or ()
    waiting = [one for one in found if (waits or one.scheme in again) and one.state != LOCKED]
    for period in found:
        if period not in waiting:
            _request(context, month, period)
    done = not waiting and (found or not waits)
    if done or _is_forgotten(schedule, month, found):
        _end(context, month)
    elif waits and passed and month.overdue_at is None:
        _note_overdue(context, month, waiting)


def _is_forgotten(schedule: Schedule, month: DueMonth, found: list[PeriodRecord]) -> bool:
    """Say whether a month without any result has waited until the next one was made due."""
    return not found and (schedule.next_period or "") > following(month.period)


def _request(context: Context, month: DueMonth, period: PeriodRecord) -> None:
    """Request the export of a scheme. One that was requested before stays."""
    scheme = period.scheme
    lock = period.lock_number if period.state == LOCKED else None
    of_lock = lock if scheme in (month.again or ()) else None
    export = Export(
        id=scheduled_id(context.scope.tenant, month.due, scheme, of_lock),
        scheme=scheme,
        lock=lock,
        period=month.period,
        format=month.format,
        status=QUEUED,
        requested_at=context.time,
        requested_by=REQUESTED_BY,
        scheduled_for=month.due,
        updated_at=context.time,
        differences=month.differences,
    )
    request_once(context, export)


def _end(context: Context, month: DueMonth) -> None:
    with suppress(ConditionFailed):
        context.table.update(
            key_of_due_month(context.scope, month.period),
            [Path("status").set(ENDED), Path("ended_at").set(context.time), Path("again").remove()],
            (Path("status") == OPEN) & same_again(month),
        )


def same_again(month: DueMonth) -> Condition:
    """Return the condition, on a month's item, that no other lock was taken back since."""
    again = Path("again")
    none: Condition = again.does_not_exist()
    return none if month.again is None else again == list(month.again)


def _note_overdue(context: Context, month: DueMonth, waiting: list[PeriodRecord]) -> None:
    """Store that the month is overdue, with its one event."""
    unit = Unit(context.table)
    revision = month.revision + 1
    unit.update(
        key_of_due_month(context.scope, month.period),
        [Path("overdue_at").set(context.time), Path("revision").set(revision)],
        (Path("status") == OPEN) & Path("overdue_at").does_not_exist(),
    )
    state = {"period": month.period, "schemes": [one.scheme for one in waiting]}
    unit.put(
        *event_write(
            context,
            "export_schedule.overdue",
            f"export-schedule/{month.period}",
            None,
            state,
            revision=revision,
        )
    )
    with suppress(ConditionFailed):
        unit.commit()
