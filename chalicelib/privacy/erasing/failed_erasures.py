"""Erasures that were given up: the worker failed or was killed at each try (jobs/given_up.py)."""

from dataclasses import replace
from datetime import datetime

from pynamodb.expressions.operand import Path

from chalicelib.audit.work_ends import end_work
from chalicelib.jobs import given_up
from chalicelib.language import Text
from chalicelib.privacy.erasing.keys import key_of_erasure
from chalicelib.privacy.erasing.records import COMPLETED, FAILED, OPEN, Erasure, read_erasure
from chalicelib.tenancy.context import Context

GAVE_UP = Text(
    "多次尝试后仍未能删除完毕；已删除的不会恢复。再次申请即从中断处继续。",
    "The erasure did not come to its end, though it was tried several times. What is erased stays "
    "erased; ask again, and it goes on from there.",
)


def note_given_up(context: Context, erasure_id: str, at: str | None) -> None:
    """Note since when it counts as given up, unless it is at its end or was never made."""
    key = key_of_erasure(context.scope, erasure_id)
    if at is None or not given_up.is_over(context, at):
        given_up.note(context.table, key, at, OPEN)
        return
    record = read_erasure(context.table, context.scope, erasure_id)
    if record is not None:
        end_work(
            context,
            key,
            [Path("gave_up_at").set(at)],
            Path("status").is_in(*OPEN),
            "erasures.end",
            f"erasures/{erasure_id}",
            {"status": FAILED, "code": given_up.CODE},
            record.revision + 1,
        )


def as_shown(erasure: Erasure, now: datetime) -> Erasure:
    """Return the erasure as it is shown: failed when it was given up."""
    ended_at = None if erasure.status == COMPLETED else given_up.since(erasure, now)
    if ended_at is None:
        return erasure
    return replace(erasure, status=FAILED, reason=given_up.reason(GAVE_UP), finished_at=ended_at)
