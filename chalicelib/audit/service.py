"""Read the audit log of a month, newest event first, and check it against its seals."""

from functools import partial
from typing import Any

from chalicelib.audit.following import updated_at
from chalicelib.audit.keys import partition_of_audit_events
from chalicelib.audit.records import AuditEvent
from chalicelib.audit.seals import Seal
from chalicelib.audit.verification import Report, kept_seal, verify
from chalicelib.audit.withheld import without_money
from chalicelib.store.converters import Item
from chalicelib.store.filtered_page import collect
from chalicelib.store.records import from_item
from chalicelib.tenancy.api_secret import KEY_ID
from chalicelib.tenancy.context import Context
from chalicelib.tenancy.principal import Kind
from chalicelib.tenancy.records import read_tenant
from chalicelib.web import exact_json


def page(
    context: Context, month: str, limit: int, after: str | None, target: str | None = None
) -> tuple[list[AuditEvent], str | None]:
    """Return a page of a month's events, newest first, and the position of the next page.

    ``month`` is ``2026-11``, in UTC. The position is None on the last page. ``target``: only events
    of this thing, as the log has it (:func:`resolved`). Such a page may hold fewer than ``limit``
    and still have a next one.
    """
    partition = partition_of_audit_events(context.scope, month)
    if target is not None:
        return collect(
            context.table,
            partition,
            limit=limit,
            after=after,
            keep=partial(_of_target, target),
            descending=True,
        )
    found = context.table.query(partition, limit=limit, descending=True, after=after or None)
    events = [from_item(AuditEvent, item) for item in found.items]
    return events, found.after


def resolved(context: Context, target: str) -> str:
    """Return the target as the log has it: a person's is the lasting key, whatever id is asked."""
    for holding in context.platform.contents.holdings:
        targets = holding.targets
        if targets is not None and targets.resolve and target.startswith(targets.prefix):
            named = targets.resolve(context, target.removeprefix(targets.prefix))
            return f"{targets.prefix}{named}"
    return target


def _of_target(target: str, item: Item) -> AuditEvent | None:
    return from_item(AuditEvent, item) if item["target"] == target else None


def described(event: AuditEvent) -> dict[str, Any]:
    """Return an event as the API shows it. ``before`` and ``after`` are JSON values.

    Older events may hold money of a person. It is shown by words, as newer events hold it.
    """
    before, after = without_money(
        exact_json.read(event.before) if event.before else None,
        exact_json.read(event.after) if event.after else None,
    )
    return {
        "id": event.id,
        "at": event.at,
        "actor": event.actor,
        "actor_kind": event.actor_kind or _kind(event),
        "actor_name": event.actor_name,
        "role": event.role,
        "roles": event.roles or [event.role],
        "action": event.action,
        "target": event.target,
        "updated_at": updated_at(event),
        "before": before,
        "after": after,
    }


def verified(context: Context, after: int, kept: str | None) -> Report:
    """Check the seals after a number. ``kept`` is ``number:hash`` of a seal of the caller's."""
    tenant = read_tenant(context.table, context.scope)
    first = tenant.created_at[:7] if tenant is not None else context.time[:7]
    known = None if kept is None else kept_seal(kept)
    return verify(context.table, context.scope, first, after, known)


def described_seal(seal: Seal) -> dict[str, Any]:
    """Return a seal as a copy of the company shows it."""
    return {
        "number": seal.number,
        "previous": seal.previous,
        "month": seal.month,
        "events": list(seal.events),
        "made_at": seal.made_at,
        "hash": seal.hash,
    }


def described_report(report: Report) -> dict[str, Any]:
    """Return what a check found as the API shows it."""
    finding, last = report.finding, report.last
    return {
        "intact": finding is None,
        "seals": report.seals,
        "events": report.events,
        "without_commitment": report.without_commitment,
        "erased": report.erased,
        "finding": None
        if finding is None
        else {"kind": finding.kind, "seal": finding.seal, "event": finding.event},
        "after": report.after,
        "last_seal": None
        if last is None
        else {
            "number": last.number,
            "hash": last.hash,
            "event": last.last,
            "made_at": last.made_at,
        },
    }


def _kind(event: AuditEvent) -> str:
    """Return the kind of actor of an older event without ``actor_kind``, by the actor id's form."""
    if event.actor.startswith("usr_"):
        return Kind.PERSON.value
    return (Kind.KEY if KEY_ID.fullmatch(event.actor) else Kind.SERVICE).value
