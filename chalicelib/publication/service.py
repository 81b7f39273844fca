"""Periods as HR works with them: published to the people scored, locked for payroll, rescored."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from pynamodb.expressions.operand import Path

from chalicelib.audit.records import record_change
from chalicelib.errors import NotFound, invalid_value
from chalicelib.language import Text
from chalicelib.periods.errors import PeriodBusy, PeriodLocked, PeriodUnfinished
from chalicelib.periods.keys import key_of_period, partition_of_periods
from chalicelib.periods.records import (
    LOCKED,
    PUBLISHED,
    PeriodRecord,
    period_of,
    read_period,
    with_results,
)
from chalicelib.publication import mixed_versions
from chalicelib.results import queue
from chalicelib.schemes.records import read_head
from chalicelib.store.converters import Item
from chalicelib.store.filtered_page import collect
from chalicelib.store.identifiers import new_id
from chalicelib.store.records import from_item
from chalicelib.tenancy.context import Context, timestamp


def page(
    context: Context, scheme: str | None, state: str | None, limit: int, after: str | None
) -> tuple[list[PeriodRecord], str | None]:
    """Periods that have results, the newest first."""

    def keep(item: Item) -> PeriodRecord | None:
        record = from_item(PeriodRecord, item)
        if record.settled_at is None:
            return None
        kept = scheme in (None, record.scheme) and state in (None, record.state)
        return record if kept else None

    return collect(
        context.table,
        partition_of_periods(context.scope),
        limit=limit,
        after=after,
        keep=keep,
        descending=True,
    )


def of_period(context: Context, period: str, scheme: str | None) -> list[PeriodRecord]:
    """The period's records, one for each scheme that has results.

    With a scheme its own, fresh when it has no results yet. Raises 404 when there is nothing.
    """
    if scheme is not None:
        if read_head(context.table, context.scope, scheme) is None:
            raise NotFound
        item = context.table.get(key_of_period(context.scope, period, scheme))
        return [period_of(item, period, scheme)]
    settled = with_results(context, period, None)
    if not settled:
        raise NotFound
    return settled


def publish(
    context: Context, period: str, scheme: str, accept_mixed_versions: bool = False
) -> PeriodRecord:
    """Let agents see their results. Again: nothing changes. 409 for a locked period, and
    ``awaiting_rescore`` while results are not by the version in effect, unless that is accepted.
    """
    before = _existing(context, period, scheme)
    if before.state == LOCKED:
        raise PeriodLocked
    if before.state == PUBLISHED:
        return before
    times = {"published_at": context.time}
    return _move(context, before, PUBLISHED, times, accept_mixed_versions)


def lock(
    context: Context, period: str, scheme: str, accept_mixed_versions: bool = False
) -> PeriodRecord:
    """Close the period for payroll: its results change no more. What is locked is published too.

    409 ``period_busy`` while somebody is writing to it, ``period_unfinished`` when somebody was
    and has not come to an end: an upload's rest, to be had by sending its file again.
    ``awaiting_rescore`` as for publishing.
    """
    before = _existing(context, period, scheme)
    if before.state == LOCKED:
        return before
    times = {"locked_at": context.time}
    if before.published_at is None:
        times["published_at"] = context.time
    return _move(context, before, LOCKED, times, accept_mixed_versions)


def rescore(context: Context, period: str, scheme: str) -> PeriodRecord:
    """Ask for all current results to be scored anew by the version now in effect.

    The work is a message's; where it stands is told with the period. 409 for a locked period,
    422 ``no_scheme_in_effect``.
    """
    before = _existing(context, period, scheme)
    if before.state == LOCKED:
        raise PeriodLocked
    head = read_head(context.table, context.scope, scheme)
    effect = head.in_effect(period) if head else None
    if effect is None:
        raise invalid_value(
            "/scheme",
            "no_scheme_in_effect",
            Text(
                "该期间没有生效的此方案版本。",
                "No version of this scheme is in effect for this period.",
            ),
        )
    asked = {
        "id": new_id("rsc", context.now),
        "status": queue.QUEUED,
        "version": effect.version,
        "requested_at": context.time,
        "requested_by": context.principal.credential,
    }
    queue.send(context, queue.Rescore(scheme, period, str(asked["id"])))
    return _update(context, before, {"rescoring": asked}, "periods.rescore", held_too=True)


def _existing(context: Context, period: str, scheme: str) -> PeriodRecord:
    record = read_period(context.table, context.scope, period, scheme)
    if record is None or record.settled_at is None:
        raise invalid_value(
            "/scheme",
            "no_results",
            Text("该期间没有此方案的结果。", "There are no results by this scheme in this period."),
        )
    return record


def _move(
    context: Context, before: PeriodRecord, state: str, times: dict[str, str], accept: bool
) -> PeriodRecord:
    if before.writer is not None:
        raise PeriodBusy() if _live(context, before) else PeriodUnfinished()
    action = "periods.publish" if state == PUBLISHED else "periods.lock"
    mixed = mixed_versions.mixture(context, before)
    if mixed.awaiting and not accept:
        raise mixed_versions.awaiting_rescore(before, mixed)
    accepted = (
        {"accepted_mixed_versions": mixed_versions.listed(mixed.counts)} if mixed.awaiting else {}
    )
    parts = {"state": state, **times}
    return _update(context, before, parts, action, held_too=False, audited=accepted)


def _update(
    context: Context,
    before: PeriodRecord,
    parts: dict[str, Any],
    action: str,
    *,
    held_too: bool,
    audited: Mapping[str, Any] | None = None,
) -> PeriodRecord:
    """Change parts of the record while it is not locked and, unless told so, nobody's and with the
    results that were looked at. ``audited`` is said in the audit log besides."""
    state, revision = Path("state"), Path("revision")
    condition = state.does_not_exist() | (state != LOCKED)
    condition &= revision.does_not_exist() | (revision == before.revision)
    if not held_too:
        condition &= Path("writer").does_not_exist() & (Path("settled_at") == before.settled_at)
    parts = {**parts, "revision": before.revision + 1}
    context.unit.update(
        key_of_period(context.scope, before.period, before.scheme),
        [Path(name).set(value) for name, value in parts.items()],
        condition,
        PeriodBusy,
    )
    target = f"periods/{before.period}/{before.scheme}"
    told = {name: value for name, value in parts.items() if name != "revision"}
    former = {name: getattr(before, name) for name in told}
    told = {**told, **(audited or {})}
    record_change(context, action, target, former, told, revision=before.revision + 1)
    return replace(before, **parts)


def _live(context: Context, record: PeriodRecord) -> bool:
    return record.writer_until is not None and record.writer_until > timestamp(context.now)
