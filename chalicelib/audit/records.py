"""Audit events: added to the unit of work that makes the change, so neither exists alone."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from chalicelib.context import Context, OperatorContext
from chalicelib.store.converters import Item
from chalicelib.store.identifiers import new_id
from chalicelib.store.keys import Key
from chalicelib.store.records import to_item
from chalicelib.tenancy import operator_keys
from chalicelib.web import exact_json


@dataclass(frozen=True, slots=True)
class AuditEvent:
    """``before`` and ``after`` are JSON texts of what was changed; None where there was nothing."""

    id: str
    at: str
    actor: str
    role: str
    action: str
    target: str
    request: str | None = None
    before: str | None = None
    after: str | None = None


def record_change(
    context: Context | OperatorContext,
    action: str,
    target: str,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> None:
    """Add an event to the unit: ``action`` is an operation, ``target`` what it changed."""
    context.unit.put(*event_write(context, action, target, before, after))


def event_write(
    context: Context | OperatorContext,
    action: str,
    target: str,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> tuple[Key, Item]:
    """The key and item of an event, for changes that are written in batches."""
    event = AuditEvent(
        id=new_id("evt", context.now),
        at=context.time,
        actor=context.principal.credential,
        role=context.principal.role.value,
        action=action,
        target=target,
        before=None if before is None else exact_json.write(before),
        after=None if after is None else exact_json.write(after),
    )
    if isinstance(context, Context):
        return context.scope.audit_event(event.at[:7], event.id), to_item(event)
    return operator_keys.audit_event(event.id), to_item(event)
