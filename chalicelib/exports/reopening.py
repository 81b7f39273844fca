"""A lock is taken back, as long as nobody has a file of it and payroll has answered none.

The period, its snapshot and every file of the lock change in one transaction, on condition that
each file is as it was read. So a link is handed out before or not at all.
"""

from dataclasses import replace

from pynamodb.expressions.operand import Path

from chalicelib.audit.records import record_change
from chalicelib.coefficients import snapshot_start
from chalicelib.differences.unclaimed import may_be_lost
from chalicelib.errors import Busy, Conflict, invalid_value
from chalicelib.exports import changes, lock_files, queue
from chalicelib.exports.keys import key_of_due_month, key_of_export, key_of_export_schedule
from chalicelib.exports.records import (
    MADE,
    OPEN,
    DueMonth,
    Export,
    read_schedule,
    same_revision,
    scheduled_id,
)
from chalicelib.language import Text
from chalicelib.periods import changed_months
from chalicelib.periods.errors import PeriodBusy
from chalicelib.periods.keys import key_of_period
from chalicelib.periods.records import LOCKED, PUBLISHED, PeriodRecord, read_period
from chalicelib.periods.records import same_revision as same_period
from chalicelib.store.as_read import as_read
from chalicelib.store.records import from_item
from chalicelib.tenancy.context import Context


def reopen(context: Context, period: str, scheme: str, reason: str) -> PeriodRecord:
    """Take the lock of a period back. Returns the period, which is published then.

    Raises Invalid (422) ``no_results``, and Conflict (409): ``not_locked``, ``lock_not_followed``,
    ``corrected``, ``handed_out`` with the files that somebody may have, ``too_many_files``, or Busy
    when something came in between.
    """
    before = read_period(context.table, context.scope, period, scheme)
    if before is None or before.settled_at is None:
        raise invalid_value("/scheme", "no_results", NO_RESULTS)
    if before.state != LOCKED:
        raise Conflict("not_locked", NOT_LOCKED)
    if before.lock_number is None:
        raise Conflict("lock_not_followed", NOT_FOLLOWED)
    if before.corrections:
        raise Conflict("corrected", CORRECTED)
    files = _files(context, before)
    refuse_handed_out(files)
    if len(files) >= lock_files.MOST:
        raise Conflict("too_many_files", TOO_MANY)
    _supersede(context, files)
    snapshot_start.take_back(context, context.unit, before)
    _export_again(context, before)
    return _write(context, before, files, reason)


def refuse_handed_out(files: list[Export]) -> None:
    """Raise Conflict (409) when somebody may have one of the files, or payroll has answered it.

    A file whose fetching nobody noted counts as fetched.
    """
    out = [one for one in files if one.delivery != MADE or one.answered]
    if out:
        raise Conflict("handed_out", HANDED_OUT, exports=[one.id for one in out])


def _files(context: Context, period: PeriodRecord) -> list[Export]:
    keys = [key_of_export(context.scope, one) for one in period.lock_files or ()]
    items = context.table.get_many(keys) if keys else {}
    return [from_item(Export, items[key]) for key in keys if key in items]


def _supersede(context: Context, files: list[Export]) -> None:
    """Mark the files, on condition that nothing of them has changed."""
    for one in files:
        told = {"superseded_at": context.time, "updated_at": context.time}
        context.unit.update(
            key_of_export(context.scope, one.id),
            [
                *(Path(name).set(value) for name, value in told.items()),
                Path("revision").set(one.revision + 1),
            ],
            same_revision(one) & Path("fetched_at").does_not_exist(),
            _busy,
        )
    claimed = [one for one in files if one.has_differences]
    for scheme in sorted({one.scheme for one in claimed}):
        may_be_lost(context, context.unit, scheme, [one.id for one in claimed])
    if files:
        changes.enter_all(context, context.unit, [one.id for one in files])


