"""What a run of a late file stores of it: how far it is, and its end with the event."""

from dataclasses import replace
from typing import Any

from pynamodb.expressions.operand import Path

from chalicelib.audit.work_ends import end_work
from chalicelib.late_files.keys import key_of_late_file
from chalicelib.late_files.records import LateFile
from chalicelib.tenancy.context import Context, timestamp


def advance(context: Context, late: LateFile, **members: Any) -> LateFile:
    """Store the checkpoint. Raises ConditionFailed when another run has gone on meanwhile."""
    told = {**members, "updated_at": timestamp(context.platform.clock())}
    after = replace(late, **told, gave_up_at=None)
    context.table.update(
        key_of_late_file(context.scope, late.id),
        [*(Path(name).set(value) for name, value in told.items()), Path("gave_up_at").remove()],
        (Path("status") == late.status) & (Path("revision") == late.revision),
    )
    return after


def end(context: Context, late: LateFile, status: str, **members: Any) -> bool:
    """Store the end of a look or of the taking, with its event. False: another run was first."""
    at = timestamp(context.platform.clock())
    stored = {"status": status, "finished_at": at, "updated_at": at, **members}
    counts = members.get("counts", late.counts) or {}
    reason = members.get("reason")
    return end_work(
        context,
        key_of_late_file(context.scope, late.id),
        [Path(name).set(value) for name, value in stored.items()],
        (Path("status") == late.status) & (Path("revision") == late.revision),
        "late_files.end",
        f"late-files/{late.id}",
        {"status": status, "counts": counts, "code": reason["code"] if reason else None},
        late.revision + 1,
    )
