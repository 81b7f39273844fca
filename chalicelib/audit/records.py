"""Record audit events. An event joins the change's unit of work, so neither exists alone."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from chalicelib.audit.commitments import committed
from chalicelib.audit.keys import key_of_audit_event
from chalicelib.audit.withheld import without_money
from chalicelib.store.converters import Item
from chalicelib.store.identifiers import new_id
from chalicelib.store.keys import Key
from chalicelib.store.records import to_item
from chalicelib.tenancy import operator_scope
from chalicelib.tenancy.context import Context, OperatorContext, timestamp
from chalicelib.tenancy.principal import Kind
from chalicelib.tenancy.roles import Role
from chalicelib.tenancy.scope import TenantScope
from chalicelib.web import exact_json

#: The operator's name as actor in a company's log. The company does not see which of the
#: operator's keys was used.
OPERATOR = "operator"
#: The actor of what is done with credentials of AWS and no key of this service.
DEPLOYER = "deployer"


@dataclass(frozen=True, slots=True)
class AuditEvent:
    """One audited change.

    ``before`` and ``after`` are JSON texts of the changed object; None where there was none.
    ``revision`` is the object's revision after the change. It grows with each event of the object.
    ``role`` is the role in which it was done, of several the first; ``roles`` are all of them where
    they were several (None: only ``role``). ``actor`` is the credential's id. ``actor_kind`` is its
    :class:`Kind`, or ``operator`` in a company's log. ``actor_name`` is the key's name or the
    subject of a sign-in. ``actor_employee`` is the credential's employee, by which an erasure finds
    the event. Older events have none of these three fields. ``salt``, ``commitment``, ``kept`` and
    ``erased_in`` are :mod:`chalicelib.audit.commitments`'.
    """

    id: str
    at: str
    actor: str
    role: str
    action: str
    target: str
    revision: int = 0
    before: str | None = None
    after: str | None = None
    actor_kind: str | None = None
    actor_name: str | None = None
    actor_employee: str | None = None
    salt: str | None = None
    commitment: str | None = None
    kept: str | None = None
    erased_in: str | None = None
    roles: list[str] | None = None


def record_change(
    context: Context | OperatorContext,
    action: str,
    target: str,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    *,
    revision: int,
) -> None:
    """Add an event to the context's unit. ``action`` is an operation, ``target`` what it changed.

    ``before`` and ``after`` are JSON objects without floats. Money of a person in them is replaced
    by words (:mod:`chalicelib.audit.withheld`). ``revision`` is the target's revision after the
    change.
    """
    context.unit.put(*event_write(context, action, target, before, after, revision=revision))


def event_write(
    context: Context | OperatorContext,
    action: str,
    target: str,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    *,
    revision: int,
) -> tuple[Key, Item]:
    """Return the key and item of an event, for changes with a unit of their own.

    The arguments are those of :func:`record_change`.
    """
    event = committed(new_event(context, action, target, before, after, revision=revision))
    if isinstance(context, Context):
        return key_of_audit_event(context.scope, event.at[:7], event.id), to_item(event)
    return operator_scope.audit_event(event.id), to_item(event)


def record_for_company(
    context: OperatorContext,
    scope: TenantScope,
    action: str,
    target: str,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    *,
    revision: int,
) -> None:
    """Add an operator's change of a company to both logs, with the same event id.

    ``target`` is the company's name for it (``tenant``, ``api-keys/…``). The operator's own log
    puts the company before it. ``before`` and ``after`` contain what the company may read about
    itself. The tenant must be open (:func:`chalicelib.tenancy.current_tenant.open_tenant`).
    """
    event = new_event(context, action, target, before, after, revision=revision)
    place = f"tenants/{scope.tenant}"
    beyond = target.removeprefix("tenant").removeprefix("/")
    own = replace(event, target=f"{place}/{beyond}" if beyond else place)
    seen = replace(event, actor=OPERATOR, actor_kind=OPERATOR, actor_name=None)
    context.unit.put(operator_scope.audit_event(event.id), to_item(own))
    context.unit.put(key_of_audit_event(scope, event.at[:7], event.id), to_item(committed(seen)))


def deployers_event(now: datetime, action: str, target: str, revision: int) -> tuple[Key, Item]:
    """Return the key and item of an event in the operator's log, for what a deployer does.

    A deployer has credentials of AWS and no key of this service.
    """
    event = AuditEvent(
        id=new_id("evt", now),
        at=timestamp(now),
        actor=DEPLOYER,
        role=Role.OPERATOR.value,
        action=action,
        target=target,
        revision=revision,
    )
    return operator_scope.audit_event(event.id), to_item(event)


def new_event(
    context: Context | OperatorContext,
    action: str,
    target: str,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    *,
    revision: int,
) -> AuditEvent:
    """Return a new event without a commitment to its content, which whoever stores it adds.

    The arguments are those of :func:`record_change`.
    """
    before, after = without_money(before, after)
    principal = context.principal
    # A job's context is as old as its run. Events are read in the order of their ids. So an id is
    # made at most one request's duration before its commit (events/service.py: LAG).
    job = principal.kind is Kind.SERVICE
    now = context.platform.clock() if job else context.now
    return AuditEvent(
        id=new_id("evt", now),
        at=timestamp(now),
        actor=principal.credential,
        role=principal.role.value,
        action=action,
        target=target,
        revision=revision,
        before=None if before is None else exact_json.write(before),
        after=None if after is None else exact_json.write(after),
        actor_kind=principal.kind.value,
        actor_name=principal.name,
        actor_employee=principal.person,
        roles=[role.value for role in principal.ordered_roles]
        if len(principal.roles) > 1
        else None,
    )
