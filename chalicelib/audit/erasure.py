"""The erasure of a person from the audit log.

This is the only change of the append-only log. Actor, action and time of each event stay. The
person whom the event is about is removed. What is left gets a commitment of its own, and an event
of the log records it (docs/decisions/audit-chain.md).
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from pynamodb.expressions.operand import Path

from chalicelib.audit.commitments import committed, erased
from chalicelib.audit.erased_events import ERASED, MOST_CHANGED, content_of_record
from chalicelib.audit.keys import key_of_audit_event, months, partition_of_audit_events
from chalicelib.audit.records import AuditEvent, new_event
from chalicelib.person_keys import shown
from chalicelib.store.as_read import as_read
from chalicelib.store.converters import Item
from chalicelib.store.keys import Key, key_of_item
from chalicelib.store.records import from_item, to_item
from chalicelib.store.table import ConditionFailed
from chalicelib.store.transactions import Unit
from chalicelib.tenancy.holdings import Erasing, ErasureBusy, Targets
from chalicelib.web import exact_json

#: Events of one piece of work.
SIZE = 500
#: Times that events are read again because another erasure changes them.
TRIES = 5


def erase(erasing: Erasing, after: str | None) -> Iterator[str]:
    """Remove the person from the events, month by month.

    The checkpoint is ``{month}/{event id}``; ``{month}/~`` is the end of the month. Counts
    ``audit_events``.
    """
    context = erasing.context
    targets = [found for holding in erasing.holdings if (found := holding.targets) is not None]
    for month in months(erasing.first_month, context.time[:7]):
        here = f"{month}/"
        if after is not None and after > here + "~":
            continue
        partition = partition_of_audit_events(context.scope, month)
        done = after.removeprefix(here) if after and after.startswith(here) else ""
        start = done or None
        while start != "~":
            page = context.table.query(partition, after=start, limit=SIZE)
            for n in range(0, len(page.items), MOST_CHANGED):
                some = page.items[n : n + MOST_CHANGED]
                _erase_events(erasing, targets, {key_of_item(item): item for item in some})
            start = page.after or "~"
            yield here + start


def _erase_events(erasing: Erasing, targets: list[Targets], items: Mapping[Key, Item]) -> None:
    """Remove the person from these events, and record it in the log, in one transaction.

    Another erasure may change the same events meanwhile: then they are read again.
    """
    for _ in range(TRIES):
        events = {key: from_item(AuditEvent, item) for key, item in items.items()}
        changed = {
            key: without
            for key, event in events.items()
            if (without := _without(erasing, targets, event)) != event
        }
        if not changed:
            return
        if _store(erasing, events, changed):
            erasing.count("audit_events", len(changed))
            return
        items = erasing.context.table.get_many(list(items))
    raise ErasureBusy


def _store(
    erasing: Erasing, events: Mapping[Key, AuditEvent], changed: Mapping[Key, AuditEvent]
) -> bool:
    """Write the events and the record of their erasure; False when one changed meanwhile."""
    context, unit = erasing.context, Unit(erasing.context.table)
    record = new_event(context, ERASED, "", revision=1)
    left = {key: erased(event, f"{record.at[:7]}/{record.id}") for key, event in changed.items()}
    for key, event in left.items():
        unchanged = as_read("salt", events[key].salt)
        unit.put(key, to_item(event), Path("pk").exists() & unchanged)
    kept = {event.id: str(event.kept) for event in left.values()}
    content = exact_json.write(content_of_record(erasing.id, kept))
    # Its subject is the record itself: nothing else has a revision that grows with it.
    told = committed(replace(record, target=f"audit-events/{record.id}", after=content))
    unit.put(key_of_audit_event(context.scope, record.at[:7], record.id), to_item(told))
    try:
        unit.commit()
    except ConditionFailed:
        return False
    return True


def _without(erasing: Erasing, targets: list[Targets], event: AuditEvent) -> AuditEvent:
    """Return the event without the person; the event itself when it does not name the person."""
    about = _target_of_person(erasing, targets, event.target)
    if about is None:
        changed = replace(
            event,
            before=_without_person(erasing, event.before),
            after=_without_person(erasing, event.after),
        )
    elif event.action in about.kept:
        changed = event
    else:
        changed = replace(
            event,
            target=about.prefix + erasing.pseudonym,
            before=_harmless_members(event.before, about),
            after=_harmless_members(event.after, about),
        )
    if event.actor_employee == erasing.person:
        changed = replace(changed, actor_name=None, actor_employee=None)
    return changed


def _target_of_person(erasing: Erasing, targets: list[Targets], target: str) -> Targets | None:
    """Return the kind of target that names the person; None when the target names someone else."""
    for one in targets:
        if target.startswith(one.prefix):
            thing = target.removeprefix(one.prefix)
            if one.names(thing, erasing.person):
                return one
    return None


def _harmless_members(text: str | None, about: Targets) -> str | None:
    if text is None:
        return None
    body = exact_json.read(text)
    return exact_json.write({name: body[name] for name in about.harmless if name in body})


def _without_person(erasing: Erasing, text: str | None) -> str | None:
    """Remove the person from the JSON of an event about another thing (a key, another's plan)."""
    names = (erasing.person, shown(erasing.person))
    if text is None or not any(json.dumps(name, ensure_ascii=False) in text for name in names):
        return text
    return exact_json.write(_value_without_person(erasing, exact_json.read(text)))


def _value_without_person(erasing: Erasing, value: Any) -> Any:
    if isinstance(value, list):
        return [_value_without_person(erasing, one) for one in value]
    if not isinstance(value, dict):
        return value
    if not _names(erasing, value):
        return {name: _value_without_person(erasing, inner) for name, inner in value.items()}
    # An object with the person's id may also hold the person's name: a key, a plan's owner.
    pseudonym = erasing.pseudonym
    named = {"employee_id": pseudonym, "person": shown(pseudonym), "name": None}
    return {name: named.get(name, inner) for name, inner in value.items()}


def _names(erasing: Erasing, value: dict[str, Any]) -> bool:
    """Say whether an object names the person.

    Where it has the person, its employee id is what the person was called then, and may be somebody
    else's. Objects of older events have the id alone.
    """
    if value.get("person") is not None:
        return bool(value["person"] == shown(erasing.person))
    return bool(value.get("employee_id") == erasing.person)
