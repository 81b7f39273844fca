"""Walk a company's audit events in the order of their places, over the months."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from chalicelib.audit.keys import months, partition_of_audit_events
from chalicelib.audit.records import AuditEvent
from chalicelib.store.records import from_item
from chalicelib.store.table import Table
from chalicelib.tenancy.scope import TenantScope

#: Events of one query.
PAGE = 200


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where an event lies: its month and its sort key, which is its id. Places sort by time."""

    month: str
    id: str


def events_after(
    table: Table, scope: TenantScope, place: Place, until: Place
) -> Iterator[tuple[Place, AuditEvent]]:
    """Yield the events after one place and up to another, that one included, query by query.

    A ``place`` with an empty id is before all events of its month.
    """
    for here, item in items_after(table, scope, place, until):
        yield here, from_item(AuditEvent, item)


def items_after(
    table: Table, scope: TenantScope, place: Place, until: Place
) -> Iterator[tuple[Place, Mapping[str, Any]]]:
    """Yield the same events as they are stored: somebody may have made one unreadable."""
    for month in months(place.month, until.month):
        partition = partition_of_audit_events(scope, month)
        after = (place.id or None) if month == place.month else None
        while True:
            found = table.query(partition, after=after, limit=PAGE)
            for item in found.items:
                here = Place(month, item["sk"])
                if until < here:
                    return
                yield here, item
            if found.after is None:
                break
            after = found.after
