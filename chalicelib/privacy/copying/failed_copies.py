"""Copies that were given up: the worker failed or was killed at each try (jobs/given_up.py)."""

from datetime import datetime, timedelta

from chalicelib.audit import work_ends
from chalicelib.jobs import given_up
from chalicelib.language import Text
from chalicelib.privacy.copying.keys import key_of_copy
from chalicelib.privacy.copying.records import OPEN, Copy, read_copy
from chalicelib.tenancy.context import Context

#: After this time without a new part a copy has failed: its message is lost. A part takes minutes,
#: and five tries of one take less than an hour.
LONGEST_WITHOUT_A_PART = timedelta(hours=6)

GAVE_UP = Text(
    "多次尝试后仍无法生成副本，请重新申请。",
    "The copy could not be made, though it was tried several times; ask for another.",
)


def note_given_up(context: Context, copy_id: str, at: str | None) -> None:
    """Store since when the copy counts as given up, unless it has ended or does not exist."""
    work_ends.note_given_up(
        context,
        key_of_copy(context.scope, copy_id),
        at,
        OPEN,
        lambda: read_copy(context.table, context.scope, copy_id),
        "tenant_copies.end",
        f"tenant/copies/{copy_id}",
    )


def as_shown(copy: Copy, now: datetime) -> Copy:
    """Return the copy as it is shown: failed when given up, or without a new part for hours."""
    if copy.status not in OPEN:
        return copy
    moved_at = copy.moved_at or copy.requested_at
    return given_up.failed_if_over(copy, moved_at, LONGEST_WITHOUT_A_PART, now, GAVE_UP)
