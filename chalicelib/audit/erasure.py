"""The erasure of a person from the audit log.

This is the only change of the append-only log. Actor, action and time of each event stay. The
person whom the event is about is removed.
"""

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from pynamodb.expressions.operand import Path

from chalicelib.audit.keys import months, partition_of_audit_events
from chalicelib.audit.records import AuditEvent
from chalicelib.store.keys import Key, key_of_item
from chalicelib.store.records import from_item, to_item
from chalicelib.tenancy.holdings import Erasing, Targets
from chalicelib.web import exact_json

#: Events of one piece of work.
SIZE = 500


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
            for item in page.items:
                _erase_event(erasing, targets, key_of_item(item), from_item(AuditEvent, item))
            start = page.after or "~"
            yield here + start


def _erase_event(erasing: Erasing, targets: list[Targets], key: Key, event: AuditEvent) -> None:
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
    if changed != event:
        erasing.context.table.put(key, to_item(changed), Path("pk").exists())
        erasing.count("audit_events")


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
    if text is None or json.dumps(erasing.person, ensure_ascii=False) not in text:
        return text
    return exact_json.write(_value_without_person(erasing, exact_json.read(text)))


def _value_without_person(erasing: Erasing, value: Any) -> Any:
    if isinstance(value, list):
        return [_value_without_person(erasing, one) for one in value]
    if not isinstance(value, dict):
        return value
    if value.get("employee_id") != erasing.person:
        return {name: _value_without_person(erasing, inner) for name, inner in value.items()}
    # An object with the person's id may also hold the person's name: a key, a plan's owner.
    named = {"employee_id": erasing.pseudonym, "name": None}
    return {name: named.get(name, inner) for name, inner in value.items()}
