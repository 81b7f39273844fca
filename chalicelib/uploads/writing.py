"""Uploads as work that writes results (:class:`chalicelib.results.writers.Writer`)."""

from chalicelib.jobs import given_up
from chalicelib.periods.records import PeriodRecord
from chalicelib.results.writers import State, Writer
from chalicelib.tenancy.context import Context
from chalicelib.uploads.continuation import hand_on
from chalicelib.uploads.open_withdrawals import under_way
from chalicelib.uploads.records import FINAL, read_upload
from chalicelib.uploads.running_files import running_files


class Uploads:
    """Uploads, those of pilots included."""

    prefix = "upl_"

    def state(self, context: Context, record: PeriodRecord) -> State:
        upload = read_upload(context.table, context.scope, record.writer_work or "")
        if upload is None:
            return State.BROKEN_OFF
        if upload.status in FINAL:
            return State.ENDED
        over = given_up.is_over(context, upload.gave_up_at)
        return State.BROKEN_OFF if over else State.OPEN

    def resume(self, context: Context, record: PeriodRecord) -> None:
        hand_on(context.platform, context.scope.tenant, record.writer_work or "")

    def unfinished(self, context: Context, record: PeriodRecord, most: int) -> list[str]:
        return running_files(context, record, most)

    def locked(self, context: Context, record: PeriodRecord) -> None:
        """Ask for a run of each withdrawal that is not done: it meets the lock, and says so."""
        for upload_id in under_way(context, record):
            hand_on(context.platform, context.scope.tenant, upload_id, locked_at=context.time)


writing_uploads: Writer = Uploads()
