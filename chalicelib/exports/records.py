"""Stored exports and the company's export schedule."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from typing import Any

from pynamodb.expressions.condition import Condition
from pynamodb.expressions.operand import Path

from chalicelib.exports.calendar import due_period, due_time
from chalicelib.exports.keys import (
    MONTHS,
    key_of_export,
    key_of_export_schedule,
    partition_of_export_schedule,
)
from chalicelib.jobs.given_up import may_be_at_work
from chalicelib.person_keys import PersonKey
from chalicelib.store.identifiers import base32, first_id
from chalicelib.store.records import from_item
from chalicelib.store.table import Table
from chalicelib.tenancy.scope import TenantScope

#: What a file has: the coefficients of its period, or the differences that are due of the scheme's
#: corrected results (exports/difference_file.py).
COEFFICIENTS, DIFFERENCES = "coefficients", "differences"
#: Or the one row of a leaver whose result was settled ahead of the month (exports/closing.py).
SETTLEMENT = "settlement"
CONTENTS = (COEFFICIENTS, DIFFERENCES, SETTLEMENT)
#: Where the differences go that are due when a file of coefficients is made: into a file of their
#: own beside it, or into the same file, of a system that knows them.
OWN_FILE, SAME_FILE = "own_file", "same_file"
PLACES = (OWN_FILE, SAME_FILE)
QUEUED, RUNNING, COMPLETED, FAILED = "queued", "running", "completed", "failed"
FINAL = (COMPLETED, FAILED)
#: Where a file is on its way to payroll: a link to it was handed out, all its rows were answered.
MADE, FETCHED, ACKNOWLEDGED = "made", "fetched", "acknowledged"
#: The lock that the file is of was taken back before anybody had it, and nobody gets it any more.
SUPERSEDED = "superseded"
DELIVERIES = (MADE, FETCHED, ACKNOWLEDGED, SUPERSEDED)


@dataclass(frozen=True, slots=True)
class Export:
    """An export: a file of a scheme's period.

    Times are RFC 3339 in UTC. ``scheduled_for`` is the due time of an export by the schedule.
    ``filename`` and what belongs to the file (``rows``, ``bytes``, ``sha256``, ``versions``,
    ``period_state``, ``outdated_results``) are known when the export is completed. ``versions`` are
    the scheme's versions that made the rows: ``{"version", "sha256"}``. ``gave_up_at`` is when an
    export that has not ended counts as given up (jobs/given_up.py). ``busy_until`` is the end of
    the process of the run that has begun last. ``updated_at`` is absent in older items.

    ``row_pieces`` is the number of pieces that say whose rows the file has (exports/kept_rows.py);
    None: an older file, of which payroll says nothing. ``fetched_at`` is when the first link to it
    was handed out. ``accepted`` and ``rejected`` count the rows that payroll answered by name;
    since ``others_at`` all others are accepted. All were answered at ``acknowledged_at``.

    ``lock`` is the number of the lock under which it was requested (periods/records.py); None: the
    period was not locked then, or by an older version. ``superseded_at`` is when the lock of which
    the file is was taken back.

    ``content`` is one of CONTENTS. ``beside`` is, of differences, the file beside which they were
    made by themselves. Its lines are claimed one by one, and since ``claimed_at`` they are all
    (exports/claims.py). ``person`` is, of a settlement, whose result it is.

    ``differences`` is one of PLACES. A file that has both (exports/same_file.py) has ``lines`` of
    differences among its ``rows``; ``line_pieces`` say whose they are. Payroll answers them line by
    line: ``lines_accepted`` and ``lines_rejected`` count that.
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
    outdated_results: int | None = None
    reason: dict[str, Any] | None = None
    finished_at: str | None = None
    gave_up_at: str | None = None
    busy_until: str | None = None
    updated_at: str | None = None
    row_pieces: int | None = None
    fetched_at: str | None = None
    accepted: int = 0
    rejected: int = 0
    others_at: str | None = None
    acknowledged_at: str | None = None
    lock: int | None = None
    superseded_at: str | None = None
    content: str = COEFFICIENTS
    beside: str | None = None
    claimed_at: str | None = None
    person: PersonKey | None = None
    differences: str = OWN_FILE
    lines: int | None = None
    line_pieces: int | None = None
    lines_accepted: int = 0
    lines_rejected: int = 0

    @property
    def has_differences(self) -> bool:
        """Whether the file has lines of differences, alone or beside its coefficients."""
        return self.content == DIFFERENCES or self.differences == SAME_FILE

    @property
    def answered(self) -> bool:
        """Whether payroll has said anything of the file."""
        named = self.accepted + self.rejected + self.lines_accepted + self.lines_rejected
        return named > 0 or self.others_at is not None

    @property
    def delivery(self) -> str | None:
        """Where the file is on its way to payroll. None: there is none, or an older one."""
        if self.status != COMPLETED or self.row_pieces is None:
            return None
        if self.superseded_at is not None:
            return SUPERSEDED
        if self.acknowledged_at is not None:
            return ACKNOWLEDGED
        return MADE if self.fetched_at is None else FETCHED

    @property
    def unanswered(self) -> int:
        """The number of rows of the file that payroll has not answered."""
        lines = self.lines or 0
        of_lines = lines - self.lines_accepted - self.lines_rejected
        if self.others_at is not None:
            return of_lines
        return (self.rows or 0) - lines - self.accepted - self.rejected + of_lines

    def busy(self, now: str) -> bool:
        """Return whether a run that has begun may still write the file."""
        if self.status in FINAL:
            return False
        return may_be_at_work(self.busy_until, self.gave_up_at, now)


