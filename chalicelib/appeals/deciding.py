"""Appeals are reviewed and decided by people who did not judge what is contested."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from chalicelib.appeal_records.corrected_rows import ROLE_ASKED_AGAIN
from chalicelib.appeal_records.records import (
    AGAIN,
    FILED,
    IN_REVIEW,
    REJECTED,
    Appeal,
)
from chalicelib.appeals import after_lock, asking_again, refusals
from chalicelib.appeals.carried_out import states
from chalicelib.appeals.changing import put_changed, refuse_status, signed
from chalicelib.appeals.judged import refuse_who_judged
from chalicelib.appeals.remedies import FAILED, OF_UPLOAD, Remedy, carry_out
from chalicelib.appeals.sight import seen
from chalicelib.appeals.wanted_remedies import checked
from chalicelib.errors import Conflict, invalid_value
from chalicelib.people.today import day_of, today
from chalicelib.periods.records import read_period
from chalicelib.scorecards.closed import is_closed
from chalicelib.tenancy.context import Context
from chalicelib.web.etags import Expected, check


def review(context: Context, appeal_id: str, expected: Expected) -> Appeal:
    """Take a filed appeal into review. Returns it.

    Raises NotFound (404), 412, Conflict (409) ``status_not_reachable``, and Forbidden (403) as
    :func:`chalicelib.appeals.judged.refuse_who_judged` does.
    """
    before = seen(context, appeal_id)
    check(expected, before.revision)
    refuse_status(before, (FILED,))
    refuse_who_judged(context, before)
    step = signed(context, IN_REVIEW, before.instance)
    after = replace(before, status=IN_REVIEW, steps=(*before.steps, step))
    return put_changed(context, before, after, "appeals.review")


def decide(
    context: Context, appeal_id: str, wanted: Mapping[str, Any], expected: Expected
) -> Appeal:
    """Decide an appeal that is reviewed, with its reason and remedies. Returns it.

    In a locked period the remedies are a correction. Raises what :func:`review` does, Conflict
    (409) ``no_result_stands`` and what :func:`chalicelib.appeals.after_lock.corrected` does, and
    Invalid (422) for remedies that the result does not have. The commit raises PeriodLocked (409)
    when the period was locked meanwhile.
    """
    before = seen(context, appeal_id)
    check(expected, before.revision)
    refuse_status(before, (IN_REVIEW,))
    refuse_who_judged(context, before)
    decision, reason, asked = wanted["decision"], wanted["reason"], wanted["remedies"]
    if decision == REJECTED and asked:
        raise invalid_value("/remedies", "no_remedy_of_rejected", refusals.REMEDY_OF_REJECTED)
    if decision != REJECTED and not asked:
        raise invalid_value("/remedies", "required", refusals.NO_REMEDY)
    step = signed(context, decision, before.instance, reason=reason)
    after = replace(before, status=decision, steps=(*before.steps, step))
    if asked:
        after = _remedied(context, after, checked(context, before, asked), reason)
    days = _days_since_filed(context, before)
    return put_changed(context, before, after, "appeals.decide", decided_in=days)


def carry_out_again(context: Context, appeal_id: str, expected: Expected) -> Appeal:
    """Carry out the remedies of a decision once more that failed. Returns the appeal.

    Raises NotFound (404), 412, Conflict (409) ``nothing_to_carry_out``, and Forbidden (403) as
    :func:`review` does.
    """
    before = seen(context, appeal_id)
    check(expected, before.revision)
    refuse_who_judged(context, before)
    told = states(context, [before])[before.id]
    failed = [
        one
        for one, state in zip(before.remedies, told, strict=True)
        if state.state == FAILED and one["kind"] in OF_UPLOAD and "columns" in one
    ]
    if not failed:
        raise Conflict("nothing_to_carry_out", refusals.NOTHING_TO_DO)
    reason = str((before.decided or {}).get("reason", ""))
    plain = [{name: value for name, value in one.items() if name != "upload"} for one in failed]
    kept = replace(before, remedies=tuple(one for one in before.remedies if one not in failed))
    after = _remedied(context, kept, plain, reason)
    told_again = {AGAIN: [one["kind"] for one in failed]}
    step = signed(context, before.status, before.instance, **told_again)
    return put_changed(
        context, before, replace(after, steps=(*before.steps, step)), "appeals.carry_out"
    )


def _remedied(context: Context, appeal: Appeal, fresh: list[Any], reason: str) -> Appeal:
    """Carry out remedies, and ask those raters again whose answers are not counted yet."""
    asked = [one for one in fresh if one["kind"] == ROLE_ASKED_AGAIN and "columns" not in one]
    if asked:
        awaited = asking_again.ask(context, appeal, asked)
        at_once = [one for one in fresh if one not in asked]
        appeal = replace(appeal, remedies=(*appeal.remedies, *awaited))
        return _remedied(context, appeal, at_once, reason) if at_once else appeal
    record = read_period(context.table, context.scope, appeal.period, appeal.scheme)
    if is_closed(context, record, appeal.person):
        return after_lock.corrected(context, appeal, fresh, reason)
    done: tuple[Remedy, ...] = carry_out(context, appeal, fresh, reason)
    return replace(appeal, remedies=(*appeal.remedies, *done))


def _days_since_filed(context: Context, appeal: Appeal) -> int:
    """Return the days since the appeal, or its second instance, was filed."""
    filed = [one for one in appeal.steps if one["status"] == FILED]
    moment = datetime.fromisoformat(str(filed[-1]["at"]))
    first = day_of(moment, context.principal.time_zone)
    return (date.fromisoformat(today(context)) - date.fromisoformat(first)).days
