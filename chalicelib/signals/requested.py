"""Runs as the API takes and shows them."""

from typing import Any

from pynamodb.expressions.operand import Path

from chalicelib.audit.records import record_change
from chalicelib.errors import Changed, Conflict, NotFound, invalid_value
from chalicelib.jobs.given_up import shown_reason
from chalicelib.language import Language
from chalicelib.periods.records import read_period
from chalicelib.schemes.asked_version import asked_version
from chalicelib.signals import period_count, queue, refusals
from chalicelib.signals.ids import run_id
from chalicelib.signals.keys import key_of_run
from chalicelib.signals.rules import KINDS
from chalicelib.signals.run_records import QUEUED, UNDER_WAY, Run, as_shown, read_run
from chalicelib.signals.settings_records import read_settings
from chalicelib.store.records import to_item
from chalicelib.tenancy.context import Context


def request(context: Context, scheme: str, period: str, *, by_itself: bool = False) -> Run:
    """Ask for a run through a scheme's period by the rules as they are now. Returns it.

    ``by_itself``: nobody has asked, and publishing waits for what it finds. Raises Invalid (422)
    for a scheme that does not score the period and one without results, and Conflict (409)
    ``signals_under_way``.
    """
    asked_version(context, scheme, period)
    record = read_period(context.table, context.scope, period, scheme)
    if record is None:
        # A closed round's period has a record, as one with results has.
        raise invalid_value("/period", "no_results", refusals.NOTHING)
    settings = read_settings(context, scheme)
    found = run_id(period, scheme)
    before = read_run(context, found)
    if before is not None and as_shown(before, context.now).status in UNDER_WAY:
        raise Conflict("signals_under_way", refusals.UNDER_WAY)
    number = 1 if before is None else before.number + 1
    run = Run(
        id=found,
        scheme=scheme,
        period=period,
        number=number,
        status=QUEUED,
        requested_at=context.time,
        requested_by=context.principal.credential,
        rules=settings.rules,
        settings=settings.revision,
        people=record.scorecards,
        revision=1 if before is None else before.revision + 1,
    )
    revision = Path("revision")
    same = revision.does_not_exist() if before is None else revision == before.revision
    context.unit.put(key_of_run(context.scope, found), to_item(run), same, Changed)
    if by_itself:
        period_count.begin(context, context.unit, record)
    queue.send(context, found, number)
    told = {"scheme": scheme, "period": period, "settings": settings.revision}
    record_change(
        context, "signal_runs.request", f"signal-runs/{found}", None, told, revision=run.revision
    )
    return run


def existing(context: Context, run: str) -> Run:
    """Return a run as it is shown. Raises NotFound (404)."""
    found = read_run(context, run)
    if found is None:
        raise NotFound("signal_run")
    return as_shown(found, context.now)


def described(run: Run, language: Language) -> dict[str, Any]:
    """Return a run as JSON values."""
    return {
        "id": run.id,
        "scheme": run.scheme,
        "period": run.period,
        "number": run.number,
        "status": run.status,
        "progress": {"done": run.done, "people": max(run.people, run.done)},
        "settings_revision": run.settings,
        "kinds": [
            {
                "kind": kind,
                "looked_at": run.counts.get(f"{kind}.looked", 0),
                "found": run.counts.get(f"{kind}.found", 0),
                "few_data": run.counts.get(f"{kind}.few", 0),
                "not_computed": run.not_computed.get(kind),
            }
            for kind in KINDS
        ],
        "requested_at": run.requested_at,
        "requested_by": run.requested_by,
        "finished_at": run.finished_at,
        "reason": shown_reason(run.reason, language),
    }
