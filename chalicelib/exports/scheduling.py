"""A company's scheduled exports, and the operator's register of due times.

The schedule and its months, in the company's own partition, are authoritative. The register only
tells the hourly tick which companies to look at, and when. An entry that the schedule does not want
is removed. Each step may be repeated, come late, or go on after an interruption
(docs/decisions/exports.md).
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from pynamodb.expressions.condition import Condition
from pynamodb.expressions.operand import Path

from chalicelib.exports import due_months, queue
from chalicelib.exports.calendar import due_period, next_due
from chalicelib.exports.keys import key_of_due_month, key_of_export_schedule
from chalicelib.exports.records import (
    ENDED,
    DueMonth,
    Schedule,
    open_months,
    read_schedule,
)
from chalicelib.periods.calendar import following, previous
from chalicelib.store.as_read import as_read
from chalicelib.store.records import to_item
from chalicelib.store.table import ConditionFailed
from chalicelib.store.transactions import Unit
from chalicelib.tenancy import operator_scope
from chalicelib.tenancy.context import Context, timestamp
from chalicelib.tenancy.records import Tenant, read_tenant

#: Within this time a local hour occurs in every time zone. Time zones differ by up to 26 hours.
LONGEST_DAY = timedelta(hours=27)
#: Months that one change of the schedule makes due at most: each is a write of its transaction.
MOST_AT_ONCE = 50


def follow(context: Context, tenant: Tenant, entry: str | None = None) -> None:
    """Do what is due, and enter the next due times in the register.

    Runs as the operator in the company. ``entry`` is the due time in the register that led here
    (RFC 3339, UTC); it is removed when nothing wants it. Makes one month due at a time.
    """
    schedule, zone = read_schedule(context.table, context.scope), tenant.time_zone
    due = schedule.due(zone)
    if due is not None and due <= context.now:
        schedule = _make_due(context, schedule, tenant, due)
    if tenant.status == "active":
        for month in open_months(context.table, context.scope):
            due_months.work(context, schedule, zone, month)
    _register(context, schedule, zone, entry)


def months_due(schedule: Schedule, time_zone: str, now: datetime) -> list[DueMonth]:
    """Return the months that are due by now and were not made due, the oldest first."""
    found: list[DueMonth] = []
    while len(found) < MOST_AT_ONCE:
        due, period = schedule.due(time_zone), schedule.first_period(time_zone)
        if due is None or period is None or due > now:
            break
        found.append(_month(schedule, period, due))
        schedule = replace(schedule, next_period=following(period))
    return found


def first_after_change(
    context: Context,
    before: Schedule,
    due: list[DueMonth],
    wanted: Mapping[str, Any],
    time_zone: str,
) -> str | None:
    """Return the first month that is not made due once ``wanted`` is saved.

    ``due`` are the months that the change makes due. A schedule that is switched on begins with its
    first due time from now on. One that stays on goes on where it was, but a month that it began
    behind, and whose new due time is to come, is not lost: the month before ``next_period`` that
    was never made due. None for a schedule that was never on.
    """
    reached = following(due[-1].period) if due else before.first_period(time_zone)
    if not wanted["enabled"]:
        return reached
    due_next = next_due(wanted["day"], wanted["hour"], time_zone, context.now)
    first = due_period(due_next, time_zone)
    if reached is None:
        return first
    if first == previous(reached) and not _was_made_due(context, before, due, first):
        return first
    return reached if before.enabled else max(first, reached)


def _was_made_due(context: Context, before: Schedule, due: list[DueMonth], period: str) -> bool:
    if before.next_due is not None:
        # Stored before there were entries (exported_without_entry).
        return True
    if any(month.period == period for month in due):
        return True
    return context.table.get(key_of_due_month(context.scope, period)) is not None


def exported_without_entry(
    schedule: Schedule, due: list[DueMonth], time_zone: str, now: datetime
) -> list[DueMonth]:
    """Return the ended entry that a schedule stored before there were entries still lacks.

    It is of the month before the first one that was not made due, so that no later change takes
    that month for one that never was. ``due`` are the months that are made due with it.
    """
    first = schedule.first_period(time_zone)
    if schedule.next_due is None or first is None or due:
        return []
    month, at = previous(first), timestamp(now)
    return [DueMonth(month, at, schedule.format, ENDED, schedule.scheme, ended_at=at)]


def unchanged(schedule: Schedule) -> Condition:
    """Return the condition, on the schedule's item, that it is as it was read.

    A month that is made due does not count as a change of the schedule, but a writer must not undo
    it.
    """
    if not schedule.revision:
        nothing: Condition = Path("pk").does_not_exist()
        return nothing
    same: Condition = as_read("next_period", schedule.next_period)
    same &= Path("revision") == schedule.revision
    return same


def _make_due(context: Context, schedule: Schedule, tenant: Tenant, due: datetime) -> Schedule:
    """Make the next month due: its entry and the schedule's next month, both or neither.

    Returns the schedule as it is then. A suspended company's month ends without an export.
    """
    period = schedule.first_period(tenant.time_zone) or ""
    month = _month(schedule, period, due)
    if tenant.status != "active":
        month = replace(month, status=ENDED, ended_at=context.time)
    moved = replace(schedule, next_period=following(period), next_due=None)
    unit = Unit(context.table)
    unit.put(key_of_due_month(context.scope, period), to_item(month), Path("pk").does_not_exist())
    unit.update(
        key_of_export_schedule(context.scope),
        [Path("next_period").set(moved.next_period), Path("next_due").remove()],
        unchanged(schedule),
    )
    try:
        unit.commit()
    except ConditionFailed:
        # Another delivery did this, or the schedule was changed, which did this too.
        return read_schedule(context.table, context.scope)
    return moved


def _month(schedule: Schedule, period: str, due: datetime) -> DueMonth:
    """Return a month that is made due as the schedule says."""
    return DueMonth(
        period,
        timestamp(due),
        schedule.format,
        scheme=schedule.scheme,
        differences=schedule.differences,
    )


def _register(context: Context, schedule: Schedule, time_zone: str, entry: str | None) -> None:
    """Enter the next due time, and that of each open month so that every tick looks at it."""
    due = schedule.due(time_zone)
    wanted = _wanted(context, schedule, time_zone)
    for at in sorted(wanted):
        tenant = context.scope.tenant
        context.table.put(operator_scope.due_export(at, tenant), {"tenant": tenant, "due": at})
    if entry is not None and entry not in wanted:
        context.table.delete(operator_scope.due_export(entry, context.scope.tenant))
    if due is not None and due <= context.now:
        # Months were missed: the next one is made due at once, without waiting for the tick.
        queue.send_due(context.platform, [(context.scope, timestamp(due))])


def _wanted(context: Context, schedule: Schedule, time_zone: str) -> set[str]:
    wanted = {month.due for month in open_months(context.table, context.scope)}
    due = schedule.due(time_zone)
    return wanted if due is None else wanted | {timestamp(due)}


def leave(context: Context) -> None:
    """Remove a deleted company's due times from the register. Runs as the operator in the company.

    It must run before the schedule is removed, because the schedule names the due times. An entry
    that it does not name any more is removed when it is due (exports/jobs.py).
    """
    schedule = read_schedule(context.table, context.scope)
    tenant = read_tenant(context.table, context.scope)
    found = _wanted(context, schedule, tenant.time_zone if tenant else "UTC")
    for due in sorted(found | ({schedule.next_due} if schedule.next_due else set())):
        context.table.delete(operator_scope.due_export(due, context.scope.tenant))
