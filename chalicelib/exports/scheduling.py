"""A tenant's scheduled exports, and the operator's register of when the next is due.

The schedule itself (in the tenant's own partition) is what holds. The register only tells the
hourly tick whom to look at: an entry that does not agree with its schedule is removed. All of
it may be done twice, late, or after dying at any line.
"""

from contextlib import suppress
from datetime import datetime, timedelta

from pynamodb.expressions.operand import Path

from chalicelib.exports import queue
from chalicelib.exports.calendar import due_period, next_due
from chalicelib.exports.keys import key_of_export, key_of_export_schedule
from chalicelib.exports.records import QUEUED, Export, Schedule, read_schedule, scheduled_id
from chalicelib.periods.records import read_period, schemes_of
from chalicelib.store.keys import Key
from chalicelib.store.records import to_item
from chalicelib.store.table import ConditionFailed
from chalicelib.store.transactions import Unit
from chalicelib.tenancy import operator_scope
from chalicelib.tenancy.context import Context, timestamp
from chalicelib.tenancy.records import Tenant

#: A local hour comes in all time zones within so much: they differ by 26 hours.
LONGEST_DAY = timedelta(hours=27)
#: Who asked for an export that the schedule made.
REQUESTED_BY = "schedule"


def register(context: Context) -> None:
    """Enter the tenant's next due time. Runs as the operator with the tenant opened."""
    schedule = read_schedule(context.table, context.scope)
    if schedule.enabled and schedule.next_due is not None:
        _enter(context, schedule.next_due)


def leave(context: Context) -> None:
    """Remove the entry of a company that is deleted. Runs as the operator with the tenant opened,
    before the schedule goes, by which the entry is found."""
    due = read_schedule(context.table, context.scope).next_due
    if due is not None:
        context.table.delete(operator_scope.due_export(due, context.scope.tenant))


def fall_due(context: Context, tenant: Tenant, due: str) -> None:
    """Ask for the exports of a due time, then move the schedule on to the next one."""
    schedule = read_schedule(context.table, context.scope)
    if not schedule.enabled or schedule.next_due != due:
        # Changed since, or done already: the schedule says when, not this entry.
        context.table.delete(operator_scope.due_export(due, tenant.id))
        register(context)
        return
    local = next_due(schedule.day, schedule.hour, tenant.time_zone, _day_before(due))
    if local > context.now:
        # The tenant's clocks were set back since: by them it is not yet time.
        _move_on(context, schedule, due, timestamp(local))
        return
    if tenant.status == "active":
        _ask(context, schedule, due, due_period(local, tenant.time_zone))
    after = timestamp(next_due(schedule.day, schedule.hour, tenant.time_zone, local))
    _move_on(context, schedule, due, after)
    if after <= timestamp(context.now):
        # Months were missed: the next of them at once, not in an hour.
        queue.send_due(context.platform, [(context.scope, after)])


def _day_before(due: str) -> datetime:
    """Before the same local hour in any time zone; months before the due time before it."""
    return datetime.fromisoformat(due) - LONGEST_DAY


def _ask(context: Context, schedule: Schedule, due: str, period: str) -> None:
    """One export for each scheme that has results of the period that is due."""
    tenant = context.scope.tenant
    schemes = [schedule.scheme] if schedule.scheme else schemes_of(context, period)
    for scheme in schemes:
        found = read_period(context.table, context.scope, period, scheme)
        if found is None or not found.scorecards:
            continue
        export = Export(
            id=scheduled_id(tenant, due, scheme),
            scheme=scheme,
            period=period,
            format=schedule.format,
            status=QUEUED,
            requested_at=context.time,
            requested_by=REQUESTED_BY,
            scheduled_for=due,
        )
        # One that was asked for before stays; its message may have been lost, so it is sent again.
        with suppress(ConditionFailed):
            context.table.put(
                key_of_export(context.scope, export.id),
                to_item(export),
                Path("pk").does_not_exist(),
            )
        queue.send_run(context.platform, context.scope, export.id)


def _move_on(context: Context, schedule: Schedule, due: str, after: str) -> None:
    unit = Unit(context.table)
    unit.update(
        key_of_export_schedule(context.scope),
        [Path("next_due").set(after)],
        (Path("next_due") == due) & (Path("revision") == schedule.revision),
    )
    unit.put(*_entry(context, after))
    unit.delete(operator_scope.due_export(due, context.scope.tenant))
    try:
        unit.commit()
    except ConditionFailed:
        return  # Another delivery moved it on, or the schedule was changed: that has its own entry.


def _enter(context: Context, due: str) -> None:
    context.table.put(*_entry(context, due))


def _entry(context: Context, due: str) -> tuple[Key, dict[str, str]]:
    tenant = context.scope.tenant
    return operator_scope.due_export(due, tenant), {"tenant": tenant, "due": due}
