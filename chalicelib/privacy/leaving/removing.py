"""One run of a deletion: remove items and objects, until all are removed or time is up.

No checkpoint is needed: what is stored is what is left. Items by which others are found go last.
They go only after everything begun while the company was active has ended: requests, runs of
workers, upload forms.
"""

from datetime import datetime, timedelta

from pynamodb.expressions.operand import Path

from chalicelib.audit.records import AuditEvent
from chalicelib.store.identifiers import new_id
from chalicelib.store.keys import key_of_item
from chalicelib.store.records import to_item
from chalicelib.store.table import ConditionFailed
from chalicelib.store.temporary_objects import remove_some
from chalicelib.store.transactions import Unit
from chalicelib.tenancy import operator_scope
from chalicelib.tenancy.context import Context, timestamp
from chalicelib.tenancy.holdings import Removal
from chalicelib.tenancy.records import DELETED, DELETING, Tenant
from chalicelib.tenancy.roles import Role
from chalicelib.uploads.service import FORM_LIFE

#: Time until everything begun before has ended: the life of a form, and 15 minutes for workers and
#: the messages in their queues.
WAIT = FORM_LIFE + timedelta(minutes=15)
#: Time kept free at the end of an invocation, for the current batch and for handing on.
RESERVE = timedelta(seconds=20)
#: Items of one batch.
SIZE = 500


class _OutOfTime(Exception):
    """The time of the run is used up. Another run does the rest."""


def run(context: Context, tenant: Tenant, deadline: datetime) -> int | None:
    """Remove what is left and may go now. None at the end, else seconds until the next run.

    ``deadline`` is the end of the invocation.
    """
    until = deadline - RESERVE
    roots_from = datetime.fromisoformat(tenant.deleting_since or context.time) + WAIT
    left = (roots_from - context.now).total_seconds()
    try:
        _remove_items(context, tenant, until, roots=left <= 0)
        _remove_objects(context, until)
    except _OutOfTime:
        return 0
    if left > 0:
        return int(left) + 1
    _leave_tombstone(context, tenant)
    return None


def remove_late(context: Context, deadline: datetime) -> int | None:
    """Remove the files that have arrived after the deletion has ended. None when all are removed.

    A form that was given out before takes a file whose sending begins in time, however long it
    takes. No worker does anything for a deleted company, so no item can have come.
    """
    try:
        _remove_objects(context, deadline - RESERVE)
    except _OutOfTime:
        return 0
    return None


def _remove_items(context: Context, tenant: Tenant, until: datetime, *, roots: bool) -> None:
    """Remove leaves. With ``roots`` also entries of the operator's registers and all the rest."""
    _remove(context, tenant, until, Removal.LEAVES)
    if not roots:
        return
    for leave in context.platform.contents.leave_steps:
        leave(context)
    _remove(context, tenant, until, Removal.ROOTS)
    _remove(context, tenant, until, Removal.COMPANY)


def _remove(context: Context, tenant: Tenant, until: datetime, removal: Removal) -> None:
    """Remove every item of the collections of one kind of removal."""
    for holding in context.platform.contents.holdings:
        if holding.removal is removal:
            for partition in holding.partitions(context, tenant.created_at[:7]):
                _empty(context, partition, until, singly=holding.removed_singly)


def _empty(context: Context, partition: str, until: datetime, *, singly: bool) -> None:
    while True:
        page = context.table.query(partition, limit=SIZE, only=("pk", "sk"))
        keys = [key_of_item(item) for item in page.items]
        if singly:
            for key in keys:
                context.table.delete(key)
                _check_time(context, until)
        else:
            context.table.write_batch((), keys)
        _check_time(context, until)
        if page.after is None:
            break


def _remove_objects(context: Context, until: datetime) -> None:
    for prefix in context.scope.prefixes():
        while remove_some(context.objects, prefix):
            _check_time(context, until)


def _check_time(context: Context, until: datetime) -> None:
    if context.platform.clock() > until:
        raise _OutOfTime


def _leave_tombstone(context: Context, tenant: Tenant) -> None:
    """Replace the register's entry by a tombstone: the id, and when it was made and deleted."""
    now = timestamp(context.platform.clock())
    tombstone = Tenant(
        id=tenant.id,
        name={"zh": tenant.id, "en": tenant.id},
        time_zone="UTC",
        locale=tenant.locale,
        status=DELETED,
        created_at=tenant.created_at,
        revision=tenant.revision + 1,
        deleted_at=now,
    )
    event = AuditEvent(
        id=new_id("evt", context.now),
        at=now,
        actor=context.principal.credential,
        actor_kind=context.principal.kind.value,
        role=Role.OPERATOR.value,
        action="tenants.deleted",
        target=f"tenants/{tenant.id}",
        revision=tombstone.revision,
    )
    unit = Unit(context.table)
    still = Path("status") == DELETING
    unit.put(operator_scope.tenant(tenant.id), to_item(tombstone), still)
    unit.put(operator_scope.audit_event(event.id), to_item(event))
    try:
        unit.commit()
    except ConditionFailed:
        return  # Another delivery of the message was faster.