@dataclass(frozen=True, slots=True)
class Schedule:
    """When the month before is exported, every month.

    It is due on ``day`` (in a shorter month on the last day) at ``hour``, in the company's time
    zone. ``scheme`` None means every scheme with results. ``only_when_locked`` and ``latest_day``
    say what a month waits for (exports/due_months.py), ``differences`` where those of corrected
    results go (one of PLACES). ``next_period`` is the first month that was
    not made due; when it is due follows from it, the schedule and the time zone. ``next_due`` is of
    schedules stored before there was a ``next_period``.
    """

    enabled: bool = False
    day: int = 5
    hour: int = 8
    format: str = "csv"
    scheme: str | None = None
    revision: int = 0
    next_due: str | None = None
    only_when_locked: bool = False
    latest_day: int | None = None
    next_period: str | None = None
    differences: str = OWN_FILE

    def first_period(self, time_zone: str) -> str | None:
        """Return the first month that was not made due. None when it was never on."""
        if self.next_period is None and self.next_due is not None:
            return due_period(datetime.fromisoformat(self.next_due), time_zone)
        return self.next_period

    def due(self, time_zone: str) -> datetime | None:
        """Return when the next month is due. None when the schedule is off."""
        period = self.first_period(time_zone)
        if not self.enabled or period is None:
            return None
        return due_time(period, self.day, self.hour, time_zone)

    def latest(self, period: str, time_zone: str) -> datetime | None:
        """Return when the export of a month comes at the latest. None without such a day."""
        if self.latest_day is None:
            return None
        return due_time(period, self.latest_day, self.hour, time_zone)


#: A month's exports are still to be requested, or all are.
OPEN, ENDED = "open", "ended"


@dataclass(frozen=True, slots=True)
class DueMonth:
    """A month that was made due, once: ``due`` is when it was, RFC 3339 in UTC.

    ``format``, ``scheme`` and ``differences`` are the schedule's of then. ``overdue_at`` is when
    its event was written. ``again`` are schemes whose lock was taken back, with their export: each
    is exported anew when it is locked.
    """

    period: str
    due: str
    format: str
    status: str = OPEN
    scheme: str | None = None
    revision: int = 1
    overdue_at: str | None = None
    ended_at: str | None = None
    again: tuple[str, ...] | None = None
    differences: str = OWN_FILE


def open_months(table: Table, scope: TenantScope) -> list[DueMonth]:
    """Return the months whose exports are not all requested, the oldest first."""
    partition = partition_of_export_schedule(scope)
    items = table.query_all(partition, prefix=MONTHS, where=Path("status") == OPEN)
    return [from_item(DueMonth, item) for item in items]


def read_export(table: Table, scope: TenantScope, export_id: str) -> Export | None:
    """Read an export as stored. None when there is none of this id."""
    item = table.get(key_of_export(scope, export_id))
    return None if item is None else from_item(Export, item)


def same_revision(export: Export) -> Condition:
    """Return the condition that the export is at the revision of this record of it."""
    revision = Path("revision")
    found: Condition = revision.does_not_exist() | (revision == export.revision)
    return found


def read_schedule(table: Table, scope: TenantScope) -> Schedule:
    """Read the company's schedule. Without a stored one it is off."""
    item = table.get(key_of_export_schedule(scope))
    return Schedule() if item is None else from_item(Schedule, item)


def scheduled_id(tenant: str, due: str, scheme: str, lock: int | None = None) -> str:
    """Return the id of the export of a scheme for a due time.

    The same input gives the same id, so a due time makes one export of each scheme, and one more of
    a ``lock`` after one that was taken back.
    """
    parts = (tenant, due, scheme, *(() if lock is None else (str(lock),)))
    return _made_id(due, *parts)


def id_beside(export: Export) -> str:
    """Return the id of the file of differences beside a file. The same input gives the same id."""
    return _made_id(export.requested_at, export.id, DIFFERENCES)


def _made_id(at: str, *parts: str) -> str:
    digest = blake2b("\n".join(parts).encode(), digest_size=8).digest()
    number = int.from_bytes(digest, "big") & (1 << 60) - 1
    return f"{first_id('exp', datetime.fromisoformat(at))}{base32(number, 12)}"
