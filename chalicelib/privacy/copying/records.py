"""Stored copies and their progress."""

from dataclasses import dataclass
from typing import Any

from pynamodb.expressions.operand import Path

from chalicelib.jobs.given_up import may_be_at_work
from chalicelib.privacy.copying.keys import key_of_copy, name_of_copy_object, partition_of_copies
from chalicelib.store.records import from_item
from chalicelib.store.table import Table
from chalicelib.store.temporary_objects import remove_all
from chalicelib.tenancy.context import Context, timestamp
from chalicelib.tenancy.scope import TenantScope

QUEUED, RUNNING, COMPLETED, REMOVED = "queued", "running", "completed", "removed"
#: The shown status of a copy that was given up (failed_copies.py). It is never stored.
FAILED = "failed"
OPEN = (QUEUED, RUNNING)
#: Prefix of ids of copies.
PREFIX = "cpy"
MANIFEST = "manifest.json"


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy. ``parts`` are its files so far.

    A part is ``{"collection", "filename", "rows", "bytes", "sha256"}``. Times are RFC 3339 in UTC.

    Progress names collections, not positions. So no collection is skipped when a new version of the
    service has another list of them. ``done`` are the names that are copied. ``after`` is the
    checkpoint in ``collection``: the key of the last item. ``steps`` counts the checkpoints, and
    ``moved_at`` is the time of the last one. ``gave_up_at`` is when the copy counts as given up.
    ``busy_until`` is the end of the process of the run that has begun last. ``reason`` is set in
    the shown copy only (failed_copies.py).
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
    busy_until: str | None = None
    reason: dict[str, Any] | None = None


def read_copy(table: Table, scope: TenantScope, copy_id: str) -> Copy | None:
    """Read a copy as stored. None when there is none of this id."""
    item = table.get(key_of_copy(scope, copy_id))
    return None if item is None else from_item(Copy, item)


def remove_copies(context: Context) -> bool:
    """Remove the files of every copy. A copy at work ends, and its files so far are removed too.

    Return False while the run of a copy that was at work may still store a file. Then they must be
    removed again.
    """
    scope, ended = context.scope, True
    for item in list(context.table.query_all(partition_of_copies(scope), prefix=PREFIX)):
        copy = from_item(Copy, item)
        if copy.status == REMOVED and copy.busy_until is None:
            continue
        actions = [Path("status").set(REMOVED), Path("parts").set([])]
        now = timestamp(context.platform.clock())
        if may_be_at_work(copy.busy_until, copy.gave_up_at, now):
            ended = False
        else:
            actions.append(Path("busy_until").remove())
        key = key_of_copy(scope, copy.id)
        if copy.status != REMOVED:
            context.table.update(key, actions[:2], Path("pk").exists())
        remove_all(context.objects, name_of_copy_object(scope, copy.id, ""))
        # Last, so that a worker that dies before it is followed by one that removes them again.
        context.table.update(key, actions, Path("pk").exists())
    return ended
