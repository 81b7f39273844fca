"""Copies as the API makes and reads them."""

from typing import Any

from chalicelib.audit.records import record_change
from chalicelib.errors import NotFound
from chalicelib.jobs.given_up import shown_reason
from chalicelib.language import Language
from chalicelib.privacy.copying import one_at_a_time, queue
from chalicelib.privacy.copying.failed_copies import as_shown
from chalicelib.privacy.copying.keys import key_of_copy, name_of_copy_object, partition_of_copies
from chalicelib.privacy.copying.parts import CONTENT_TYPE
from chalicelib.privacy.copying.records import COMPLETED, MANIFEST, PREFIX, QUEUED, Copy, read_copy
from chalicelib.store.filtered_page import collect
from chalicelib.store.identifiers import new_id
from chalicelib.store.objects import LINK_LIFE
from chalicelib.store.records import from_item, to_item
from chalicelib.tenancy.context import Context

#: Lifetime of a link to a file.
LINK_SECONDS = int(LINK_LIFE.total_seconds())


def create(context: Context) -> Copy:
    """Request a copy of everything. Returns it.

    Raises Conflict ``copy_running`` (409) while another copy is being made.
    """
    copy = Copy(
        id=new_id(PREFIX, context.now),
        status=QUEUED,
        requested_at=context.time,
        requested_by=context.principal.credential,
    )
    one_at_a_time.take(context, copy.id)
    queue.send(context.platform, context.scope, copy.id)
    context.unit.put(key_of_copy(context.scope, copy.id), to_item(copy))
    record_change(context, "tenant_copies.create", f"tenant/copies/{copy.id}", revision=1)
    return copy


def existing(context: Context, copy_id: str) -> Copy:
    """Return a copy as it is shown. Raises NotFound (404)."""
    found = read_copy(context.table, context.scope, copy_id)
    if found is None:
        raise NotFound("copy")
    return as_shown(found, context.now)


def page(context: Context, limit: int, after: str | None) -> tuple[list[Copy], str | None]:
    """Return up to ``limit`` copies, the newest first.

    ``after`` and the second result are positions: where the page begins and where the next begins
    (None: the end).
    """
    return collect(
        context.table,
        partition_of_copies(context.scope),
        limit=limit,
        after=after,
        keep=lambda item: as_shown(from_item(Copy, item), context.now),
        prefix=PREFIX,
        descending=True,
    )


def described(copy: Copy, language: Language) -> dict[str, Any]:
    """Return a copy as a list shows it."""
    return {
        "id": copy.id,
        "status": copy.status,
        "requested_at": copy.requested_at,
        "requested_by": copy.requested_by,
        "finished_at": copy.finished_at,
        "expires_at": copy.expires_at,
        "reason": shown_reason(copy.reason, language),
    }


def described_whole(context: Context, copy: Copy, language: Language) -> dict[str, Any]:
    """Return a copy with its files. A completed copy has links to them until it expires."""
    kept = copy.status == COMPLETED and (copy.expires_at or "") > context.time
    return {
        **described(copy, language),
        "manifest_url": _link(context, copy, MANIFEST, "application/json") if kept else None,
        "parts": [
            {
                **one,
                "rows": int(one["rows"]),
                "bytes": int(one["bytes"]),
                "url": _link(context, copy, one["filename"], CONTENT_TYPE) if kept else None,
            }
            for one in copy.parts
        ],
    }


def _link(context: Context, copy: Copy, filename: str, content_type: str) -> str:
    return context.objects.link(
        name_of_copy_object(context.scope, copy.id, filename),
        filename=filename,
        content_type=content_type,
        seconds=LINK_SECONDS,
    )
