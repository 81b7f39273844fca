"""What a request makes of an inspection: closed, reopened, cancelled.

Closing and cancelling one that has given figures is work of a worker (inspections/closing_run.py).
"""

from collections.abc import Mapping
from typing import Any

from pynamodb.expressions.operand import Path

from chalicelib.audit.records import record_change
from chalicelib.errors import Changed, Conflict, invalid_value
from chalicelib.inspections import queue, words
from chalicelib.inspections.keys import key_of_closing, key_of_inspection
from chalicelib.inspections.progress import open_tasks, read_progress
from chalicelib.inspections.records import (
    CANCELLED,
    CANCELLING,
    CLOSED,
    CLOSING,
    HANDING_ON,
    OPEN,
    Inspection,
)
from chalicelib.inspections.service import existing, refuse_ended
from chalicelib.inspections.transitions import check_transition
from chalicelib.jobs import given_up
from chalicelib.language import Text
from chalicelib.store.changes import actions_of, changed
from chalicelib.store.identifiers import new_id
from chalicelib.tenancy.context import Context
from chalicelib.web.etags import Expected, check


def change(
    context: Context, inspection_id: str, wanted: Mapping[str, Any], expected: Expected
) -> Inspection:
    """Close, reopen or cancel an inspection. Returns it as it will be stored.

    Raises NotFound (404), 412 at another revision, PeriodLocked (409), and Conflict (409):
    ``status_not_reachable``, ``tasks_open`` with their number unless it is accepted,
    ``another_closing``, ``under_way``; Invalid (422) without the reason that it needs.
    """
    before = existing(context, inspection_id)
    check(expected, before.revision)
    status, reason = wanted["status"], wanted.get("reason")
    if before.status == HANDING_ON:
        raise Conflict("under_way", UNDER_WAY)
    check_transition(before.status, status)
    refuse_ended(context, before.period, before.scheme)
    if status != CLOSED and not reason:
        raise invalid_value("/reason", "required", words.REASON_MISSING)
    if before.status in (CLOSING, CANCELLING):
        return _go_on(context, before)
    if before.status == OPEN and status == CLOSED:
        _check_open_tasks(context, before, (wanted.get("accept") or {}).get("open"))
    if status == OPEN:
        return _stored(context, before, reason, status=OPEN)
    if status == CANCELLED and before.upload is None:
        return _stored(context, before, reason, status=CANCELLED, finished_at=context.time)
    return _with_work(context, before, status, reason)


def _with_work(context: Context, before: Inspection, status: str, reason: str | None) -> Inspection:
    """Ask for the work of closing or cancelling. One inspection of a period at a time, so that the
    last file of figures has those of all."""
    context.unit.put(
        key_of_closing(context.scope, before.period, before.scheme),
        {"closing": before.id},
        Path("pk").does_not_exist(),
        lambda: Conflict("another_closing", words.ANOTHER_CLOSES),
    )
    after = _stored(
        context,
        before,
        reason,
        status=CLOSING if status == CLOSED else CANCELLING,
        upload=new_id("upl", context.now),
        moved_at=context.time,
        gave_up_at=None,
    )
    queue.send(context, queue.CLOSE, after.id, after.revision)
    return after


def _go_on(context: Context, before: Inspection) -> Inspection:
    """Ask once more for work that was given up. Raises Conflict ``under_way`` while it goes on."""
    if before.failed_at(context) is None:
        raise Conflict("under_way", UNDER_WAY)
    after = _stored(
        context,
        before,
        None,
        status=before.status,
        moved_at=context.time,
        gave_up_at=None,
        gave_up_told=None,
    )
    queue.send(context, queue.CLOSE, after.id, after.revision)
    return after


def _stored(context: Context, before: Inspection, reason: str | None, **changes: Any) -> Inspection:
    """Add the change and its audit event to the request's unit."""
    revision = before.revision + 1
    stored = {**changes, "updated_at": context.time, "revision": revision}
    context.unit.update(
        key_of_inspection(context.scope, before.id),
        actions_of(stored),
        Path("revision") == before.revision,
        Changed,
    )
    stored.pop(given_up.TOLD, None)
    told = {"status": changes["status"], **({"reason": reason} if reason else {})}
    record_change(
        context,
        "inspections.change",
        f"inspections/{before.id}",
        {"status": before.status},
        told,
        revision=revision,
    )
    return changed(before, stored)


def _check_open_tasks(context: Context, before: Inspection, accepted: int | None) -> None:
    found = open_tasks(read_progress(context, before).values())
    if found not in (0, accepted):
        raise Conflict(
            "tasks_open",
            Text(
                f"还有 {found} 项任务未提交；若仍要结束，请在 accept 中写明 open 为 {found}，"
                "无人判定的件不计入。",
                f"{found} tasks are not submitted. To close all the same, say `accept: "
                f'{{"open": {found}}}`: tickets that nobody judged do not count.',
            ),
            open=found,
        )


UNDER_WAY = Text("正在进行，请稍候。", "It is under way.")
