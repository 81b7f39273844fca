"""Erasures that were given up: the worker failed or was killed at each try (jobs/given_up.py)."""

from dataclasses import replace
from datetime import datetime

from chalicelib.audit import work_ends
from chalicelib.jobs import given_up
from chalicelib.language import Text
from chalicelib.privacy.erasing.keys import key_of_erasure
from chalicelib.privacy.erasing.records import COMPLETED, FAILED, OPEN, Erasure, read_erasure
from chalicelib.tenancy.context import Context, timestamp

GAVE_UP = Text(
    "多次尝试后仍未能删除完毕；已删除的不会恢复。再次申请即从中断处继续。",
    "The erasure did not come to its end, though it was tried several times. What is erased stays "
    "erased; ask again, and it goes on from there.",
)


def note_given_up(context: Context, erasure_id: str, at: str | None) -> None:
    """Store since when the erasure counts as given up, unless it has ended or does not exist."""
    work_ends.note_given_up(
        context,
        key_of_erasure(context.scope, erasure_id),
        at,
        OPEN,
        lambda: read_erasure(context.table, context.scope, erasure_id),
        "erasures.end",
        f"erasures/{erasure_id}",
    )


def as_shown(erasure: Erasure, now: datetime) -> Erasure:
    """Return the erasure as it is shown: failed when it was given up."""
    ended_at = given_up.since(erasure.gave_up_at, timestamp(now))
    if erasure.status == COMPLETED or ended_at is None:
        return erasure
    return replace(erasure, status=FAILED, reason=given_up.reason(GAVE_UP), finished_at=ended_at)
