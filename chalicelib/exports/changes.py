"""The log of changed exports (:mod:`chalicelib.change_log`), which copies of the list follow."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from chalicelib.change_log import reading, writing
from chalicelib.change_log.keys import EXPORTS
from chalicelib.change_log.records import Change
from chalicelib.exports.failed_exports import LONGEST, as_shown
from chalicelib.exports.keys import key_of_export
from chalicelib.exports.records import Export
from chalicelib.store.records import from_item
from chalicelib.store.transactions import Unit
from chalicelib.tenancy.context import Context


def enter_new(context: Context, unit: Unit, export: Export) -> None:
    """Enter a new export in its transaction, and when it will have failed without an end."""
    enter(context, unit, export.id)
    over = datetime.fromisoformat(export.requested_at) + LONGEST
    writing.enter(context, unit, EXPORTS, [Change(export.id)], over)


def enter(context: Context, unit: Unit, export_id: str) -> None:
    """Enter a changed export in the transaction that changes it."""
    writing.enter(context, unit, EXPORTS, [Change(export_id)])


def enter_all(context: Context, unit: Unit, export_ids: Sequence[str]) -> None:
    """Enter several changed exports in the transaction that changes them."""
    writing.enter(context, unit, EXPORTS, [Change(one) for one in export_ids])


def announce(context: Context, export_id: str, at: str | None = None) -> None:
    """Enter an export before a write that is no transaction. ``at``: when it changes (None: now).

    A second write costs less than a transaction of two.
    """
    moment = None if at is None else datetime.fromisoformat(at)
    writing.announce(context, EXPORTS, [Change(export_id)], moment)


def changed(
    context: Context, wanted: Mapping[str, Any], since: datetime, limit: int, after: str | None
) -> tuple[list[Export], Sequence[Mapping[str, Any]], str | None]:
    """Return a page of the exports that changed since a time, and what the list has no more.

    ``wanted`` are members that an export of the list has. The last value is the position of the
    next page (None: last).
    """
    found, last = reading.page(context, EXPORTS, since, context.now, limit, after)
    keys = {one.id: key_of_export(context.scope, one.id) for one in found}
    stored = context.table.get_many(list(keys.values())) if keys else {}
    items: list[Export] = []
    removed: list[Mapping[str, Any]] = []
    for one in found:
        if (item := stored.get(keys[one.id])) is None:
            continue
        export = as_shown(from_item(Export, item), context.now)
        if export.content != wanted.get("content", export.content):
            # It never was in this list.
            continue
        if all(getattr(export, name) == value for name, value in wanted.items()):
            items.append(export)
        else:
            removed.append({"id": export.id, "removed_at": one.at})
    return items, removed, last
