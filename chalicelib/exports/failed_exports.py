"""Exports that were given up: the worker failed or was killed at each try (jobs/given_up.py)."""

from datetime import datetime, timedelta

from chalicelib.audit import work_ends
from chalicelib.exports.keys import key_of_export
from chalicelib.exports.records import FINAL, QUEUED, RUNNING, Export, read_export
from chalicelib.jobs import given_up
from chalicelib.language import Text
from chalicelib.tenancy.context import Context

#: After this time without an end an export has failed. Waiting for a period (two hours) and five
#: tries with the time between them take less.
LONGEST = timedelta(hours=6)

GAVE_UP = Text(
    "多次尝试后仍无法生成导出文件，请重新导出。",
    "The file could not be made, though it was tried several times; export again.",
)


def note_given_up(context: Context, export_id: str, at: str | None) -> None:
    """Store since when the export counts as given up, unless it has ended or does not exist."""
    work_ends.note_given_up(
        context,
        key_of_export(context.scope, export_id),
        at,
        (QUEUED, RUNNING),
        lambda: read_export(context.table, context.scope, export_id),
        "exports.end",
        f"exports/{export_id}",
    )


def as_shown(export: Export, now: datetime) -> Export:
    """Return the export as it is shown: failed when given up, or not ended within LONGEST."""
    if export.status in FINAL:
        return export
    return given_up.failed_if_over(export, export.requested_at, LONGEST, now, GAVE_UP)
