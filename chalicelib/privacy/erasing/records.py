"""Stored erasures and their progress."""

import secrets
from dataclasses import dataclass, field
from typing import Any

from chalicelib.privacy.erasing.keys import key_of_erasure
from chalicelib.store.identifiers import base32
from chalicelib.store.records import from_item
from chalicelib.store.table import Table
from chalicelib.tenancy.scope import TenantScope

QUEUED, RUNNING, COMPLETED = "queued", "running", "completed"
#: The shown status of an erasure that was given up (failed_erasures.py). It is never stored.
FAILED = "failed"
OPEN = (QUEUED, RUNNING)
#: What happens to stored files that name the person.
KEEP, DELETE = "keep", "delete"


@dataclass(frozen=True, slots=True)
class Erasure:
    """The erasure of a person, whom the register's tombstone links to it by its id.

    ``employee_id`` (the key of the person), ``called`` (what the person was called), ``pseudonym``
    and ``notes`` are stored while it runs and removed when it ends. Then nothing stored leads from
    the person to the pseudonym or back. ``notes`` are values that steps leave for later steps, by
    name.

    Progress names steps (Job.steps), not positions. So no step is skipped when a new version of the
    service has another list of them. ``done`` are the finished steps, ``after`` is the checkpoint
    in ``step``. ``counts`` are lower bounds: a change just before a worker died is not counted.
    ``gave_up_at`` is when the erasure counts as given up. ``reason`` is set in the shown erasure
    only (failed_erasures.py).
    """

    id: str
    status: str
    files: str
    requested_at: str
    requested_by: str
    revision: int = 1
    employee_id: str | None = None
    called: str | None = None
    pseudonym: str | None = None
    notes: dict[str, list[str]] = field(default_factory=dict)
    done: tuple[str, ...] = ()
    step: str | None = None
    after: str | None = None
    counts: dict[str, int] = field(default_factory=dict)
    finished_at: str | None = None
    gave_up_at: str | None = None
    reason: dict[str, Any] | None = None


def new_pseudonym() -> str:
    """Return a random pseudonym. It cannot be derived from the employee id."""
    return f"erased-{base32(secrets.randbits(60), 12)}"


def read_erasure(table: Table, scope: TenantScope, erasure_id: str) -> Erasure | None:
    """Read an erasure as stored. None when there is none of this id."""
    item = table.get(key_of_erasure(scope, erasure_id))
    return None if item is None else from_item(Erasure, item)
