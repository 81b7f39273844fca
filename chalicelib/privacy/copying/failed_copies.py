"""Copies that were given up: the worker failed or was killed at each try (jobs/given_up.py)."""

from dataclasses import replace
from datetime import datetime, timedelta

from pynamodb.expressions.operand import Path

from chalicelib.audit.work_ends import end_work
from chalicelib.jobs import given_up
from chalicelib.language import Text
from chalicelib.privacy.copying.keys import key_of_copy
from chalicelib.privacy.copying.records import FAILED, OPEN, Copy, read_copy
from chalicelib.tenancy.context import Context, timestamp

#: After this time without a new part a copy has failed: its message is lost. A part takes minutes,
#: and five tries of one take less than an hour.
LONGEST_WITHOUT_A_PART = timedelta(hours=6)

GAVE_UP = Text(
    "多次尝试后仍无法生成副本，请重新申请。",
    "The copy could not be made, though it was tried several times; ask for another.",
)


def note_given_up(context: Context, copy_id: str, at: str | None) -> None:
    """Note since when it counts as given up, unless it is at its end or was never made."""
    key = key_of_copy(context.scope, copy_id)
    if at is None or not given_up.is_over(context, at):
        given_up.note(context.table, key, at, OPEN)
        return
    record = read_copy(context.table, context.scope, copy_id)
    if record is not None:
        end_work(
            context,
            key,
            [Path("gave_up_at").set(at)],
            Path("status").is_in(*OPEN),
            "tenant_copies.end",
            f"tenant/copies/{copy_id}",
            {"status": FAILED, "code": given_up.CODE},
            record.revision + 1,
        )


def as_shown(copy: Copy, now: datetime) -> Copy:
    """Return the copy as it is shown: failed when given up, or without a new part for hours."""
    if copy.status not in OPEN:
        return copy
    moved = datetime.fromisoformat(copy.moved_at or copy.requested_at)
    over = timestamp(moved + LONGEST_WITHOUT_A_PART)
    ended_at = given_up.since(copy, now) or (over if over <= timestamp(now) else None)
    if ended_at is None:
        return copy
    return replace(copy, status=FAILED, reason=given_up.reason(GAVE_UP), finished_at=ended_at)
