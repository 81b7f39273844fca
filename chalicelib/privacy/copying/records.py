"""What is stored of a copy, and how far it has come."""

from dataclasses import dataclass
from typing import Any

from pynamodb.expressions.operand import Path

from chalicelib.privacy.copying.keys import key_of_copy, name_of_copy_object, partition_of_copies
from chalicelib.store.records import from_item
from chalicelib.store.table import Table
from chalicelib.store.temporary_objects import remove_all
from chalicelib.tenancy.context import Context
from chalicelib.tenancy.scope import TenantScope

QUEUED, RUNNING, COMPLETED, REMOVED = "queued", "running", "completed", "removed"
#: As one that was given up is shown (failed_copies.py); never stored.
FAILED = "failed"
OPEN = (QUEUED, RUNNING)
#: What ids of copies begin with.
PREFIX = "cpy"
MANIFEST = "manifest.json"


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy: ``parts`` are its files so far, ``{"collection", "filename", "rows", "bytes",
    "sha256"}``.

    A collection goes by its name, so that a list that has changed between two runs skips none:
    ``done`` are those that are copied, ``after`` (a key) is the checkpoint in ``collection``,
    reached in so many ``steps``, the last of them at ``moved_at``. ``gave_up_at``: since when it
    counts as given up; ``reason`` says so to those who ask (failed_copies.py).
    """

    id: str
    status: str
    requested_at: str
    requested_by: str
    revision: int = 1
    parts: tuple[dict[str, Any], ...] = ()
    done: tuple[str, ...] = ()
    collection: str | None = None
    after: tuple[str, ...] = ()
    steps: int = 0
    finished_at: str | None = None
    expires_at: str | None = None
    moved_at: str | None = None
    gave_up_at: str | None = None
    reason: dict[str, Any] | None = None


def read_copy(table: Table, scope: TenantScope, copy_id: str) -> Copy | None:
    item = table.get(key_of_copy(scope, copy_id))
    return None if item is None else from_item(Copy, item)


def remove_copies(context: Context) -> None:
    """Remove the files of every copy, and with them what one at work has made so far."""
    scope = context.scope
    for item in list(context.table.query_all(partition_of_copies(scope), prefix=PREFIX)):
        copy = from_item(Copy, item)
        if copy.status == REMOVED:
            continue
        actions = [Path("status").set(REMOVED), Path("parts").set([])]
        context.table.update(key_of_copy(scope, copy.id), actions, Path("pk").exists())
        remove_all(context.objects, name_of_copy_object(scope, copy.id, ""))
