"""A company's scheduled exports, and the operator's register of due times.

The schedule and its months, in the company's own partition, are authoritative. The register only
tells the hourly tick which companies to look at, and when. An entry that the schedule does not want
is removed. Each step may be repeated, come late, or go on after an interruption
(docs/decisions/exports.md).
"""

from dataclasses import replace
from datetime import datetime, timedelta

from pynamodb.expressions.condition import Condition
from pynamodb.expressions.operand import Path

from chalicelib.exports import due_months, queue
from chalicelib.exports.keys import key_of_due_month, key_of_export_schedule
from chalicelib.exports.records import (
    ENDED,
    DueMonth,
    Schedule,
    open_months,
    read_schedule,
)
from chalicelib.periods.calendar import following
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
        found.append(DueMonth(period, timestamp(due), schedule.format, scheme=schedule.scheme))
        schedule = replace(schedule, next_period=following(period))
    return found


def unchanged(schedule: Schedule) -> Condition:
    """Return the condition, on the schedule's item, that it is as it was read.

    A month that is made due does not count as a change of the schedule, but a writer must not undo
    it.
    """
    period, revision = Path("next_period"), Path("revision")
    if not schedule.revision:
        nothing: Condition = Path("pk").does_not_exist()
        return nothing
    before = schedule.next_period
    moved: Condition = period.does_not_exist() if before is None else period == before
    same: Condition = (revision == schedule.revision) & moved
    return same


def _make_due(context: Context, schedule: Schedule, tenant: Tenant, due: datetime) -> Schedule:
    """Make the next month due: its entry and the schedule's next month, both or neither.

    Returns the schedule as it is then. A suspended company's month ends without an export.
    """
    period = schedule.first_period(tenant.time_zone) or ""
    month = DueMonth(period, timestamp(due), schedule.format, scheme=schedule.scheme)
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
