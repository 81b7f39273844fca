"""Exports that were given up: the worker failed or was killed at each try (jobs/given_up.py)."""

from dataclasses import replace
from datetime import datetime, timedelta

from pynamodb.expressions.operand import Path

from chalicelib.audit.work_ends import end_work
from chalicelib.exports.keys import key_of_export
from chalicelib.exports.records import FAILED, FINAL, QUEUED, RUNNING, Export, read_export
from chalicelib.jobs import given_up
from chalicelib.language import Text
from chalicelib.tenancy.context import Context, timestamp

#: After this time without an end an export has failed. Waiting for a period (two hours) and five
#: tries with the time between them take less.
LONGEST = timedelta(hours=6)

GAVE_UP = Text(
    "多次尝试后仍无法生成导出文件，请重新导出。",
    "The file could not be made, though it was tried several times; export again.",
)


def note_given_up(context: Context, export_id: str, at: str | None) -> None:
    """Store since when the export counts as given up, unless it has finished or does not exist."""
    key = key_of_export(context.scope, export_id)
    if at is None or not given_up.is_over(context, at):
        given_up.note(context.table, key, at, (QUEUED, RUNNING))
        return
    record = read_export(context.table, context.scope, export_id)
    if record is not None:
        end_work(
            context,
            key,
            [Path("gave_up_at").set(at)],
            Path("status").is_in(*(QUEUED, RUNNING)),
            "exports.end",
            f"exports/{export_id}",
            {"status": FAILED, "code": given_up.CODE},
            record.revision + 1,
        )


def as_shown(export: Export, now: datetime) -> Export:
    """Return the export as it is shown: failed when given up, or not ended within LONGEST."""
    if export.status in FINAL:
        return export
    over = timestamp(datetime.fromisoformat(export.requested_at) + LONGEST)
    ended_at = given_up.since(export, now) or (over if over <= timestamp(now) else None)
    if ended_at is None:
        return export
    reason = given_up.reason(GAVE_UP)
    return replace(export, status=FAILED, reason=reason, finished_at=ended_at)
