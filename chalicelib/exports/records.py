"""What is stored of an export, and of a tenant's schedule of exports."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from typing import Any

from chalicelib.exports.keys import key_of_export, key_of_export_schedule
from chalicelib.store.identifiers import base32
from chalicelib.store.records import from_item
from chalicelib.store.table import Table
from chalicelib.tenancy.scope import TenantScope

QUEUED, RUNNING, COMPLETED, FAILED = "queued", "running", "completed", "failed"
FINAL = (COMPLETED, FAILED)


@dataclass(frozen=True, slots=True)
class Export:
    """A file of a scheme's period. ``scheduled_for`` is the due time of one made by schedule.

    ``versions`` are the scheme's versions that the rows were scored by: ``{"version", "sha256"}``.
    ``gave_up_at``: since when one that is not at its end counts as given up (jobs/given_up.py).
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


@dataclass(frozen=True, slots=True)
class Schedule:
    """Every month on ``day`` (the last one where the month is shorter) at ``hour``, in the tenant's
    time zone, the month before is exported: of one scheme, or of all that have results."""

    enabled: bool = False
    day: int = 5
    hour: int = 8
    format: str = "csv"
    scheme: str | None = None
    revision: int = 0
    next_due: str | None = None


def read_export(table: Table, scope: TenantScope, export_id: str) -> Export | None:
    item = table.get(key_of_export(scope, export_id))
    return None if item is None else from_item(Export, item)


def read_schedule(table: Table, scope: TenantScope) -> Schedule:
    """The tenant's schedule; one that is off when none was ever set."""
    item = table.get(key_of_export_schedule(scope))
    return Schedule() if item is None else from_item(Schedule, item)


def scheduled_id(tenant: str, due: str, scheme: str) -> str:
    """The id of the one export that a due time makes of a scheme, however often it is asked for."""
    moment = datetime.fromisoformat(due)
    digest = blake2b("\n".join((tenant, due, scheme)).encode(), digest_size=8).digest()
    number = int.from_bytes(digest, "big") & (1 << 60) - 1
    return f"exp_{base32(int(moment.timestamp() * 1000), 10)}{base32(number, 12)}"
