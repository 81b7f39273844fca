"""What the audit log has that a copy in another system has not: events since a time.

Events come in the order of their ids. An erasure changes earlier events: they come again, as they
are then, with the event that records it (audit/erased_events.py).
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from chalicelib.audit.erased_events import ERASED
from chalicelib.audit.keys import key_of_audit_event
from chalicelib.audit.records import AuditEvent
from chalicelib.audit.walking import Place, events_after
from chalicelib.store.identifiers import first_id, moment_of
from chalicelib.store.records import from_item
from chalicelib.tenancy.context import Context, timestamp
from chalicelib.web import exact_json

#: Events that a page reads at most. Then it ends with a position, even if it is not full.
MOST_READ = 2000
#: After every id of a month.
_LAST = "~"


class Followed(NamedTuple):
    """A page of events, and of those that the list has no more.

    ``after`` is the position of the next page (None: last).
    """

    items: Sequence[AuditEvent]
    removed: Sequence[Mapping[str, Any]]
    after: str | None


class _Entry(NamedTuple):
    """An event, and by which record of an erasure it comes again (None: it is new)."""

    event: AuditEvent
    record: AuditEvent | None


def events_since(
    context: Context,
    since: datetime,
    month: str | None,
    target: str | None,
    limit: int,
    after: str | None,
) -> Followed:
    """Return a page of the events since a time, the oldest first.

    ``month`` and ``target`` (as the log has it): only events of these. A position is
    ``{month}/{id}/{number}``: the event before, and how many entries of the next are passed.
    """
    start, _, number = (after or "").rpartition("/")
    place = _place(start) if start else Place(f"{since:%Y-%m}", first_id("evt", since))
    passed = int(number or 0)
    items: list[AuditEvent] = []
    removed: list[Mapping[str, Any]] = []
    until = Place(context.time[:7], _LAST)
    read = 0
    for here, event in events_after(context.table, context.scope, place, until):
        for taken, entry in enumerate(_entries(context, event)):
            if taken < passed or (month is not None and not entry.event.at.startswith(month)):
                continue
            if len(items) + len(removed) == limit:
                return Followed(items, removed, f"{place.month}/{place.id}/{taken}")
            if target in (None, entry.event.target):
                items.append(entry.event)
            elif entry.record is not None:
                removed.append({"id": entry.event.id, "removed_at": entry.record.at})
        place, passed, read = here, 0, read + 1
        if read == MOST_READ:
            return Followed(items, removed, f"{place.month}/{place.id}/0")
    return Followed(items, removed, None)


def updated_at(event: AuditEvent) -> str:
    """Return when an event last changed: when it was written, or when an erasure changed it."""
    return event.at if event.erased_in is None else _time_of(_place(event.erased_in).id)


def _entries(context: Context, event: AuditEvent) -> Iterator[_Entry]:
    """Give the events that a record of an erasure has changed, and the event itself."""
    if event.action == ERASED:
        content = exact_json.read(event.after) if event.after else {}
        ids = sorted(content.get("events") or ())
        keys = [key_of_audit_event(context.scope, _time_of(one)[:7], one) for one in ids]
        found = context.table.get_many(keys) if keys else {}
        for key in keys:
            if key in found:
                yield _Entry(from_item(AuditEvent, found[key]), event)
    yield _Entry(event, None)


def _place(text: str) -> Place:
    month, _, event_id = text.partition("/")
    return Place(month, event_id)


def _time_of(event_id: str) -> str:
    return timestamp(moment_of(event_id))
