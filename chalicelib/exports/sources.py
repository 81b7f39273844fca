"""What the rows of a file come from: a locked period's snapshot, or the results as they stand."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from chalicelib.coefficients import snapshot_start
from chalicelib.coefficients.columns import Columns
from chalicelib.coefficients.errors import SnapshotPending
from chalicelib.coefficients.locked_rows import locked_rows
from chalicelib.coefficients.records import Snapshot, read_snapshot
from chalicelib.coefficients.rows import CoefficientRow, coefficient_rows, external_systems
from chalicelib.coefficients.snapshots import snapshot_of
from chalicelib.periods.records import LOCKED, PeriodRecord, read_period
from chalicelib.store.transactions import Unit
from chalicelib.tenancy.context import Context


@dataclass(frozen=True, slots=True)
class Source:
    """Rows by employee id, and the external systems that are columns. ``snapshot``: of a lock."""

    context: Context
    period: PeriodRecord
    systems: tuple[str, ...]
    snapshot: Snapshot | None = None

    @property
    def columns(self) -> Columns:
        """The columns of the file."""
        return Columns(self.systems, bool(self.period.split))

    @property
    def locked(self) -> PeriodRecord | None:
        """The period, if the file is of its lock."""
        return None if self.snapshot is None else self.period

    def rows(self) -> Iterator[CoefficientRow]:
        """Give the rows. They may be read several times."""
        if self.snapshot is None:
            return coefficient_rows(self.context, self.period)
        return locked_rows(self.context, self.snapshot)

    def is_unchanged(self) -> bool:
        """Return whether the source is as it was read first, after all rows have been read."""
        context, period = self.context, self.period
        if self.snapshot is not None:
            return read_snapshot(context, period.period, period.scheme) == self.snapshot
        return read_period(context.table, context.scope, period.period, period.scheme) == period

    def manifest(self) -> dict[str, Any]:
        """Return what the manifest says of the snapshot."""
        if self.snapshot is None:
            return {}
        said = {
            "locked_at": self.period.locked_at,
            "taken_at": self.snapshot.taken_at,
            "erased": self.snapshot.erased,
        }
        return {"snapshot": said}


def source_of(context: Context, period: PeriodRecord) -> Source:
    """Return the source of a period's rows.

    Raises SnapshotFailed, and SnapshotPending while a locked period has none yet: it is asked for
    when an older version of the service locked the period.
    """
    snapshot = snapshot_of(context, period)
    if snapshot is not None:
        return Source(context, period, snapshot.systems, snapshot)
    if period.state == LOCKED:
        unit = Unit(context.table)
        snapshot_start.ask_again(context, unit, period)
        unit.commit()
        raise SnapshotPending
    return Source(context, period, external_systems(context))
