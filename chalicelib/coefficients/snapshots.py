"""The snapshot that says what a locked period's coefficients are."""

from chalicelib.coefficients.errors import SnapshotFailed, SnapshotPending
from chalicelib.coefficients.records import COMPLETED, FAILED, Snapshot, as_shown, read_snapshot
from chalicelib.periods.records import LOCKED, PeriodRecord
from chalicelib.tenancy.context import Context


def snapshot_of(context: Context, period: PeriodRecord) -> Snapshot | None:
    """Return the completed snapshot of a locked period.

    None for a period that is not locked, or that an older version locked without a snapshot. Raises
    SnapshotPending and SnapshotFailed (409).
    """
    if period.state != LOCKED:
        return None
    stored = read_snapshot(context, period.period, period.scheme)
    if stored is None or stored.status == COMPLETED:
        return stored
    shown = as_shown(stored, context.now)
    raise SnapshotFailed(shown) if shown.status == FAILED else SnapshotPending
