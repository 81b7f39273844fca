"""The stored snapshot of a locked period: how far it is taken, and its columns."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from chalicelib.coefficients.keys import key_of_snapshot, partition_of_snapshots
from chalicelib.jobs import given_up
from chalicelib.language import Text
from chalicelib.periods.records import LOCKED, PeriodRecord
from chalicelib.store.records import from_item
from chalicelib.tenancy.context import Context, timestamp

QUEUED, RUNNING, COMPLETED, FAILED = "queued", "running", "completed", "failed"
#: The lock was taken back: the rows go, and a later lock begins the snapshot anew.
TAKEN_BACK = "taken_back"
OPEN = (QUEUED, RUNNING)
#: After this time without an end a snapshot has failed: a minute is enough for 100,000 people.
LONGEST = timedelta(hours=6)

GAVE_UP = Text(
    "多次尝试后仍未能保存锁定时的数据；再次锁定即从中断处继续。",
    "The snapshot could not be taken, though it was tried several times; lock the period again, "
    "and it goes on from there.",
)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What a locked period's coefficients were at its lock. Times are RFC 3339 in UTC.

    ``generation`` grows when it is begun anew; rows belong to one. ``after`` is the checkpoint, an
    employee id. ``settled_at`` is that of the period when this generation began. ``systems`` are
    the columns of other systems, sorted; ``rows`` and ``erased`` count all rows and those of erased
    people. ``gave_up_at``: jobs/given_up.py.
    """

    period: str
    scheme: str
    status: str
    asked_at: str
    asked_by: str
    revision: int = 1
    generation: int = 1
    after: str | None = None
    settled_at: str | None = None
    systems: tuple[str, ...] = ()
    rows: int = 0
    erased: int = 0
    taken_at: str | None = None
    reason: dict[str, Any] | None = None
    finished_at: str | None = None
    gave_up_at: str | None = None

    @property
    def target(self) -> str:
        """Return its target in the audit log."""
        return f"snapshots/{self.period}/{self.scheme}"


def read_snapshot(context: Context, period: str, scheme: str) -> Snapshot | None:
    """Read a snapshot as stored. None when the period has none."""
    item = context.table.get(key_of_snapshot(context.scope, period, scheme))
    return None if item is None else from_item(Snapshot, item)


def read_snapshots(
    context: Context, periods: Iterable[PeriodRecord]
) -> dict[tuple[str, str], Snapshot]:
    """Return the snapshots of the locked ones among the periods, as shown, by (period, scheme)."""
    locked = [one for one in periods if one.state == LOCKED]
    wanted = [key_of_snapshot(context.scope, one.period, one.scheme) for one in locked]
    found = context.table.get_many(wanted) if wanted else {}
    snapshots = (as_shown(from_item(Snapshot, item), context.now) for item in found.values())
    # One that is taken back is of a period that was opened again since it was read.
    return {(one.period, one.scheme): one for one in snapshots if one.status != TAKEN_BACK}


def locked_ones(context: Context, periods: Iterable[PeriodRecord]) -> list[Snapshot]:
    """Return the snapshots of the locked ones among the periods, by scheme."""
    found = read_snapshots(context, periods)
    return [found[place] for place in sorted(found)]


def all_snapshots(context: Context) -> list[Snapshot]:
    """Return every snapshot of the company, as stored."""
    partition = partition_of_snapshots(context.scope)
    return [from_item(Snapshot, item) for item in context.table.query_all(partition)]


def as_shown(snapshot: Snapshot, now: datetime) -> Snapshot:
    """Return the snapshot as it is shown: failed when given up, or not ended within LONGEST."""
    if snapshot.status not in OPEN:
        return snapshot
    over = timestamp(datetime.fromisoformat(snapshot.asked_at) + LONGEST)
    shown_at = timestamp(now)
    ended_at = given_up.since(snapshot.gave_up_at, shown_at) or given_up.since(over, shown_at)
    if ended_at is None:
        return snapshot
    reason = given_up.reason(GAVE_UP)
    return replace(snapshot, status=FAILED, reason=reason, finished_at=ended_at)
