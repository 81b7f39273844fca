"""Store the progress of an upload, step by step.

Each step is conditional: the stored upload must be in the state that this run knows. Otherwise
another run has continued it, and TakenOver is raised (:mod:`chalicelib.results.leased_run`).
"""

from collections.abc import Sequence
from functools import partial
from typing import Any

from pynamodb.expressions.condition import Condition
from pynamodb.expressions.operand import Path

from chalicelib.audit.work_ends import end_work
from chalicelib.language import Text
from chalicelib.periods.lease import Lease
from chalicelib.results.leased_run import TakenOver
from chalicelib.results.mending_means import Place
from chalicelib.store.changes import actions_of, changed
from chalicelib.store.table import ConditionFailed
from chalicelib.tenancy.context import Context, timestamp
from chalicelib.uploads import chunk, findings
from chalicelib.uploads.changed_totals import added, whole
from chalicelib.uploads.finding_kinds import ColumnFinding, PassedRow
from chalicelib.uploads.keys import key_of_upload, name_of_upload_object
from chalicelib.uploads.records import (
    AWAITING,
    COMPLETED,
    PROCESSING,
    REJECTED,
    WITH_ERRORS,
    Upload,
    read_upload,
)
from chalicelib.uploads.refused_rows import Batch, rows_in
from chalicelib.uploads.stored_file import Opened, stored_fingerprint
from chalicelib.uploads.warnings import counted


def begin(
    context: Context, upload: Upload, version: int | None, without: Sequence[str] = ()
) -> Upload:
    """Fix the inputs of all runs of this upload: the file's and the scheme's version, the time.

    ``version`` None: the file is only for pilots. ``without``: the sources that rating rounds feed.
    Raises TakenOver.
    """
    if upload.is_made:
        return _changed(
            context,
            upload,
            (AWAITING, PROCESSING),
            status=PROCESSING,
            version=version,
            received_at=upload.received_at or upload.created_at,
            started_at=context.time,
        )
    name = name_of_upload_object(context.scope, upload.file_id, upload.filename)
    stored = context.objects.first_version(name)
    fed: dict[str, Any] = {"without": list(without)} if without else {}
    return _changed(
        context,
        upload,
        (AWAITING, PROCESSING),
        status=PROCESSING,
        version=version,
        object_version=stored.id if stored else None,
        received_at=_came(upload, timestamp(stored.stored_at)) if stored else None,
        started_at=context.time,
        **fed,
    )


def _came(upload: Upload, stored_at: str) -> str:
    """Return as of when a file counts: as it was stored, or as somebody applied it later."""
    return max(stored_at, upload.applied_at or stored_at)


def opened(
    context: Context, upload: Upload, file: Opened, columns: Sequence[ColumnFinding]
) -> Upload:
    """Store facts of the opened file: its size, fingerprint, columns, sheets, and number of rows.

    ``columns``: what is remarkable in its columns. Raises TakenOver.
    """
    totals = [PassedRow(row, text) for row, text in file.sheet.totals]
    findings.write_of_file(context, upload.id, [*columns, *totals])
    return _changed(
        context,
        upload,
        (PROCESSING,),
        sha256=file.sha256,
        size=file.size,
        rows_known=file.sheet.rows_known,
        unknown_columns=[
            one for one in file.sheet.unknown_columns if one not in file.other_columns
        ],
        other_columns=list(file.other_columns),
        sources=list(file.sources),
        ignored_sheets=list(file.sheet.ignored_sheets),
        header=list(file.sheet.header_labels),
        separator=file.sheet.separator,
        surveyed=True,
    )


def advance(
    context: Context,
    upload: Upload,
    batch: Batch,
    scored: "chunk.Scored",
    *,
    last: bool = False,
) -> Upload:
    """Move the checkpoint and the counts past a chunk, in one write. Raises TakenOver.

    The write is only made from the checkpoint that this run knows, so two runs cannot both count a
    chunk. ``last``: this is the file's last chunk, which is also stored (:func:`read_whole`).
    """
    cards, errors = (*scored.cards, *scored.overtaken), scored.errors
    warnings: dict[str, Any] = {}
    if scored.warnings:
        warnings["warnings"] = counted(upload.warnings, scored.warnings)
    return _changed(
        context,
        upload,
        (PROCESSING,),
        Path("next_row") == upload.next_row,
        next_row=upload.next_row + len(batch),
        last_row=batch[-1].number,
        rows=_rows_done(upload, batch, scored),
        scored=upload.scored + len(cards),
        failed=upload.failed + len(errors),
        insufficient=upload.insufficient + sum(card.insufficient for card in cards),
        incomplete=upload.incomplete + sum(card.incomplete for card in cards),
        overtaken=upload.overtaken + len(scored.overtaken) + scored.partly,
        new_people=upload.new_people + len(scored.made),
        passed_over=upload.passed_over + scored.passed_over,
        changes=added(upload.changes, scored.changes),
        **({"read_whole": True} if last else {}),
        **warnings,
    )


