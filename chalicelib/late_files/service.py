"""Late files as the API asks for them, has them taken, and lists them."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from pynamodb.expressions.operand import Path

from chalicelib.audit.records import record_change
from chalicelib.errors import Busy, Conflict, NotFound, invalid_value
from chalicelib.late_files import queue, refusals
from chalicelib.late_files.keys import partition_of_late_files, partition_of_late_rows
from chalicelib.late_files.records import (
    FAILED,
    LOOKED_AT,
    LOOKING,
    TAKING,
    LateFile,
    LateRow,
    as_shown,
    late_file_of,
    late_file_write,
    late_row_of,
    read_late_file,
)
from chalicelib.store.converters import Item
from chalicelib.store.filtered_page import collect
from chalicelib.store.identifiers import new_id
from chalicelib.tenancy.context import Context
from chalicelib.tenancy.signatures import signature
from chalicelib.uploads.records import REJECTED as REFUSED
from chalicelib.uploads.records import RESULTS, read_upload

#: Why an upload was rejected that may be a late file.
LOCKED = "period_locked"


def ask(context: Context, body: Mapping[str, Any]) -> LateFile:
    """Ask for a look at an upload that was rejected because its month is locked.

    Raises Invalid (422) ``unknown_upload``, ``not_refused`` and ``of_results``.
    """
    upload = read_upload(context.table, context.scope, body["upload_id"])
    if upload is None:
        raise invalid_value("/upload_id", "unknown_upload", refusals.UNKNOWN)
    if upload.status != REFUSED or (upload.reason or {}).get("code") != LOCKED:
        raise invalid_value("/upload_id", "not_refused", refusals.NOT_REFUSED)
    if upload.grain == RESULTS:
        raise invalid_value("/upload_id", "of_results", refusals.OF_RESULTS)
    late = LateFile(
        id=new_id("lat", context.now),
        upload=upload.id,
        scheme=upload.scheme,
        period=upload.period,
        cause=body["reason"],
        status=LOOKING,
        asked=signature(context),
        updated_at=context.time,
    )
    queue.send(context, late.id, late.revision)
    key, item = late_file_write(context, late)
    context.unit.put(key, item, Path("pk").does_not_exist())
    told = {"upload": upload.id, "scheme": late.scheme, "period": late.period}
    target = f"late-files/{late.id}"
    record_change(
        context, "late_files.look", target, None, {**told, "reason": late.cause}, revision=1
    )
    return late


def order(context: Context, late_file_id: str) -> LateFile:
    """Have a late file taken that was looked at, or whose taking was given up.

    Raises NotFound (404), Conflict (409) ``not_looked_at``, and Busy.
    """
    stored = read_late_file(context, late_file_id)
    if stored is None:
        raise NotFound("late_file")
    shown = as_shown(stored, context)
    again = stored.status == TAKING and shown.status == FAILED
    if stored.status != LOOKED_AT and not again:
        raise Conflict("not_looked_at", refusals.NOT_LOOKED_AT)
    after = replace(
        stored,
        status=TAKING,
        ordered=stored.ordered or signature(context),
        updated_at=context.time,
        finished_at=None,
        gave_up_at=None,
        revision=stored.revision + 1,
    )
    queue.send(context, after.id, after.revision)
    key, item = late_file_write(context, after)
    busy = partial(Busy, "late_file_busy", refusals.BUSY)
    context.unit.put(key, item, Path("revision") == stored.revision, busy)
    record_change(
        context,
        "late_files.take",
        f"late-files/{after.id}",
        {"status": stored.status},
        {"status": TAKING},
        revision=after.revision,
    )
    return after


def existing(context: Context, late_file_id: str) -> LateFile:
    """Return a late file as it is shown. Raises NotFound (404)."""
    found = read_late_file(context, late_file_id)
    if found is None:
        raise NotFound("late_file")
    return as_shown(found, context)


def page(
    context: Context, wanted: Mapping[str, Any], limit: int, after: str | None
) -> tuple[list[LateFile], str | None]:
    """Return up to ``limit`` late files that have the members ``wanted``, the newest first."""

    def keep(item: Item) -> LateFile | None:
        found = as_shown(late_file_of(item), context)
        return found if all(getattr(found, name) == one for name, one in wanted.items()) else None

    return collect(
        context.table,
        partition_of_late_files(context.scope),
        limit=limit,
        after=after,
        keep=keep,
        descending=True,
    )


def rows(
    context: Context, late: LateFile, outcome: str | None, limit: int, after: str | None
) -> tuple[list[LateRow], str | None]:
    """Return up to ``limit`` rows of a late file, in the order of the file."""

    def keep(item: Item) -> LateRow | None:
        found = late_row_of(item)
        return found if outcome in (None, found.outcome) else None

    partition = partition_of_late_rows(context.scope, late.id)
    return collect(context.table, partition, limit=limit, after=after, keep=keep)
