"""Stored exports and the company's export schedule."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from typing import Any

from chalicelib.exports.keys import key_of_export, key_of_export_schedule
from chalicelib.jobs.given_up import may_be_at_work
from chalicelib.store.identifiers import base32
from chalicelib.store.records import from_item
from chalicelib.store.table import Table
from chalicelib.tenancy.scope import TenantScope

QUEUED, RUNNING, COMPLETED, FAILED = "queued", "running", "completed", "failed"
FINAL = (COMPLETED, FAILED)


@dataclass(frozen=True, slots=True)
class Export:
    """An export: a file of a scheme's period.

    Times are RFC 3339 in UTC. ``scheduled_for`` is the due time of an export by the schedule.
    ``filename`` and what belongs to the file (``rows``, ``bytes``, ``sha256``, ``versions``,
    ``period_state``) are known when the export is completed. ``versions`` are the scheme's versions
    that made the rows: ``{"version", "sha256"}``. ``gave_up_at`` is when an export that has not
    ended counts as given up (jobs/given_up.py). ``busy_until`` is the end of the process of the run
    that has begun last.
    """

    id: str
    scheme: str
    period: str
    format: str
    status: str
    requested_at: str
    requested_by: str
    revision: int = 1
    scheduled_for: str | None = None
    filename: str | None = None
    rows: int | None = None
    bytes: int | None = None
    sha256: str | None = None
    versions: tuple[dict[str, Any], ...] = ()
    period_state: str | None = None
    reason: dict[str, Any] | None = None
    finished_at: str | None = None
    gave_up_at: str | None = None
    busy_until: str | None = None

    def busy(self, now: str) -> bool:
        """Return whether a run that has begun may still write the file."""
        if self.status in FINAL:
            return False
        return may_be_at_work(self.busy_until, self.gave_up_at, now)


@dataclass(frozen=True, slots=True)
class Schedule:
    """When the month before is exported, every month.

    It is due on ``day`` (in a shorter month on the last day) at ``hour``, in the company's time
    zone. ``scheme`` None means every scheme with results. ``next_due`` is RFC 3339 in UTC.
    """

    enabled: bool = False
    day: int = 5
    hour: int = 8
    format: str = "csv"
    scheme: str | None = None
    revision: int = 0
    next_due: str | None = None


def read_export(table: Table, scope: TenantScope, export_id: str) -> Export | None:
    """Read an export as stored. None when there is none of this id."""
    item = table.get(key_of_export(scope, export_id))
    return None if item is None else from_item(Export, item)


def read_schedule(table: Table, scope: TenantScope) -> Schedule:
    """Read the company's schedule. Without a stored one it is off."""
    item = table.get(key_of_export_schedule(scope))
    return Schedule() if item is None else from_item(Schedule, item)


def scheduled_id(tenant: str, due: str, scheme: str) -> str:
    """Return the id of the export of a scheme for a due time.

    The same input gives the same id, so a due time makes one export of each scheme.
    """
    moment = datetime.fromisoformat(due)
    digest = blake2b("\n".join((tenant, due, scheme)).encode(), digest_size=8).digest()
    number = int.from_bytes(digest, "big") & (1 << 60) - 1
    return f"exp_{base32(int(moment.timestamp() * 1000), 10)}{base32(number, 12)}"
