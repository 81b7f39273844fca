"""Uploads that were given up: their worker failed or was killed each time (jobs/given_up.py).

To those who ask, such an upload is rejected, with this reason; the states of the contract have no
other end. What of its rows was scored until then stays.
"""

from dataclasses import replace

from pynamodb.expressions.operand import Path

from chalicelib.audit.work_ends import end_work
from chalicelib.jobs import given_up
from chalicelib.language import Text
from chalicelib.periods import lease
from chalicelib.tenancy.context import Context
from chalicelib.uploads.keys import key_of_upload
from chalicelib.uploads.records import FINAL, OPEN, REJECTED, Upload, read_upload

#: What the event tells of it.
FAILED = "failed"

GAVE_UP = Text(
    "多次尝试后仍未能评完该文件，已评的结果保留；请重新上传。",
    "The file could not be scored to its end, though it was tried several times. Results that were "
    "made stay; send the file again.",
)


def note_given_up(context: Context, upload_id: str, at: str | None, claim: str | None) -> None:
    """Note since when it counts as given up, unless it is at its end.

    The period is then free for others: the run that failed has laid it down itself, and the one
    before it, whose ``claim`` no run has inherited, has it laid down here.
    """
    key = key_of_upload(context.scope, upload_id)
    if at is None or not given_up.is_over(context, at):
        given_up.note(context.table, key, at, OPEN)
        return
    upload = read_upload(context.table, context.scope, upload_id)
    if upload is None:
        return
    noted = end_work(
        context,
        key,
        [Path("gave_up_at").set(at)],
        Path("status").is_in(*OPEN),
        "uploads.end",
        f"uploads/{upload_id}",
        {"status": FAILED, "code": given_up.CODE},
        upload.revision + 1,
    )
    if noted and claim is not None:
        lease.lay_down(context, upload.period, upload.scheme, claim)


def as_it_stands(upload: Upload, now: str) -> Upload:
    """The upload as it is shown at this moment: rejected when it was given up."""
    given = upload.gave_up_at
    if upload.status in FINAL or given is None or given > now:
        return upload
    return replace(upload, status=REJECTED, reason=given_up.reason(GAVE_UP), finished_at=given)
