"""Periods as the API lists and changes them: published, locked for payroll, rescored."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from pynamodb.expressions.operand import Path

from chalicelib.audit.records import record_change
from chalicelib.coefficients import snapshot_start
from chalicelib.errors import NotFound, invalid_value
from chalicelib.language import Text
from chalicelib.periods.errors import PeriodBusy, PeriodLocked, only_imported
from chalicelib.periods.keys import key_of_period, partition_of_periods
from chalicelib.periods.records import (
    LOCKED,
    PUBLISHED,
    PeriodRecord,
    not_locked,
    period_of,
    read_period,
    same_flags,
    same_revision,
    same_signals,
    same_withdrawals,
    with_results,
)
from chalicelib.publication import declaring, declaring_void, mixed_versions, outdated_results
from chalicelib.publication.appeals_open import refuse_appeals
from chalicelib.publication.cases_due import none_due, refuse_due
from chalicelib.publication.imported_results import refuse_imported
from chalicelib.publication.incomplete_results import refuse_incomplete
from chalicelib.publication.missing import told
from chalicelib.publication.missing_people import refuse_missing
from chalicelib.publication.open_signals import refuse_signals
from chalicelib.publication.register_findings import refuse_findings
from chalicelib.publication.unanswered_flags import refuse_flags
from chalicelib.publication.untold_people import refuse_untold
from chalicelib.publication.waiting_cases import refuse_waiting
from chalicelib.results import queue
from chalicelib.results.abandoned import freed
from chalicelib.results.writers import tell_locked
from chalicelib.schemes.asked_version import no_scheme_in_effect
from chalicelib.schemes.compiled import ReadyScheme, in_effect
from chalicelib.schemes.records import read_head
from chalicelib.store.converters import Item
from chalicelib.store.filtered_page import collect
from chalicelib.store.identifiers import new_id
from chalicelib.store.records import from_item
from chalicelib.tenancy.context import Context

#: Parts of a period that its audit events do not tell.
UNTOLD = ("revision", "lock_number", "lock_files")


def page(
    context: Context, scheme: str | None, state: str | None, limit: int, after: str | None
) -> tuple[list[PeriodRecord], str | None]:
    """Return up to ``limit`` periods that have results, the newest first.

    ``after`` and the second result are positions: where the page begins and where the next begins
    (None: the end).
    """

    def keep(item: Item) -> PeriodRecord | None:
        record = from_item(PeriodRecord, item)
        if record.settled_at is None:
            return None
        kept = scheme in (None, record.scheme) and state in (None, record.shown_state)
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
    """Return the period's records, one for each scheme that has results.

    With a scheme it returns that scheme's record, or a new one without results. Raises NotFound
    (404) for an unknown scheme, and without a scheme when the period has no results.
    """
    if scheme is not None:
        if read_head(context.table, context.scope, scheme) is None:
            raise NotFound("scheme")
        item = context.table.get(key_of_period(context.scope, period, scheme))
        return [period_of(item, period, scheme)]
    settled = with_results(context, period, None)
    if not settled:
        raise NotFound("period", Text("该期间没有结果。", "There is no result in this period."))
    return settled


def publish(
    context: Context,
    period: str,
    scheme: str,
    accept_mixed_versions: bool = False,
    accept: Mapping[str, Any] | None = None,
) -> PeriodRecord:
    """Publish a period: agents may then read their results. Returns the record.

    A published period stays as it is. Raises PeriodLocked (409), PeriodBusy or PeriodUnfinished
    (409) as :func:`lock` does, Conflict ``awaiting_rescore`` (409) while results are not by the
    version in effect, unless ``accept_mixed_versions``, and Invalid ``no_results`` (422). Raises
    Conflict ``outdated_results`` (409) unless ``accept`` has their number as ``outdated``,
    ``several_results`` and ``register_changed`` as publication/register_findings.py does,
    ``imported_results`` as publication/imported_results.py does, ``incomplete_results`` and
    ``uploads_running`` as publication/incomplete_results.py does, ``missing_people`` as
    publication/missing_people.py does, ``not_told`` as publication/untold_people.py does,
    ``flags_unanswered`` as publication/unanswered_flags.py does, ``cases_waiting`` as
    publication/waiting_cases.py does, ``signals_open`` as publication/open_signals.py does,
    ``cases_due`` (409) while results are scored again for recorded cases, and PreviousPeriodBusy
    (409) while results are made with a period that is being written.
    """
    before = _existing(context, period, scheme)
    if before.state == LOCKED:
        raise PeriodLocked
    if before.state == PUBLISHED:
        return before
    times = {"published_at": context.time}
    return _set_state(context, before, PUBLISHED, times, accept_mixed_versions, accept or {})


def lock(
    context: Context,
    period: str,
    scheme: str,
    accept_mixed_versions: bool = False,
    accept: Mapping[str, Any] | None = None,
) -> PeriodRecord:
    """Lock a period for payroll: its results change no more. Returns the record.

    A job takes the snapshot of what is locked. A locked period is published too, and stays as it
    is; its snapshot is asked for again when it failed. Raises PeriodBusy (409) while a run writes
    to the period, PeriodUnfinished (409) when a run has stopped before its end (sending the file
    again completes it), ``appeals_open`` and ``window_open`` (409) as publication/appeals_open.py
    does, and the other errors as :func:`publish` does.
    """
    before = _existing(context, period, scheme)
    if before.state == LOCKED:
        snapshot_start.ask_again(context, context.unit, before)
        tell_locked(context, before)
        return before
    times = {"locked_at": context.time}
    if before.published_at is None:
        times["published_at"] = context.time
    # Files of a former lock are not of this one.
    counted = {"lock_number": (before.lock_number or 0) + 1, "lock_files": []}
    locked = _set_state(
        context, before, LOCKED, {**times, **counted}, accept_mixed_versions, accept or {}
    )
    tell_locked(context, before)
    snapshot_start.start(context, context.unit, period, scheme)
    return locked


def rescore(context: Context, period: str, scheme: str) -> PeriodRecord:
    """Ask for a rescoring of all current results by the version now in effect.

    A worker does it. The record, which is returned, shows its progress in ``rescoring``. Raises
    PeriodLocked (409), Invalid (422) ``no_scheme_in_effect`` and ``no_results``.
    """
    before = _existing(context, period, scheme)
    if before.state == LOCKED:
        raise PeriodLocked
    declaring.refuse_under_way(context, before, of_person=False)
    version = _in_effect(context, period, scheme)
    asked = {
        "id": new_id("rsc", context.now),
        "status": queue.QUEUED,
        "version": version.version,
        "requested_at": context.time,
        "requested_by": context.principal.credential,
    }
    queue.send(context, queue.Rescore(scheme, period, str(asked["id"])))
    return _update(context, before, {"rescoring": asked}, "periods.rescore", while_held=True)


def declare_final(
    context: Context, period: str, scheme: str, reason: str, **of: Any
) -> PeriodRecord:
    """Declare that nothing more is awaited, of a ``source``, for an ``employee_id``, or both.

    A worker scores the results anew that awaited it. Returns the record. Raises the errors of
    :func:`chalicelib.publication.declaring.declaration`, and 422 ``no_results`` and
    ``no_scheme_in_effect``.
    """
    before = _existing(context, period, scheme)
    version = _in_effect(context, period, scheme)
    wanted = {"reason": reason, **of}
    asked, parts = declaring.declaration(context, before, version, wanted)
    queue.send(context, queue.Rescore(scheme, period, str(asked["id"])))
    sources = asked.get("final", {}).get("sources", [of.get("source")])
    said = {"sources": sources, "reason": reason}
    employee_id = of.get("employee_id")
    if employee_id is not None:
        target, revision = f"employees/{employee_id}", before.revision + 1
        told = {**said, "period": period, "scheme": scheme}
        record_change(context, "scorecards.final", target, None, told, revision=revision)
    return _update(
        context,
        before,
        {"rescoring": asked, **parts},
        "periods.final",
        while_held=True,
        audited={**said, "rescoring": asked["id"], "people": 0 if employee_id is None else 1},
    )


def declare_void(
    context: Context, employee_id: str, period: str, scheme: str, reason: str, *, lifted: bool
) -> PeriodRecord:
    """Declare a person's result void, or lift that (``lifted``). Returns the period's record.

    A worker carries it out. Raises the errors of publication/declaring_void.py, and 422
    ``no_results`` and ``only_imported``.
    """
    before = _existing(context, period, scheme, imported_too=lifted)
    asked = declaring_void.declaration(context, before, employee_id, reason, lifted=lifted)
    queue.send(context, queue.Rescore(scheme, period, str(asked["id"])))
    said = {"period": period, "scheme": scheme, "reason": reason}
    target, revision = f"employees/{employee_id}", before.revision + 1
    if lifted:
        record_change(context, "scorecards.lift_void", target, None, said, revision=revision)
    else:
        record_change(context, "scorecards.void", target, None, said, revision=revision)
    return _update(
        context,
        before,
        {"rescoring": asked},
        "periods.lift_void" if lifted else "periods.void",
        while_held=True,
        audited={"reason": reason, "rescoring": asked["id"], "people": 1},
    )


def _in_effect(context: Context, period: str, scheme: str) -> ReadyScheme:
    """Return the version that scores the period now. Raises Invalid (422)."""
    found = in_effect(context.table, context.scope, scheme, period)
    if found is None:
        raise no_scheme_in_effect()
    return found


def _existing(
    context: Context, period: str, scheme: str, *, imported_too: bool = False
) -> PeriodRecord:
    record = read_period(context.table, context.scope, period, scheme)
    if record is not None and record.only_imported and not imported_too:
        raise only_imported("/scheme")
    if record is None or record.settled_at is None:
        raise invalid_value(
            "/scheme",
            "no_results",
            Text("该期间没有此方案的结果。", "There are no results by this scheme in this period."),
        )
    return record


def _set_state(
    context: Context,
    before: PeriodRecord,
    state: str,
    parts: dict[str, Any],
    accept_mixed: bool,
    accept: Mapping[str, Any],
) -> PeriodRecord:
    before = freed(context, before)
    refuse_due(before)
    action = "periods.publish" if state == PUBLISHED else "periods.lock"
    mixed = mixed_versions.mixture(context, before)
    if mixed.awaiting and not accept_mixed:
        raise mixed_versions.awaiting_rescore(context, before, mixed)
    outdated = outdated_results.refuse_outdated(context, before, accept)
    outdated_results.wait_for_previous(context, before, mixed.in_effect)
    found = told(context, before, naming=False)
    accepted: dict[str, Any] = {
        **refuse_findings(context, before, found, accept),
        **refuse_imported(context, before, accept),
        **refuse_incomplete(context, before, accept),
        **refuse_missing(context, before, found, accept),
        **refuse_untold(context, before, found, accept),
        **(refuse_appeals(context, before, accept) if state == LOCKED else {}),
        **refuse_flags(before, accept),
        **refuse_waiting(context, before, accept),
        **refuse_signals(before, accept),
    }
    if mixed.awaiting:
        accepted["accepted_mixed_versions"] = mixed_versions.listed(mixed.counts)
    accepted.update(outdated)
    return _update(
        context, before, {"state": state, **parts}, action, while_held=False, audited=accepted
    )


def _update(
    context: Context,
    before: PeriodRecord,
    parts: dict[str, Any],
    action: str,
    *,
    while_held: bool,
    audited: Mapping[str, Any] | None = None,
) -> PeriodRecord:
    """Change parts of the record, at the request's commit, and write an audit event.

    The commit raises PeriodLocked when another request has locked the period meanwhile, and
    PeriodBusy when the record has changed otherwise. Unless ``while_held``, it raises PeriodBusy
    also when a run holds the period, or when the results were settled anew or others of them are
    outdated. ``audited`` are further members of the audit event.
    """
    condition = not_locked() & same_revision(before)
    if not while_held:
        condition &= Path("writer").does_not_exist() & (Path("settled_at") == before.settled_at)
        condition &= outdated_results.unchanged(before) & none_due()
        condition &= same_withdrawals(before) & same_flags(before) & same_signals(before)
    parts = {**parts, "revision": before.revision + 1}
    context.unit.update(
        key_of_period(context.scope, before.period, before.scheme),
        [Path(name).set(value) for name, value in parts.items()],
        condition,
        partial(_refused, context, before, parts.get("state")),
    )
    target = f"periods/{before.period}/{before.scheme}"
    changed = {name: value for name, value in parts.items() if name not in UNTOLD}
    former = {name: getattr(before, name) for name in changed}
    changed = {**changed, **(audited or {})}
    record_change(context, action, target, former, changed, revision=before.revision + 1)
    return replace(before, **parts)


def _refused(context: Context, before: PeriodRecord, wanted: str | None) -> Exception:
    """Return why a change was refused at its commit, by the period as it is now.

    When it is in the ``wanted`` state already, trying again gives that answer.
    """
    now = read_period(context.table, context.scope, before.period, before.scheme)
    locked = now is not None and now.state == LOCKED and wanted != LOCKED
    return PeriodLocked() if locked else PeriodBusy()
