"""Ask for an upload to be taken back (uploads/withdrawing.py does it)."""

from typing import Final

from pynamodb.expressions.operand import Path

from chalicelib.audit.records import record_change
from chalicelib.errors import Changed, Conflict
from chalicelib.jobs import given_up
from chalicelib.language import Text
from chalicelib.periods.pilot_codes import pilot_of
from chalicelib.periods.records import LOCKED, PeriodRecord, read_period
from chalicelib.schemes.compiled import in_effect
from chalicelib.store.changes import actions_of, changed
from chalicelib.tenancy.context import Context
from chalicelib.uploads import open_withdrawals
from chalicelib.uploads.continuation import hand_on
from chalicelib.uploads.failed_uploads import as_shown
from chalicelib.uploads.keys import key_of_upload
from chalicelib.uploads.records import (
    AWAITING,
    COMPLETED,
    PROCESSING,
    WITH_ERRORS,
    WITHDRAWING,
    WITHDRAWN,
    WITHDRAWN_IN_PART,
    Upload,
)
from chalicelib.uploads.service import existing
from chalicelib.uploads.withdrawal_progress import begun

#: Why an upload that is shown in this state cannot be taken back.
WHY_NOT: Final = {
    AWAITING: (
        "not_finished",
        Text(
            "这次上传还没有文件，没有可撤回的；不发送文件，表单会自行过期。",
            "No file has come for this upload, so there is nothing to take back: a form that is "
            "not used expires.",
        ),
    ),
    PROCESSING: (
        "not_finished",
        Text(
            "文件正在评分；请在其完成后撤回。",
            "The file is being scored. Withdraw it when that has ended.",
        ),
    ),
    WITHDRAWING: (
        "withdrawal_under_way",
        Text("这次上传正在撤回。", "The upload is being withdrawn."),
    ),
    WITHDRAWN: (
        "already_withdrawn",
        Text("这次上传已经撤回。", "The upload is withdrawn already."),
    ),
}
JUDGED: Final = Text(
    "这些数据来自抽检：请重新开放或取消该抽检，而不是撤回文件。",
    "These figures were judged in an inspection: reopen or cancel that, rather than its file.",
)
NOTHING: Final = Text(
    "该文件没有写入任何结果，没有可撤回的。",
    "The file has written no results, so there is nothing to take back.",
)
PERIOD_LOCKED: Final = Text(
    "该期间已锁定，其结果已用于计发，不能撤回；锁定之后的差错以更正处理。",
    "The period is locked: its results were paid, and nothing is taken back. What is wrong after "
    "the lock becomes a correction.",
)
NOT_KEPT: Final = Text(
    "该期间有在升级之前评出的结果，没有逐个文件保存数据，无法撤回；请重新上传正确的数据，它会取代这些人的数据。",
    "The period has results from before the service kept what each file said, so no file of it "
    "can be taken back. Send the right figures: they replace those of the people they name.",
)


def withdraw(context: Context, upload_id: str, reason: str) -> Upload:
    """Ask for the withdrawal of an upload; return the upload. A worker does it.

    One that was given up goes on; in a locked period it ends, and says what was done. Raises
    NotFound (404), and Conflict (409): ``not_finished``, ``nothing_to_withdraw``,
    ``withdrawal_under_way``, ``already_withdrawn``, ``period_locked``, ``figures_not_kept``,
    ``judged_upload`` and ``too_many_withdrawals``.
    """
    upload = existing(context, upload_id)
    if upload.judged is not None:
        raise Conflict("judged_upload", JUDGED)
    version, period = _checked(context, upload)
    former = upload.withdrawal if upload.status in (WITHDRAWING, WITHDRAWN_IN_PART) else None
    by = context.principal.credential
    state = begun(context.time, by, reason, upload.status, version, former)
    changes = {
        "status": WITHDRAWING,
        "withdrawal": state,
        "gave_up_at": None,
        "revision": upload.revision + 1,
    }
    context.unit.update(
        key_of_upload(context.scope, upload.id),
        [*actions_of(changes), Path(given_up.TOLD).remove()],
        (Path("revision") == upload.revision) & (Path("status") == upload.status),
        Changed,
    )
    if period.state != LOCKED:
        open_withdrawals.enter(context, period, upload.id)
    after = changed(upload, changes)
    said = {"reason": reason}
    record_change(
        context, "uploads.withdraw", f"uploads/{upload.id}", None, said, revision=after.revision
    )
    hand_on(context.platform, context.scope.tenant, upload.id, withdrawn_at=context.time)
    return after


def _checked(context: Context, upload: Upload) -> tuple[int, PeriodRecord]:
    """Return the version by which results are made again (the one in effect, or else the file's),
    and the period."""
    shown = as_shown(upload, context.time).status
    gave_up = shown != upload.status and upload.started_at is not None
    if shown in WHY_NOT:
        raise Conflict(*WHY_NOT[shown])
    wrote = upload.status in (COMPLETED, WITH_ERRORS, WITHDRAWN_IN_PART) or gave_up
    if not wrote or upload.version is None:
        raise Conflict("nothing_to_withdraw", NOTHING)
    period = read_period(context.table, context.scope, upload.period, upload.scheme)
    if period is not None and period.state == LOCKED and upload.status != WITHDRAWING:
        raise Conflict("period_locked", PERIOD_LOCKED)
    if period is None or not period.figures_kept:
        raise Conflict("figures_not_kept", NOT_KEPT)
    if pilot_of(upload.scheme) is not None:
        return upload.version, period
    now = in_effect(context.table, context.scope, upload.scheme, upload.period)
    return (upload.version if now is None else now.version), period
