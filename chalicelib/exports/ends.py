"""What a run of an export stores of it: that it is at work or waits, and its end with the event."""

from datetime import datetime
from typing import Any

from pynamodb.expressions.operand import Path
from pynamodb.expressions.update import Action

from chalicelib.audit.work_ends import end_work
from chalicelib.exports import lock_files
from chalicelib.exports.changes import announce, enter
from chalicelib.exports.keys import key_of_export
from chalicelib.exports.records import FAILED, QUEUED, RUNNING, Export
from chalicelib.jobs.batch import process_ends
from chalicelib.language import Text
from chalicelib.periods.records import PeriodRecord
from chalicelib.store.changes import actions_of
from chalicelib.store.table import ConditionFailed
from chalicelib.store.transactions import Unit
from chalicelib.tenancy.context import Context, timestamp


def begin(context: Context, export: Export, deadline: datetime, *further: Action) -> None:
    """Store that a run is at work whose process ends at ``deadline``, and the ``further`` actions.

    An export that has ended stays as it is.
    """
    at_work = {"status": RUNNING, "busy_until": process_ends(deadline)}
    change(context, export, [*actions_of(at_work), *further])


def fail(context: Context, export: Export, code: str, message: Text) -> None:
    """Store that the export has failed, and why, with its event."""
    end(context, export, FAILED, reason={"code": code, "message": message.as_names()})


def end(
    context: Context, export: Export, status: str, lock: PeriodRecord | None = None, **parts: Any
) -> bool:
    """Store the end state with its event. ``lock``: the period of whose lock the file is.

    Return False when another run was quicker, or the lock was taken back.
    """

    def beside(unit: Unit) -> None:
        enter(context, unit, export.id)
        if lock is not None:
            lock_files.enter(context, unit, lock, export.id)

    finished_at = timestamp(context.platform.clock())
    stored = {"status": status, "finished_at": finished_at, "updated_at": finished_at, **parts}
    reason = parts.get("reason")
    return end_work(
        context,
        key_of_export(context.scope, export.id),
        [Path(name).set(value) for name, value in stored.items() if value is not None],
        Path("status").is_in(QUEUED, RUNNING),
        "exports.end",
        f"exports/{export.id}",
        {
            "status": status,
            "content": export.content,
            "rows": parts.get("rows"),
            "code": reason["code"] if reason else None,
        },
        export.revision + 1,
        beside,
    )


def change(context: Context, export: Export, actions: list[Action]) -> None:
    """Change the export unless it has ended: another run of the message may have been faster."""
    key = key_of_export(context.scope, export.id)
    announce(context, export.id)
    actions = [*actions, Path("updated_at").set(timestamp(context.platform.clock()))]
    try:
        context.table.update(key, actions, Path("status").is_in(QUEUED, RUNNING))
    except ConditionFailed:
        return
