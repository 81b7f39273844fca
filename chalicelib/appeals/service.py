"""Appeals as their person files, changes and withdraws them, and asks for the second instance."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from chalicelib.acknowledgements.service import (
    acknowledgeable,
    replaced,
    require_standing,
    say_appealed,
    standing,
)
from chalicelib.appeal_records.records import (
    FILED,
    MOST_OF_RESULT,
    MOST_STEPS,
    OPEN,
    PARTLY_UPHELD,
    REJECTED,
    WITHDRAWN,
    Appeal,
    read_appealed,
    subject_of,
)
from chalicelib.appeal_records.window import Days, closes_on, days_of, last_day
from chalicelib.appeals import refusals
from chalicelib.appeals.changing import put_changed, put_filed, refuse_status, signed
from chalicelib.appeals.contested import judges_of
from chalicelib.appeals.sight import seen
from chalicelib.appeals.subjects import checked
from chalicelib.errors import Conflict, NotFound
from chalicelib.people.today import day_of
from chalicelib.scorecards.appeal_ids import new_appeal_id
from chalicelib.scorecards.service import one
from chalicelib.tenancy.context import Context
from chalicelib.web.etags import Expected, check


def file(context: Context, wanted: Mapping[str, Any]) -> Appeal:
    """File an appeal against the caller's own result as it stands. Returns it as it will be stored.

    Raises NotFound (404) without a result that the person may see; Conflict (409)
    ``several_schemes``, ``nothing_to_appeal``, ``revision_replaced``, ``no_appeals``,
    ``window_closed``, ``appeal_open``, ``already_decided`` and ``too_many_appeals``; Invalid (422)
    for what the result does not have.
    """
    principal = context.principal
    if principal.person is None or principal.employee_id is None:
        raise NotFound("revision")
    shown = one(context, principal.employee_id, wanted["period"], wanted["scheme"])
    found = standing(context, shown)
    card = found.card
    if not acknowledgeable(card, found.record):
        raise Conflict("nothing_to_appeal", refusals.NOTHING)
    if card.revision != wanted["revision"]:
        raise replaced(card.revision)
    days = days_of(context)
    until = _within(context, days, closes_on(days, found.record, card))
    against = checked(context, wanted["against"], card, found.version)
    appealed = read_appealed(context, card.period, card.scheme, card.person)
    if subject_of(against) in appealed.open:
        raise Conflict(
            "appeal_open", refusals.OPEN_ALREADY, appeal=appealed.open[subject_of(against)]
        )
    if appealed.decided.get(subject_of(against)) == card.revision:
        raise Conflict("already_decided", refusals.DECIDED_ALREADY)
    if appealed.appeals >= MOST_OF_RESULT:
        raise Conflict("too_many_appeals", refusals.TOO_MANY)
    appeal = Appeal(
        id=new_appeal_id(card.period, context.now),
        scheme=card.scheme,
        period=card.period,
        person=card.person,
        status=FILED,
        against=against,
        version=card.version,
        card_revision=card.revision,
        reason=wanted["reason"],
        evidence=wanted["evidence"],
        filed_at=context.time,
        window_until=until,
        due_on=last_day(context.time, days.decision, days.zone),
        updated_at=context.time,
        steps=(signed(context, FILED, 1),),
        team=card.team,
        judges=judges_of(context, against, card, found.version),
    )
    require_standing(context, card)
    put_filed(context, appealed, appeal)
    say_appealed(context, card)
    return appeal


def change(
    context: Context, appeal_id: str, wanted: Mapping[str, Any], expected: Expected
) -> Appeal:
    """Change the reason or the evidence of an own appeal that nobody reviews yet. Returns it.

    Raises NotFound (404), 412 and Conflict (409) ``status_not_reachable`` and
    ``too_many_changes``.
    """
    before = seen(context, appeal_id)
    check(expected, before.revision)
    refuse_status(before, (FILED,))
    if before.instance > 1:
        raise Conflict("status_not_reachable", refusals.NOT_REACHABLE, is_now=before.status)
    after = replace(before, **wanted)
    if after == before:
        return before
    if len(before.steps) >= MOST_STEPS:
        raise Conflict("too_many_changes", refusals.TOO_MANY_CHANGES)
    step = signed(context, before.status, before.instance, changed=sorted(wanted))
    return put_changed(
        context, before, replace(after, steps=(*before.steps, step)), "appeals.change"
    )


def withdraw(context: Context, appeal_id: str, expected: Expected) -> Appeal:
    """Withdraw an own appeal that is open. Returns it.

    Of the second instance the first decision stands then. Raises NotFound (404), 412 and Conflict
    (409) ``status_not_reachable``.
    """
    before = seen(context, appeal_id)
    check(expected, before.revision)
    refuse_status(before, OPEN)
    first = before.decided
    status = WITHDRAWN if first is None else str(first["status"])
    step = signed(context, WITHDRAWN, before.instance)
    after = replace(before, status=status, steps=(*before.steps, step))
    return put_changed(context, before, after, "appeals.withdraw")


def second_instance(context: Context, appeal_id: str, reason: str, expected: Expected) -> Appeal:
    """Ask, as the person, that another one decides anew, once and within the window. Returns it.

    Raises NotFound (404), 412, Conflict (409) ``decision_final``, ``status_not_reachable``,
    ``window_closed`` and ``appeal_open``.
    """
    before = seen(context, appeal_id)
    check(expected, before.revision)
    decided = before.decided
    if decided is None:
        refuse_status(before, (PARTLY_UPHELD, REJECTED))
        raise Conflict("status_not_reachable", refusals.NOT_REACHABLE)
    again = before.status in (PARTLY_UPHELD, REJECTED) and before.instance == 1
    if not again:
        raise Conflict("decision_final", refusals.FINAL)
    days = days_of(context)
    _within(context, days, last_day(str(decided["at"]), days.appeal, days.zone))
    after = replace(
        before,
        status=FILED,
        instance=2,
        due_on=last_day(context.time, days.decision, days.zone),
        overdue_since=None,
        steps=(*before.steps, signed(context, FILED, 2, reason=reason)),
    )
    return put_changed(context, before, after, "appeals.second_instance")


def _within(context: Context, days: Days, until: str | None) -> str:
    """Return the last day of a window that is open. Raises Conflict (409)."""
    if until is None or not days.appeal:
        raise Conflict("no_appeals", refusals.NO_WINDOW)
    if day_of(context.now, days.zone) > until:
        raise Conflict("window_closed", refusals.CLOSED, until=until)
    return until
