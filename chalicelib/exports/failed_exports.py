"""Exports that were given up: the worker failed or was killed at each try (jobs/given_up.py)."""

from dataclasses import replace
from datetime import datetime, timedelta

from chalicelib.exports.keys import key_of_export
from chalicelib.exports.records import FAILED, FINAL, QUEUED, RUNNING, Export
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
    """Store the moment ``at`` from which the export counts as given up. None removes it.

    Does nothing for an export that has ended or does not exist.
    """
    given_up.note(context.table, key_of_export(context.scope, export_id), at, (QUEUED, RUNNING))


def as_it_stands(export: Export, now: datetime) -> Export:
    """Return the export as it is shown: failed when given up, or not ended within LONGEST."""
    if export.status in FINAL:
        return export
    over = timestamp(datetime.fromisoformat(export.requested_at) + LONGEST)
    ended_at = given_up.since(export, now) or (over if over <= timestamp(now) else None)
    if ended_at is None:
        return export
    reason = given_up.reason(GAVE_UP)
    return replace(export, status=FAILED, reason=reason, finished_at=ended_at)
