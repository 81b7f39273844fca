"""What is stored of an erasure, and how far it has come."""

import secrets
from dataclasses import dataclass, field
from typing import Any

from chalicelib.privacy.erasing.keys import key_of_erasure
from chalicelib.store.identifiers import base32
from chalicelib.store.records import from_item
from chalicelib.store.table import Table
from chalicelib.tenancy.scope import TenantScope

QUEUED, RUNNING, COMPLETED = "queued", "running", "completed"
#: As one that was given up is shown (failed_erasures.py); never stored.
FAILED = "failed"
OPEN = (QUEUED, RUNNING)
KEEP, DELETE = "keep", "delete"


@dataclass(frozen=True, slots=True)
class Erasure:
    """The erasure of a person, for ever; whom it was of stands in the register's tombstone.

    ``employee_id``, ``pseudonym`` and ``notes`` (what steps tell later ones, by name) are known
    while it runs and forgotten when it ends, so that nothing kept leads from the person to the
    pseudonym or back.

    A step goes by its name (the word of its collection), so that a list of steps that has changed
    between two runs skips none: ``done`` are those at their end, ``after`` is the checkpoint of
    ``step``.
    ``counts`` say what was changed, at least: what was changed just before a worker died is not
    counted again. ``gave_up_at``: since when it counts as given up; ``reason`` says so to those who
    ask (failed_erasures.py).
    """

    id: str
    status: str
    files: str
    requested_at: str
    requested_by: str
    revision: int = 1
    employee_id: str | None = None
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
    """Chance alone, so that it cannot be worked out from the person's id by anybody."""
    return f"erased-{base32(secrets.randbits(60), 12)}"


def read_erasure(table: Table, scope: TenantScope, erasure_id: str) -> Erasure | None:
    item = table.get(key_of_erasure(scope, erasure_id))
    return None if item is None else from_item(Erasure, item)
