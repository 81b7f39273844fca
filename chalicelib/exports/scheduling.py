"""A company's scheduled exports, and the operator's register of due times.

The schedule, in the company's own partition, is authoritative. The register only tells the hourly
tick which companies to look at. An entry that differs from its schedule is removed. Each step may
be repeated, come late, or go on after an interruption.
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

#: Within this time a local hour occurs in every time zone. Time zones differ by up to 26 hours.
LONGEST_DAY = timedelta(hours=27)
#: ``requested_by`` of an export by the schedule.
REQUESTED_BY = "schedule"


def register(context: Context) -> None:
    """Enter the company's next due time in the register. Runs as the operator in the company."""
    schedule = read_schedule(context.table, context.scope)
    if schedule.enabled and schedule.next_due is not None:
        _enter(context, schedule.next_due)


def leave(context: Context) -> None:
    """Remove a deleted company's due time from the register. Runs as the operator in the company.

    It must run before the schedule is removed, because the schedule names the due time.
    """
    due = read_schedule(context.table, context.scope).next_due
    if due is not None:
        context.table.delete(operator_scope.due_export(due, context.scope.tenant))


def fall_due(context: Context, tenant: Tenant, due: str) -> None:
    """Request the exports of a due time, then move the schedule to the next one.

    ``due`` is RFC 3339 in UTC. An entry that differs from the schedule is removed instead.
    """
    schedule = read_schedule(context.table, context.scope)
    if not schedule.enabled or schedule.next_due != due:
        # The schedule was changed, or has moved on: it is authoritative, not this entry.
        context.table.delete(operator_scope.due_export(due, tenant.id))
        register(context)
        return
    local = next_due(schedule.day, schedule.hour, tenant.time_zone, _day_before(due))
    if local > context.now:
        # The company's time zone moved west since: its local hour is still to come.
        _advance(context, schedule, due, timestamp(local))
        return
    if tenant.status == "active":
        _request_exports(context, schedule, due, due_period(local, tenant.time_zone))
    after = timestamp(next_due(schedule.day, schedule.hour, tenant.time_zone, local))
    _advance(context, schedule, due, after)
    if after <= timestamp(context.now):
        # Months were missed: the next one is due at once, without waiting for the tick.
        queue.send_due(context.platform, [(context.scope, after)])


def _day_before(due: str) -> datetime:
    """Return a moment before the due local hour in every time zone, after the due time before."""
    return datetime.fromisoformat(due) - LONGEST_DAY


def _request_exports(context: Context, schedule: Schedule, due: str, period: str) -> None:
    """Request an export of each scheme that has results of the period."""
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
        # An export requested before stays. Its message may be lost, so it is sent again.
        with suppress(ConditionFailed):
            context.table.put(
                key_of_export(context.scope, export.id),
                to_item(export),
                Path("pk").does_not_exist(),
            )
        queue.send_run(context.platform, context.scope, export.id)


def _advance(context: Context, schedule: Schedule, due: str, after: str) -> None:
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
        return  # Another delivery did this, or the schedule was changed and has its own entry.


def _enter(context: Context, due: str) -> None:
    context.table.put(*_entry(context, due))


def _entry(context: Context, due: str) -> tuple[Key, dict[str, str]]:
    tenant = context.scope.tenant
    return operator_scope.due_export(due, tenant), {"tenant": tenant, "due": due}
