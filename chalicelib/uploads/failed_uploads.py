"""Uploads that were given up: their worker failed or was killed each time (jobs/given_up.py).

To those who ask, such an upload is rejected, with this reason; the states of the contract have no
other end. What of its rows was scored until then stays.
"""

from dataclasses import replace

from chalicelib.jobs import given_up
from chalicelib.language import Text
from chalicelib.periods import lease
from chalicelib.tenancy.context import Context
from chalicelib.uploads.keys import key_of_upload
from chalicelib.uploads.records import FINAL, OPEN, REJECTED, Upload, read_upload

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
    noted = given_up.note(context.table, key_of_upload(context.scope, upload_id), at, OPEN)
    if noted and claim is not None and given_up.is_over(context, at):
        upload = read_upload(context.table, context.scope, upload_id)
        if upload is not None:
            lease.abandon(context, upload.period, upload.scheme, claim)


def as_it_stands(upload: Upload, now: str) -> Upload:
    """The upload as it is shown at this moment: rejected when it was given up."""
    given = upload.gave_up_at
    if upload.status in FINAL or given is None or given > now:
        return upload
    return replace(upload, status=REJECTED, reason=given_up.reason(GAVE_UP), finished_at=given)
