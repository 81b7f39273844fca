"""Open appeals whose day has passed: told once, by an event, and counted."""

from dataclasses import replace
from datetime import datetime
from typing import Final

from pynamodb.expressions.operand import Path

from chalicelib.appeal_records.counts import add_counts
from chalicelib.appeal_records.keys import key_of_due_appeal, partition_of_due_appeals
from chalicelib.appeal_records.records import appeal_write, read_appeal
from chalicelib.appeals.changing import told
from chalicelib.audit.records import event_write
from chalicelib.people.today import day_of
from chalicelib.store.keys import parts_of
from chalicelib.store.table import ConditionFailed
from chalicelib.store.transactions import Unit
from chalicelib.tenancy.context import Context, timestamp

#: Entries read at a time.
SIZE: Final = 100


def tell(context: Context, zone: str, deadline: datetime) -> bool:
    """Tell which open appeals were due before today, in a time zone. Return whether that is all.

    Each is told in one transaction, which removes its entry: a run that dies tells the others next
    time. An appeal that changes meanwhile is told by the next run.
    """
    after: str | None = None
    while True:
        now = context.platform.clock()
        today = day_of(now, zone)
        page = context.table.query(partition_of_due_appeals(context.scope), after=after, limit=SIZE)
        for item in page.items:
            due_on, appeal_id = parts_of(item["sk"])
            if due_on >= today:
                return True
            _tell(context, due_on, appeal_id)
        after = page.after
        if after is None:
            return True
        if now > deadline:
            return False


def _tell(context: Context, due_on: str, appeal_id: str) -> None:
    appeal = read_appeal(context, appeal_id)
    entry = key_of_due_appeal(context.scope, due_on, appeal_id)
    if appeal is None or not appeal.is_open or appeal.due_on != due_on:
        context.table.delete(entry)
        return
    now = timestamp(context.platform.clock())
    after = replace(appeal, overdue_since=now, updated_at=now, revision=appeal.revision + 1)
    unit = Unit(context.table)
    unit.put(*appeal_write(context, after), Path("revision") == appeal.revision)
    unit.delete(entry)
    add_counts(context, unit, appeal, after)
    target, revision = f"appeals/{after.id}", after.revision
    unit.put(*event_write(context, "appeals.overdue", target, None, told(after), revision=revision))
    try:
        unit.commit()
    except ConditionFailed:
        return
