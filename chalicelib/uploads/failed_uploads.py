"""Uploads that were given up: the worker failed or was killed each time (jobs/given_up.py).

The API shows such an upload as rejected, with this reason, because the contract has no other end
state for it. The results of rows that were scored before stay.
"""

from dataclasses import replace

from chalicelib.audit import work_ends
from chalicelib.jobs import given_up
from chalicelib.language import Text
from chalicelib.periods import lease
from chalicelib.results.abandoned import ask_to_settle
from chalicelib.tenancy.context import Context
from chalicelib.uploads.keys import key_of_upload
from chalicelib.uploads.records import (
    FINAL,
    OPEN,
    REJECTED,
    WITHDRAWAL_FAILED,
    WITHDRAWING,
    Upload,
    read_upload,
)

GAVE_UP = Text(
    "多次尝试后仍未能评完该文件，已评的结果保留；请重新上传。",
    "The file could not be scored to its end, though it was tried several times. Results that were "
    "made stay; send the file again.",
)

NOT_WITHDRAWN = Text(
    "多次尝试后仍未能撤回到底；请再次撤回，会从中断处继续。",
    "The upload could not be withdrawn to its end, though it was tried several times. Withdraw it "
    "again: that goes on from there.",
)


def note_given_up(context: Context, upload_id: str, at: str | None, claim: str | None) -> None:
    """Store since when the upload counts as given up (``at``; None: no more).

    Nothing is done when the upload is finished. When ``at`` has passed, the period must be free for
    others. A run that failed has abandoned its lease itself. The run before it may have handed over
    the lease under ``claim`` without any run taking it. That lease is abandoned here. Then the
    period is settled, with the results that were made, and released (results/abandoned.py).
    """
    upload = work_ends.note_given_up(
        context,
        key_of_upload(context.scope, upload_id),
        at,
        OPEN,
        lambda: read_upload(context.table, context.scope, upload_id),
        "uploads.end",
        f"uploads/{upload_id}",
    )
    if upload is None:
        return
    if claim is not None:
        lease.abandon(context, upload.period, upload.scheme, claim)
    if upload.started_at is not None:
        ask_to_settle(context, upload.period, upload.scheme, upload.id)


def as_shown(upload: Upload, now: str) -> Upload:
    """Return the upload as shown at ``now``: rejected when it was given up, and of a withdrawal
    that was given up, failed."""
    ended_at = given_up.since(upload.gave_up_at, now)
    if upload.status in FINAL or ended_at is None:
        return upload
    if upload.status == WITHDRAWING:
        reason = given_up.reason(NOT_WITHDRAWN)
        return replace(upload, status=WITHDRAWAL_FAILED, reason=reason)
    return replace(upload, status=REJECTED, reason=given_up.reason(GAVE_UP), finished_at=ended_at)
