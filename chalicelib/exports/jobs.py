"""Background work of exports: the files, the schedule, and the hourly tick."""

from collections.abc import Iterator
from datetime import datetime

from chalicelib.exports import (
    changes,
    difference_file,
    failed_exports,
    queue,
    records,
    running,
    scheduling,
    settlement_file,
)
from chalicelib.exports.records import Export, Schedule
from chalicelib.jobs.kinds import EXPORTS, Kind, Message, Next
from chalicelib.tenancy import operator_scope
from chalicelib.tenancy.context import Context, timestamp
from chalicelib.tenancy.current_tenant import acting_as_operator
from chalicelib.tenancy.platform import Platform
from chalicelib.tenancy.records import Tenant
from chalicelib.tenancy.scope import TenantScope

#: The actor of this work in the audit log.
ACTOR = "exports"


def tick(platform: Platform) -> int:
    """Send a message for every company whose export may be due. Returns their number.

    A due time is looked at from a day before on: the company's time zone may have moved since it
    was entered. The register is not changed here. A due time leaves it when the company's schedule
    has moved on. So a tick that comes twice, late or not at all neither loses nor repeats an
    export.
    """
    until = timestamp(platform.clock() + scheduling.LONGEST_DAY)
    with acting_as_operator():
        due = list(_due(platform, until))
    queue.send_due(platform, ((TenantScope(tenant), at) for tenant, at in due))
    return len(due)


def _due(platform: Platform, until: str) -> Iterator[tuple[str, str]]:
    """Give (company, due time) of the register up to a time, in the order of due times."""
    for item in platform.table.query_all(operator_scope.DUE_EXPORTS):
        if item["due"] > until:
            return
        yield item["tenant"], item["due"]


def _export(context: Context, message: Message) -> Export | None:
    return records.read_export(context.table, context.scope, message.text("export"))


def _make(context: Context, export: Export, _tenant: Tenant, deadline: datetime) -> Next | None:
    if export.content == records.DIFFERENCES:
        return difference_file.run(context, export, deadline)
    if export.content == records.SETTLEMENT:
        return settlement_file.run(context, export, deadline)
    again = running.run(context, export, deadline)
    if again is None:
        difference_file.follow(context, export.id)
    return again


def _give_up(context: Context, message: Message, at: str | None) -> None:
    changes.announce(context, message.text("export"), at)
    failed_exports.note_given_up(context, message.text("export"), at)


RUN_EXPORT = Kind(queue.RUN, EXPORTS, ACTOR, _export, _make, _give_up)


def _due_time(_context: Context, message: Message) -> str:
    return message.text("due")


def _fall_due(context: Context, due: str, tenant: Tenant, _deadline: datetime) -> None:
    scheduling.follow(context, tenant, due)


def _forget(platform: Platform, message: Message) -> None:
    """Remove the due time of a company that no longer exists."""
    platform.table.delete(operator_scope.due_export(message.text("due"), message.scope.tenant))


#: A schedule is in the company's partition, the register of due times in the operator's. Giving up
#: needs no note: a due time stays in the register until its exports are requested, so the next tick
#: finds it.
DUE_EXPORT = Kind(queue.DUE, EXPORTS, ACTOR, _due_time, _fall_due, operator=True, gone=_forget)


def _schedule(context: Context, message: Message) -> Schedule | None:
    """Return the schedule when it has at least the message's revision, else None."""
    found = records.read_schedule(context.table, context.scope)
    return found if found.revision >= message.number("revision") else None


def _follow(context: Context, _schedule: Schedule, tenant: Tenant, _deadline: datetime) -> None:
    scheduling.follow(context, tenant)


#: The schedule itself is stored, and its due time is missing from the register until this is done.
#: So a dead letter is sent again by itself.
SCHEDULE_CHANGED = Kind(
    queue.CHANGED, EXPORTS, ACTOR, _schedule, _follow, operator=True, again=True
)
