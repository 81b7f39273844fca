"""One run of an export: write the file, its manifest, whose rows it has, then its record.

The file depends only on what is stored of the period. So an interrupted run is repeated and gives
the same bytes. A run waits while another run writes to the period, or for the snapshot of a locked
one, and starts over when its source has changed during the reading.
"""

import tempfile
from datetime import datetime, timedelta
from typing import Any

from pynamodb.expressions.operand import Path

from chalicelib.coefficients.errors import PENDING, SnapshotFailed, SnapshotPending
from chalicelib.coefficients.taking import MOST_SYSTEMS
from chalicelib.differences.lines import lines_of
from chalicelib.exports import kept_rows, lock_files
from chalicelib.exports.claimed_lines import all_claimed, by_id, claim_all
from chalicelib.exports.coefficient_file import manifest, write_file
from chalicelib.exports.ends import begin, change, end, fail
from chalicelib.exports.records import COMPLETED, FINAL, SAME_FILE, Export
from chalicelib.exports.sources import Source, source_of
from chalicelib.exports.stored_files import store
from chalicelib.jobs.kinds import Next
from chalicelib.language import Text
from chalicelib.periods.records import read_period
from chalicelib.tenancy.context import Context
from chalicelib.tenancy.leaving import Presence

#: Seconds until the next try while another run writes to the period.
BUSY_SECONDS = 10
#: Time after the request when waiting for the period ends.
MOST_WAITING = timedelta(hours=2)


def run(context: Context, export: Export, deadline: datetime) -> Next | None:
    """Make the export. None when it has ended, else when to run again.

    ``deadline`` is the end of the process. It runs again while another run writes to the period or
    its snapshot is awaited, and when the period has changed. The export fails with a reason:
    ``no_results``, ``period_busy`` or ``snapshot_pending`` after MOST_WAITING, ``snapshot_failed``,
    ``too_many_external_systems``, or ``period_reopened`` when the lock under which it was requested
    was taken back.
    """
    if export.status in FINAL:
        return None
    period = read_period(context.table, context.scope, export.period, export.scheme)
    if period is None or not period.scorecards:
        fail(context, export, "no_results", NO_RESULTS)
        return None
    if not lock_files.is_of_lock(export, period):
        fail(context, export, "period_reopened", REOPENED)
        return None
    if period.writer is not None:
        return _wait(context, export, "period_busy", SCORING, BUSY)
    try:
        source = source_of(context, period)
    except SnapshotPending:
        return _wait(context, export, "snapshot_pending", PENDING, PENDING)
    except SnapshotFailed as failed:
        fail(context, export, failed.code, failed.detail)
        return None
    if len(source.systems) > MOST_SYSTEMS:
        fail(context, export, "too_many_external_systems", TOO_MANY_SYSTEMS)
        return None
    return _made(context, export, source, deadline)


def _made(context: Context, export: Export, source: Source, deadline: datetime) -> Next | None:
    """Write the file of a source that is ready, and end the export."""
    both = export.differences == SAME_FILE
    if both and (again := claim_all(context, export, deadline)) is not None:
        return again
    claimed = [all_claimed(context)] if both else []
    begin(context, export, deadline, *claimed, Path("reason").remove())
    lines = list(lines_of(context, export.id)) if both else None
    presence = Presence(context)
    with tempfile.TemporaryFile() as file:
        made, persons = write_file(context, file, export, source, lines)
        if not source.is_unchanged():
            return Next(1)
        if lines is not None and list(lines_of(context, export.id)) != lines:
            # An erasure has put a pseudonym in.
            return Next(1)
        presence.check()
        store(context, file, made, manifest(made, source, lines))
        kept_rows.keep(context, made.id, persons, made.row_pieces or 0)
        if lines is not None:
            pieces, first = made.line_pieces or 0, made.row_pieces or 0
            kept_rows.keep(context, made.id, by_id(lines), pieces, first)
    parts = {name: _storable(getattr(made, name)) for name in RESULT}
    ended = end(context, export, COMPLETED, source.locked, **parts)
    # A lock that was taken back meanwhile has no file: the next run says so.
    return None if ended or source.locked is None else Next(1)


def _wait(context: Context, export: Export, code: str, now: Text, over: Text) -> Next | None:
    """Show what the export waits for (``now``), and run again. It fails after MOST_WAITING.

    Its status stays: an export that was running may have stored a file, which an erasure must find.
    """
    if context.now - datetime.fromisoformat(export.requested_at) > MOST_WAITING:
        fail(context, export, code, over)
        return None
    reason = {"code": code, "message": now.as_names()}
    if export.reason != reason:
        change(context, export, [Path("reason").set(reason)])
    return Next(BUSY_SECONDS)


#: Members of an export that are known when its file is written.
RESULT = (
    *("filename", "rows", "bytes", "sha256", "versions", "period_state", "outdated_results"),
    *("row_pieces", "lines", "line_pieces"),
)


def _storable(value: Any) -> Any:
    return [dict(one) for one in value] if isinstance(value, tuple) else value


NO_RESULTS = Text("该期间没有此方案的结果。", "There are no results by this scheme in this period.")
REOPENED = Text(
    "该期间的锁定已撤销，因此没有生成文件；重新锁定后请再次导出。",
    "The period's lock was taken back, so no file was made; export again after it is locked again.",
)
SCORING = Text(
    "该期间正在评分，完成后自动继续导出。",
    "The period is being scored; the export goes on by itself when that is done.",
)
BUSY = Text(
    "该期间长时间处于评分中，请在评分完成后重新导出。",
    "The period has been in the middle of scoring for too long; export again when it is done.",
)
TOO_MANY_SYSTEMS = Text(
    f"员工的外部系统编号超过 {MOST_SYSTEMS} 种。",
    f"Employees have ids in more than {MOST_SYSTEMS} external systems.",
)
