"""Read the events of a company, oldest first.

The audit log is the outbox. Every change writes an audit item in its own transaction, and a worker
ends its work with one. So no event is lost, and no event reports an uncommitted change.

Events are in the order of the audit items' ids. A request makes an id when it begins, a job just
before its commit. So an item may be committed up to :data:`LAG` later than its id says. A reader
gets nothing younger than LAG, and misses nothing when it continues from ``complete_until``.

An event's ``sequence`` is its subject's revision. It grows with each event of the subject.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from chalicelib.audit.keys import partition_of_audit_events
from chalicelib.audit.records import AuditEvent
from chalicelib.contents import EventTypes
from chalicelib.errors import invalid_value
from chalicelib.events.types import all_types, type_of
from chalicelib.language import Text
from chalicelib.periods.calendar import following
from chalicelib.store.identifiers import first_id
from chalicelib.store.records import from_item
from chalicelib.tenancy.context import Context, timestamp
from chalicelib.web import exact_json

#: Longer than a request may last (29 s) plus the difference between the clocks of two processes.
LAG = timedelta(seconds=60)
#: Audit items that one page reads at most, also when the filter matches few.
MOST_READ = 2000
#: Months that one page reads at most.
MOST_MONTHS = 12
#: Audit items of one query.
PAGE = 500


@dataclass(frozen=True, slots=True)
class Page:
    """A page of events.

    ``after`` is the position of the next page (None: nothing more yet). ``complete_until`` is the
    time (RFC 3339, UTC) before which all events are known.
    """

    events: list[AuditEvent]
    after: str | None
    complete_until: str


def page(context: Context, filters: Mapping[str, Any], limit: int, after: str | None) -> Page:
    """Return events from ``filters["since"]`` on (default: the last day), at most ``limit``.

    The filters ``type`` and ``subject`` are optional. A position is ``{month}/{event id}``. A page
    may be empty and still have a next page, because of MOST_READ and MOST_MONTHS. Raises Invalid
    for a type that no event has.
    """
    known = context.platform.contents.event_types
    _check_type(known, filters.get("type"))
    until = context.now - LAG
    since = max(filters.get("since") or until - timedelta(days=1), _first_moment())
    month, _, last = (after or f"{since:%Y-%m}/{first_id('evt', since)}").partition("/")
    kept: list[AuditEvent] = []
    read = months = 0
    while month <= f"{until:%Y-%m}":
        for event in _of_month(context, month, last, first_id("evt", until)):
            read += 1
            last = event.id
            if _matches(known, event, filters):
                kept.append(event)
            if len(kept) == limit or read == MOST_READ:
                return Page(kept, f"{month}/{last}", timestamp(until))
        month, last, months = following(month), "", months + 1
        if months == MOST_MONTHS and month <= f"{until:%Y-%m}":
            return Page(kept, f"{month}/", timestamp(until))
    return Page(kept, None, timestamp(until))


def _of_month(context: Context, month: str, after: str, before: str) -> Iterator[AuditEvent]:
    """Yield the month's events after one id and before another, query by query."""
    partition = partition_of_audit_events(context.scope, month)
    position = after or None
    while True:
        found = context.table.query(partition, after=position, limit=PAGE)
        for item in found.items:
            if item["sk"] >= before:
                return
            yield from_item(AuditEvent, item)
        if found.after is None:
            return
        position = found.after


def _first_moment() -> datetime:
    """Return a time before the first event: no company is older than the service."""
    return datetime.fromisoformat("2026-01-01T00:00:00+00:00")


def _check_type(known: EventTypes, wanted: str | None) -> None:
    types = all_types(known)
    if wanted is not None and wanted not in types:
        named = ", ".join(sorted(types))
        message = Text(f"没有这种事件，只能取：{named}。", f"One of these is expected: {named}.")
        raise invalid_value("/type", "not_one_of", message)


def _matches(known: EventTypes, event: AuditEvent, filters: Mapping[str, Any]) -> bool:
    wanted, subject = filters.get("type"), filters.get("subject")
    if subject is not None and event.target != subject:
        return False
    return wanted in (None, type_of(known, event.action, _content_after(event).get("status")))


def described(context: Context, event: AuditEvent) -> dict[str, Any]:
    """Return an event as the API shows it, without the subject's content.

    ``changed`` names the members that the change touched. A reader with the rights reads their
    values from the subject itself.
    """
    after = _content_after(event)
    status = after.get("status")
    return {
        "id": event.id,
        "type": type_of(context.platform.contents.event_types, event.action, status),
        "at": event.at,
        "subject": event.target,
        "sequence": event.revision,
        "status": status if isinstance(status, str) else None,
        "changed": sorted(_changed_members(event, after)),
        "actor": event.actor,
        "actor_kind": event.actor_kind,
    }


def _content_after(event: AuditEvent) -> Mapping[str, Any]:
    body = exact_json.read(event.after) if event.after else {}
    return body if isinstance(body, Mapping) else {}


def _changed_members(event: AuditEvent, after: Mapping[str, Any]) -> set[str]:
    before = exact_json.read(event.before) if event.before else None
    if not isinstance(before, Mapping) or not after:
        return set()
    return {name for name in {*before, *after} if before.get(name) != after.get(name)}
