"""Apply a file that was looked at, or answer what its upload asks: it is read and goes on.

The file takes effect as of this request, as if it had come now: a file that came meanwhile for the
same people is older.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from pynamodb.expressions.operand import Path

from chalicelib.audit.records import record_change
from chalicelib.errors import Changed, Conflict, invalid_value
from chalicelib.language import Text
from chalicelib.periods.errors import PeriodLocked
from chalicelib.periods.records import LOCKED, read_period
from chalicelib.store.records import to_item
from chalicelib.tenancy.context import Context
from chalicelib.uploads.continuation import hand_on
from chalicelib.uploads.keys import key_of_upload
from chalicelib.uploads.records import LOOKED_AT, PROCESSING, WAITING, Upload
from chalicelib.uploads.service import existing

NOT_WAITING = Text(
    "这次上传不在等待确认，不能应用。",
    "The upload does not wait for anything, so it cannot be applied.",
)
FILE_REMOVED = Text("文件已删除，不能应用；请重新上传。", "The file was removed: send it again.")
UNANSWERED = Text("还有列没有说明：{columns}。", "Columns are not answered yet: {columns}.")


def apply(context: Context, upload_id: str, wanted: Mapping[str, Any]) -> Upload:
    """Ask for the run that writes the file, or goes on with the answers; return the upload.

    Raises NotFound (404), 409 ``not_waiting``, ``file_removed`` and PeriodLocked, and 422
    ``answers_missing``.
    """
    upload = existing(context, upload_id)
    if upload.status not in WAITING:
        raise Conflict("not_waiting", NOT_WAITING)
    if upload.file_removed_at is not None:
        raise Conflict("file_removed", FILE_REMOVED)
    period = read_period(context.table, context.scope, upload.period, upload.scheme)
    if period is not None and period.state == LOCKED:
        raise PeriodLocked
    readings = {**(upload.readings or {}), **wanted["readings"]}
    _check_answered(upload, readings)
    after = _begun_anew(context, upload, readings)
    context.unit.put(
        key_of_upload(context.scope, upload.id),
        to_item(after),
        Path("revision") == upload.revision,
        Changed,
    )
    target = f"uploads/{upload.id}"
    record_change(context, "uploads.apply", target, None, dict(wanted), revision=after.revision)
    hand_on(context.platform, context.scope.tenant, upload.id, applied_at=after.applied_at)
    return after


def _begun_anew(context: Context, upload: Upload, readings: dict[str, Any]) -> Upload:
    looked_at = upload.status == LOOKED_AT
    fresh = Upload(
        **{
            name: getattr(upload, name)
            for name in (
                *("id", "scheme", "period", "filename", "on_error", "grain", "created_at"),
                *("created_by", "employee_field", "sha256", "size", "rows_known", "header"),
                *("unknown_columns", "ignored_sheets", "separator", "form_expires_at"),
                *("ignored_files", "ignored_count", "unknown_employees", "employee_key"),
                *("source", "other_columns", "contact_key"),
            )
        },
        status=PROCESSING,
        revision=upload.revision + 1,
    )
    return replace(
        fresh,
        dry_run=upload.dry_run and not looked_at,
        readings=readings or None,
        surveyed=looked_at and readings == (upload.readings or {}),
        seen_digest=upload.looked_digest if looked_at else None,
        applied_at=context.time,
        received_at=max(context.time, upload.received_at or context.time),
    )


def _check_answered(upload: Upload, readings: Mapping[str, Any]) -> None:
    details = (upload.reason or {}).get("details") or {}
    asked = [one["column"] for one in details.get("questions", ())]
    open_ones = [one for one in asked if one not in readings]
    if open_ones:
        words = Text(*(one.format(columns=", ".join(open_ones)) for one in UNANSWERED))
        raise invalid_value("/readings", "answers_missing", words)
