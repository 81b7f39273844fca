"""Work that waits because other work holds the period, as its resource says it."""

from typing import Any

from chalicelib.periods import lease
from chalicelib.periods.records import PeriodRecord
from chalicelib.tenancy.context import Context


def waiting_for(context: Context, record: PeriodRecord | None, work: str) -> dict[str, Any] | None:
    """Return what the work of this id waits for: which work holds the period, and since when.

    None: no other work holds it. ``since`` is None of a lease from before it was noted.
    """
    if record is None or record.writer_work == work or not lease.held_at(record, context.time):
        return None
    return {"work": record.writer_work, "since": record.writer_since}