def looked(context: Context, upload: Upload) -> Upload:
    """Store the checkpoint of the check for bad rows before scoring. Raises TakenOver."""
    return _changed(
        context,
        upload,
        (PROCESSING,),
        Path("next_row") == 0,
        looked=upload.looked,
        looked_row=upload.looked_row,
        looked_failed=upload.looked_failed,
        looked_new=upload.looked_new,
        looked_passed_over=upload.looked_passed_over,
        looked_changes=whole(upload.looked_changes),
        looked_digest=upload.looked_digest,
    )


def _rows_done(upload: Upload, batch: Batch, scored: "chunk.Scored") -> int:
    """Return the rows done after a batch: of contacts all of them, else with the batch's rows.

    Contacts are all read before the first person is scored. Rows of totals do not count.
    """
    if upload.grain == "contact" and upload.rows_known is not None:
        return upload.rows_known
    return upload.rows + sum(map(rows_in, batch)) - scored.passed_over


def read_whole(context: Context, upload: Upload) -> Upload:
    """Store that every row is scored: only settling and the followers are left.

    Raises TakenOver.
    """
    if upload.read_whole:
        return upload
    return _changed(context, upload, (PROCESSING,), read_whole=True)


def mended(context: Context, upload: Upload, place: Place) -> Upload:
    """Store how far the team means are mended (results/mending_means.py). Raises TakenOver."""
    return _changed(
        context, upload, (PROCESSING,), means_shard=place.shard, means_after=place.after
    )


def complete(context: Context, upload: Upload, held: Lease) -> Upload:
    """Store the end of a scored upload, with or without row errors, and of its lease.

    Raises TakenOver.
    """
    status = WITH_ERRORS if upload.failed else COMPLETED
    return _finished(context, upload, held, status=status)


def stop(
    context: Context,
    upload: Upload,
    status: str,
    reason: dict[str, Any] | None,
    facts: dict[str, Any],
    held: Lease,
) -> None:
    """Store that the run ends with nothing written, and that the upload waits for somebody.

    Raises TakenOver.
    """
    known = read_upload(context.table, context.scope, upload.id) or upload
    _finished(context, known, held, status=status, reason=reason, **facts)


def reject(
    context: Context,
    upload: Upload,
    code: str,
    message: Text,
    details: dict[str, Any],
    held: Lease | None = None,
) -> None:
    """Reject the file as a whole, with a reason. None of it was scored.

    The stored file can still be read, and its fingerprint is stored even when the file was not
    opened. ``failed`` of ``details`` becomes the upload's count; then all rows were checked. The
    run's lease ends with it. Raises TakenOver when another run has continued the upload; without a
    lease it does nothing then.
    """
    known = read_upload(context.table, context.scope, upload.id) or upload
    changes: dict[str, Any] = {} if known.sha256 is not None else _file_facts(context, known)
    if "failed" in details:
        changes |= {
            "failed": int(details["failed"]),
            "rows": (known.rows_known or 0) - known.looked_passed_over,
        }
    reason = {"code": code, "message": message.as_names(), "details": details}
    try:
        _finished(context, known, held, status=REJECTED, reason=reason, **changes)
    except TakenOver:
        if held is not None:
            raise


def _file_facts(context: Context, upload: Upload) -> dict[str, Any]:
    """Return the version, arrival time, size and fingerprint of a file that was not opened."""
    if upload.is_made:
        return {}
    name = name_of_upload_object(context.scope, upload.file_id, upload.filename)
    stored = context.objects.first_version(name)
    if stored is None:
        return {}
    found = stored_fingerprint(context, name, stored.id)
    if found is None:
        return {}
    size, sha256 = found
    came = timestamp(stored.stored_at)
    return {"object_version": stored.id, "received_at": came, "size": size, "sha256": sha256}


def _finished(context: Context, upload: Upload, held: Lease | None, **changes: Any) -> Upload:
    """Store the end state with its event, and the end of the lease, in one transaction.

    Raises TakenOver when the upload has an end state already, or another run holds the period.
    """
    changes = {**changes, "finished_at": timestamp(context.platform.clock())}
    after = changed(upload, {**changes, "revision": upload.revision + 1})
    ended = end_work(
        context,
        key_of_upload(context.scope, upload.id),
        actions_of(changes),
        Path("status").is_in(AWAITING, PROCESSING),
        "uploads.end",
        f"uploads/{upload.id}",
        {
            "status": after.status,
            "rows": after.rows,
            "scored": after.scored,
            "failed": after.failed,
            "code": after.reason["code"] if after.reason else None,
        },
        after.revision,
        None if held is None else partial(held.end_in, context),
    )
    if not ended:
        raise TakenOver
    if held is not None:
        held.ended = True
    return after


def _changed(
    context: Context,
    upload: Upload,
    expected: tuple[str, ...],
    also: Condition | None = None,
    **changes: Any,
) -> Upload:
    condition = Path("status").is_in(*expected)
    try:
        context.table.update(
            key_of_upload(context.scope, upload.id),
            actions_of(changes),
            condition if also is None else condition & also,
        )
    except ConditionFailed:
        raise TakenOver from None
    return changed(upload, changes)
