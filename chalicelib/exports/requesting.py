"""Exports that nobody asks for by hand, each requested once: by the schedule, beside a file."""

from pynamodb.expressions.operand import Path

from chalicelib.exports import changes, queue
from chalicelib.exports.keys import key_of_export
from chalicelib.exports.records import FINAL, Export, read_export
from chalicelib.store.records import to_item
from chalicelib.store.table import ConditionFailed
from chalicelib.store.transactions import Unit
from chalicelib.tenancy.context import Context


def request_once(context: Context, export: Export) -> None:
    """Request an export whose id is made of what it is for. One that was requested before stays."""
    unit = Unit(context.table)
    unit.put(key_of_export(context.scope, export.id), to_item(export), Path("pk").does_not_exist())
    changes.enter_new(context, unit, export)
    try:
        unit.commit()
    except ConditionFailed:
        stored = read_export(context.table, context.scope, export.id)
        if stored is not None and stored.status in FINAL:
            return
        # The message of one that was requested before may be lost, so it is sent again.
    queue.send_run(context.platform, context.scope, export.id)
