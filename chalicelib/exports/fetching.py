"""A link to a file was handed out: from then on payroll may have it, whoever asked."""

from dataclasses import replace

from pynamodb.expressions.operand import Path

from chalicelib.audit.records import event_write
from chalicelib.errors import Busy
from chalicelib.exports import changes
from chalicelib.exports.keys import key_of_export
from chalicelib.exports.records import COMPLETED, FETCHED, Export, read_export, same_revision
from chalicelib.language import Text
from chalicelib.store.table import ConditionFailed
from chalicelib.store.transactions import Unit
from chalicelib.tenancy.context import Context

#: Tries while receipts of the same export come in between.
ATTEMPTS = 5


def note(context: Context, export: Export) -> Export:
    """Store that a link is handed out, with its event, before it is. Returns the export after that.

    The first link counts; of another nothing is stored, nor of an older file, whose first link
    nobody noted. Raises Busy (409).
    """
    found: Export | None = export
    for _ in range(ATTEMPTS):
        if found is None or not _is_first(found):
            return found or export
        fetched = replace(
            found,
            fetched_at=context.time,
            updated_at=context.time,
            revision=found.revision + 1,
        )
        if _stored(context, found, fetched):
            return fetched
        found = read_export(context.table, context.scope, export.id)
    raise Busy("export_busy", BUSY)


def has_link(export: Export) -> bool:
    """Return whether there is a file of the export, to which a link may be made."""
    there = export.status == COMPLETED and export.filename is not None
    return there and export.superseded_at is None


def _is_first(export: Export) -> bool:
    known = export.row_pieces is not None
    return known and has_link(export) and export.fetched_at is None


def _stored(context: Context, before: Export, after: Export) -> bool:
    unit = Unit(context.table)
    told = {"fetched_at": after.fetched_at, "updated_at": after.updated_at}
    unit.update(
        key_of_export(context.scope, after.id),
        [Path(name).set(value) for name, value in (*told.items(), ("revision", after.revision))],
        same_revision(before),
    )
    changes.enter(context, unit, after.id)
    unit.put(
        *event_write(
            context,
            "exports.fetch",
            f"exports/{after.id}",
            None,
            {"delivery": FETCHED},
            revision=after.revision,
        )
    )
    try:
        unit.commit()
    except ConditionFailed:
        return False
    return True


BUSY = Text("该导出正在被更新，请稍后重试。", "The export is being changed; try again in a moment.")
