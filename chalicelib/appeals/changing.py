"""The writes of a changed appeal: the appeal, what is appealed of its result, counts, the log."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from pynamodb.expressions.operand import Path

from chalicelib.appeal_records.counts import add_counts
from chalicelib.appeal_records.keys import key_of_due_appeal
from chalicelib.appeal_records.records import (
    Appeal,
    AppealedResult,
    appeal_write,
    appealed_write,
    read_appealed,
)
from chalicelib.appeals import refusals
from chalicelib.audit.records import record_change
from chalicelib.errors import Changed, Conflict
from chalicelib.tenancy.context import Context
from chalicelib.tenancy.signatures import signature


def signed(context: Context, status: str, instance: int, **more: Any) -> dict[str, Any]:
    """Return a step that the caller takes now. ``more``: what else it tells, None is left out."""
    return signature(context, status=status, instance=instance, **more)


def refuse_status(appeal: Appeal, allowed: tuple[str, ...]) -> None:
    """Raise Conflict ``status_not_reachable`` (409) unless the appeal is in one of the states."""
    if appeal.status not in allowed:
        raise Conflict("status_not_reachable", refusals.NOT_REACHABLE, is_now=appeal.status)


def put_filed(context: Context, appealed: AppealedResult, appeal: Appeal) -> None:
    """Add the writes of a new appeal to the request's unit."""
    context.unit.put(*appeal_write(context, appeal), Path("pk").does_not_exist())
    put_due(context, appeal)
    _put_appealed(
        context,
        appealed,
        replace(
            appealed,
            open={**appealed.open, appeal.subject: appeal.id},
            appeals=appealed.appeals + 1,
        ),
    )
    add_counts(context, context.unit, None, appeal)
    _record(context, "appeals.file", None, appeal)


def put_changed(
    context: Context,
    before: Appeal,
    wanted: Appeal,
    action: str,
    *,
    decided_in: int | None = None,
) -> Appeal:
    """Add the writes of a changed appeal to the request's unit. Return it as it will be stored.

    An appeal that ends frees its subject; one that is opened again takes it. ``decided_in``: the
    days that a decision took.
    """
    after = replace(wanted, updated_at=context.time, revision=before.revision + 1)
    context.unit.put(*appeal_write(context, after), Path("revision") == before.revision, Changed)
    if before.is_open != after.is_open:
        _open_or_close(context, before, after, decided=decided_in is not None)
    add_counts(context, context.unit, before, after, decided_in=decided_in)
    _record(context, action, before, after)
    return after


def put_due(context: Context, appeal: Appeal) -> None:
    """Add the entry of an open appeal among those that are due to the request's unit."""
    key = key_of_due_appeal(context.scope, appeal.due_on, appeal.id)
    context.unit.put(key, {"id": appeal.id})


def _open_or_close(context: Context, before: Appeal, after: Appeal, *, decided: bool) -> None:
    found = read_appealed(context, after.period, after.scheme, after.person)
    if after.is_open:
        if found.open.get(after.subject, after.id) != after.id:
            raise Conflict("appeal_open", refusals.OPEN_ALREADY)
        put_due(context, after)
        wanted = replace(found, open={**found.open, after.subject: after.id})
    else:
        context.unit.delete(key_of_due_appeal(context.scope, before.due_on, before.id))
        others = {name: one for name, one in found.open.items() if one != after.id}
        about = {after.subject: after.card_revision} if decided else {}
        wanted = replace(found, open=others, decided={**found.decided, **about})
    _put_appealed(context, found, wanted)


def _put_appealed(context: Context, before: AppealedResult, wanted: AppealedResult) -> None:
    revision = Path("revision")
    same = revision == before.revision if before.revision else revision.does_not_exist()
    refusal = partial(Conflict, "appealed_meanwhile", refusals.MEANWHILE)
    after = replace(wanted, revision=before.revision + 1)
    context.unit.put(*appealed_write(context, after), same, refusal)


def _record(context: Context, action: str, before: Appeal | None, after: Appeal) -> None:
    record_change(
        context,
        action,
        f"appeals/{after.id}",
        None if before is None else told(before),
        told(after),
        revision=after.revision,
    )


def told(appeal: Appeal) -> Mapping[str, Any]:
    """Return what the log tells of an appeal: none of its words, and of evidence whether there is
    some."""
    return {
        "status": appeal.status,
        "period": appeal.period,
        "scheme": appeal.scheme,
        "against": dict(appeal.against),
        "instance": appeal.instance,
        "due_on": appeal.due_on,
        "evidence": appeal.evidence is not None,
        "files": len(appeal.files),
        "remedies": [one["kind"] for one in appeal.remedies],
        "correction": appeal.correction,
    }
