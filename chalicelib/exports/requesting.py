"""Requested exports: by somebody, in the request's transaction; once, where nobody asks by hand."""

from collections.abc import Mapping
from typing import Any

from pynamodb.expressions.operand import Path

from chalicelib.audit.records import record_change
from chalicelib.exports import changes, queue
from chalicelib.exports.keys import key_of_export
from chalicelib.exports.records import FINAL, QUEUED, Export, read_export
from chalicelib.store.identifiers import new_id
from chalicelib.store.records import to_item
from chalicelib.store.table import ConditionFailed
from chalicelib.store.transactions import Unit
from chalicelib.tenancy.context import Context


def request(context: Context, wanted: Mapping[str, Any], **further: Any) -> Export:
    """Request an export in the request's transaction. ``wanted`` are members of it that its event
    tells, ``further`` are others."""
    export = Export(
        id=new_id("exp", context.now),
        status=QUEUED,
        requested_at=context.time,
        requested_by=context.principal.credential,
        updated_at=context.time,
        **wanted,
        **further,
    )
    queue.send_run(context.platform, context.scope, export.id)
    context.unit.put(key_of_export(context.scope, export.id), to_item(export))
    changes.enter_new(context, context.unit, export)
    record_change(context, "exports.create", f"exports/{export.id}", None, dict(wanted), revision=1)
    return export


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