def _export_again(context: Context, period: PeriodRecord) -> None:
    """Have the schedule export the period anew at its next lock, if it exported this one."""
    key = key_of_due_month(context.scope, period.period)
    item = context.table.get(key)
    if item is None:
        return
    month, tenant = from_item(DueMonth, item), context.scope.tenant
    ids = [
        scheduled_id(tenant, month.due, period.scheme, one) for one in (None, period.lock_number)
    ]
    found = context.table.get_many([key_of_export(context.scope, one) for one in ids])
    exports = (from_item(Export, one) for one in found.values())
    if not any(
        one.lock == period.lock_number or one.id in (period.lock_files or ()) for one in exports
    ):
        return
    again = sorted({*(month.again or ()), period.scheme})
    context.unit.update(
        key,
        [Path("again").set(again), Path("status").set(OPEN), Path("ended_at").remove()],
        as_read("again", month.again) & (Path("status") == month.status),
        _busy,
    )
    _look_again(context)


def _look_again(context: Context) -> None:
    """Have the worker enter the due times of open months, so that each tick looks at them.

    The schedule gets a revision, by which the worker knows that this was committed.
    """
    schedule = read_schedule(context.table, context.scope)
    revision = schedule.revision + 1
    context.unit.update(
        key_of_export_schedule(context.scope),
        [Path("revision").set(revision)],
        Path("revision") == schedule.revision,
        _busy,
    )
    queue.send_changed(context.platform, context.scope, revision)


def _write(
    context: Context, before: PeriodRecord, files: list[Export], reason: str
) -> PeriodRecord:
    opened = {"state": PUBLISHED, "reopened_at": context.time}
    revision = before.revision + 1
    context.unit.update(
        key_of_period(context.scope, before.period, before.scheme),
        [
            *(Path(name).set(value) for name, value in opened.items()),
            Path("revision").set(revision),
            Path("locked_at").remove(),
            Path("lock_files").remove(),
        ],
        same_period(before)
        & lock_files.of_lock(before)
        & lock_files.same_files(before)
        & Path("corrections").does_not_exist(),
        PeriodBusy,
    )
    for entry in changed_months.entries(context, before.period, before.scheme):
        context.unit.put(*entry)
    record_change(
        context,
        "periods.reopen",
        f"periods/{before.period}/{before.scheme}",
        {"state": LOCKED, "locked_at": before.locked_at},
        {"state": PUBLISHED, "reason": reason, "superseded": [one.id for one in files]},
        revision=revision,
    )
    return replace(
        before,
        state=PUBLISHED,
        reopened_at=context.time,
        locked_at=None,
        lock_files=None,
        revision=revision,
    )


def _busy() -> Busy:
    return Busy("export_busy", BUSY)


NO_RESULTS = Text("该期间没有此方案的结果。", "There are no results by this scheme in this period.")
NOT_LOCKED = Text("该期间没有锁定。", "The period is not locked.")
NOT_FOLLOWED = Text(
    "该期间由旧版本锁定，当时未记录其文件是否已交付，因此不能撤销锁定；之后发现的错误请作更正。",
    "An older version locked the period and did not note who got files of it, so the lock stands. "
    "What turns out wrong is corrected.",
)
CORRECTED = Text(
    "该期间已有结果在锁定（或提前结清）后作过更正，因此不能撤销锁定。",
    "Results of the period were corrected after its lock, or after they were settled ahead of it, "
    "so the lock stands.",
)
HANDED_OUT = Text(
    "该锁定的导出文件已经交付或已有答复（见 exports），不能再撤销锁定；之后发现的错误请作更正。",
    "A link to a file of this lock was handed out, or payroll has answered one (`exports`): the "
    "lock is not taken back any more. What turns out wrong is corrected.",
)
TOO_MANY = Text(
    f"该锁定已生成 {lock_files.MOST} 个或更多文件，不能再撤销。",
    f"{lock_files.MOST} files or more were made of this lock; it is not taken back any more.",
)
BUSY = Text(
    "该期间的导出正在被更新，请稍后重试。",
    "An export of the period is being changed; try again in a moment.",
)
