"""The record that an erasure makes of the events from which it takes a person.

The record is an event of the log itself, in the transaction that changes the events. It names each
with the commitment to what is left. So an event that was changed by an erasure can be told from one
that somebody changed.
"""

from collections.abc import Mapping
from typing import Final

from chalicelib.audit.commitments import content_holds
from chalicelib.audit.keys import key_of_audit_event
from chalicelib.audit.records import AuditEvent
from chalicelib.store.records import from_item
from chalicelib.store.table import Table
from chalicelib.tenancy.scope import TenantScope
from chalicelib.web import exact_json

#: The action of such a record.
ERASED: Final = "audit_events.erased"
#: Events of one record, each of which takes one write of its transaction.
MOST_CHANGED = 50


def content_of_record(erasure: str, kept: Mapping[str, str]) -> dict[str, object]:
    """Return the ``after`` of a record: the erasure's id, the new commitments by event id."""
    return {"erasure": erasure, "events": dict(kept)}


def records_erasure(table: Table, scope: TenantScope, event: AuditEvent) -> bool:
    """Return whether the event's erasure is recorded in the log, with what it left."""
    month, _, record_id = (event.erased_in or "").partition("/")
    item = table.get(key_of_audit_event(scope, month, record_id)) if record_id else None
    if item is None or event.kept is None:
        return False
    record = from_item(AuditEvent, item)
    if record.action != ERASED or not record.commitment or not content_holds(record):
        return False
    after = exact_json.read(record.after) if record.after else {}
    events = after.get("events") if isinstance(after, Mapping) else None
    return isinstance(events, Mapping) and events.get(event.id) == event.kept
