"""Background work of exports: the files, their schedule, and the hourly tick that sets it off."""

from collections.abc import Iterator
from datetime import datetime

from chalicelib.exports import failed_exports, queue, records, running, scheduling
from chalicelib.exports.records import Export, Schedule
from chalicelib.jobs.kinds import EXPORTS, Kind, Message, Next
from chalicelib.tenancy import operator_scope
from chalicelib.tenancy.context import Context, timestamp
from chalicelib.tenancy.current_tenant import acting_as_operator
from chalicelib.tenancy.platform import Platform
from chalicelib.tenancy.records import Tenant
from chalicelib.tenancy.scope import TenantScope

ACTOR = "exports"


def tick(platform: Platform) -> int:
    """Put a message on the queue for every tenant whose export is due; gives their number.

    Nothing is changed here: an entry leaves the register when its tenant's schedule has moved
    on, so a tick that comes twice, late or not at all loses and doubles nothing.
    """
    now = timestamp(platform.clock())
    with acting_as_operator():
        due = list(_due(platform, now))
    queue.send_due(platform, ((TenantScope(tenant), at) for tenant, at in due))
    return len(due)


def _due(platform: Platform, now: str) -> Iterator[tuple[str, str]]:
    for item in platform.table.query_all(operator_scope.DUE_EXPORTS):
        if item["due"] > now:
            return
        yield item["tenant"], item["due"]


def _export(context: Context, message: Message) -> Export | None:
    return records.read_export(context.table, context.scope, message.text("export"))


def _make(context: Context, export: Export, _: Tenant, __: datetime) -> Next | None:
    return running.run(context, export)


def _give_up(context: Context, message: Message, at: str | None) -> None:
    failed_exports.note_given_up(context, message.text("export"), at)


RUN_EXPORT = Kind(queue.RUN, EXPORTS, ACTOR, _export, _make, _give_up)


def _due_time(_: Context, message: Message) -> str:
    return message.text("due")


def _fall_due(context: Context, due: str, tenant: Tenant, _: datetime) -> None:
    scheduling.fall_due(context, tenant, due)


def _forget(platform: Platform, message: Message) -> None:
    """The company is gone: what the register still says of it goes too."""
    platform.table.delete(operator_scope.due_export(message.text("due"), message.scope.tenant))


#: Schedules lie in the tenant's partition, their register in the operator's. Nothing is to be given
#: up: a due time stays in the register until its exports are asked for, so the next tick finds it.
DUE_EXPORT = Kind(queue.DUE, EXPORTS, ACTOR, _due_time, _fall_due, operator=True, gone=_forget)


def _schedule(context: Context, message: Message) -> Schedule | None:
    """The schedule, once it is the one that the message tells of, or a later one."""
    found = records.read_schedule(context.table, context.scope)
    return found if found.revision >= message.number("revision") else None


def _register(context: Context, _: Schedule, __: Tenant, ___: datetime) -> None:
    scheduling.register(context)


#: The schedule itself is in force; a dead letter leaves its time out of the register, which the
#: alarm of dead letters tells the operator.
SCHEDULE_CHANGED = Kind(queue.CHANGED, EXPORTS, ACTOR, _schedule, _register, operator=True)
