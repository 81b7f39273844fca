"""Uploads and their bad rows as the API shows them."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

from chalicelib.language import Language
from chalicelib.periods.pilot_codes import scheme_of
from chalicelib.tenancy.records import REJECT
from chalicelib.uploads import warnings
from chalicelib.uploads.changed_totals import added
from chalicelib.uploads.failed_uploads import as_shown
from chalicelib.uploads.records import LOOKED_AT, RowError, Upload
from chalicelib.uploads.withdrawal_progress import COUNTS

FORM_EXPIRED: Final[dict[str, Any]] = {
    "code": "form_expired",
    "message": {
        "zh": "上传表单已过期，没有收到文件（空文件不会被存储接受）；请重新登记一次上传。",
        "en": "The form has expired and no file has come (storage takes no empty file); announce "
        "the upload anew.",
    },
}


def described(
    upload: Upload,
    language: Language,
    now: str,
    file_url: str | None = None,
    *,
    waiting: bool = False,
    new_people: list[dict[str, Any]] | None = None,
    waiting_for: dict[str, Any] | None = None,
) -> dict[str, Any]:
    """Return an upload as the API shows it.

    ``file_url``, ``new_people`` and ``waiting_for`` are only given for a single upload.

    An upload that was given up is shown as rejected. An upload whose file never arrived stays
    ``awaiting_file``, with a reason when its form has expired. ``waiting``: the file has come, and
    waits for its turn.
    """
    upload = as_shown(upload, now)
    reason = FORM_EXPIRED if upload.form_expired(now) and not waiting else upload.reason
    return {
        "id": upload.id,
        "scheme": scheme_of(upload.scheme),
        "version": upload.version,
        "pilot_of": upload.file_of,
        "period": upload.period,
        "filename": upload.filename,
        "on_error": upload.on_error,
        "grain": upload.grain,
        "employee_field": upload.employee_field,
        "contact_key": upload.contact_key,
        "unknown_employees": REJECT if upload.system else upload.unknown_employees,
        "employee_key": upload.employee_key,
        "status": upload.status,
        "counts": {
            "rows": upload.rows,
            "scored": upload.scored,
            "failed": upload.failed,
            "insufficient": upload.insufficient,
            "new_people": upload.new_people,
        },
        "new_people": new_people,
        "withdrawal": _withdrawal(upload, language),
        "dry_run": upload.dry_run,
        "readings": dict(upload.readings or {}),
        "applied_at": upload.applied_at,
        "changes": _changes(upload),
        "progress": {"done": upload.rows, "known": _known(upload)},
        "overtaken": upload.overtaken,
        "incomplete": upload.incomplete,
        "warnings": warnings.described(upload, language),
        "received_at": upload.received_at,
        "source": upload.source,
        "judged": upload.judged,
        "sources": list(upload.sources),
        "rating_round": upload.rating_round,
        "appeal": upload.appeal,
        "unknown_columns": list(upload.unknown_columns),
        "other_columns": list(upload.other_columns),
        "ignored_sheets": list(upload.ignored_sheets),
        "files_ignored": [
            {"received_at": one["received_at"], "etag": one["etag"], "size": _counts(one["size"])}
            for one in upload.ignored_files
        ],
        "reason": _reason(reason, language),
        "waiting_for": waiting_for,
        "sha256": upload.sha256,
        "file_url": file_url,
        "expires_at": upload.form_expires_at,
        "created_at": upload.created_at,
        "created_by": upload.created_by,
        "started_at": upload.started_at,
        "finished_at": upload.finished_at,
    }


def described_error(error: RowError, language: Language) -> dict[str, Any]:
    """Return a bad row as the API shows it."""
    return {
        "row": error.row,
        "errors": [
            {
                "column": one["column"],
                "heading": one.get("heading"),
                "code": one["code"],
                "message": one["message"][language],
                "nearest": list(one.get("nearest", ())),
            }
            for one in error.errors
        ],
        "raw": error.raw,
    }


def _reason(found: Mapping[str, Any] | None, language: Language) -> dict[str, Any] | None:
    if found is None:
        return None
    return {
        "code": found["code"],
        "message": found["message"][language],
        "details": _counts(found.get("details")),
    }


def _withdrawal(upload: Upload, language: Language) -> dict[str, Any] | None:
    found = upload.withdrawal
    if found is None:
        return None
    return {
        **{name: found[name] for name in ("at", "by", "reason")},
        "finished_at": found.get("finished_at"),
        **{name: int(found[name]) for name in COUNTS},
        "refused": _reason(found.get("refused"), language),
    }


def _changes(upload: Upload) -> dict[str, int]:
    """Return what the file has changed, or would if it was only looked at."""
    looked_at = upload.status == LOOKED_AT
    return added(upload.looked_changes if looked_at else upload.changes, {})


def _known(upload: Upload) -> int | None:
    """Return the rows of the file without those of totals that were passed over."""
    if upload.rows_known is None or upload.grain == "contact":
        return upload.rows_known
    return upload.rows_known - max(upload.passed_over, upload.looked_passed_over)


def _counts(details: Any) -> Any:
    """Return details with counts as whole numbers, because the table returns them as decimals."""
    if isinstance(details, Mapping):
        return {name: _counts(one) for name, one in details.items()}
    if isinstance(details, list):
        return [_counts(one) for one in details]
    whole = isinstance(details, Decimal) and details == details.to_integral_value()
    return int(details) if whole else details
