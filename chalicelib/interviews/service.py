"""Interviews as superiors record them and their people answer."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from pynamodb.expressions.operand import Path

from chalicelib.audit.records import record_change
from chalicelib.errors import Changed, Conflict, Invalid, invalid_value
from chalicelib.interviews import refusals
from chalicelib.interviews.records import (
    CONFIRMED,
    DENIED,
    MOST_ANSWERS,
    RECORDED,
    WORDS,
    Interview,
    interview_write,
)
from chalicelib.interviews.sight import seen
from chalicelib.people.identity import Use, place
from chalicelib.people.records import Employee
from chalicelib.people.today import today
from chalicelib.periods.errors import refuse_before
from chalicelib.periods.records import PROVISIONAL, read_period
from chalicelib.person_keys import PersonKey
from chalicelib.plans.named import faults_of_plans
from chalicelib.scorecards.records import Scorecard, read_card
from chalicelib.store.identifiers import new_id
from chalicelib.tenancy.context import Context
from chalicelib.tenancy.signatures import signature
from chalicelib.web.etags import Expected, check


def record(context: Context, wanted: Mapping[str, Any]) -> Interview:
    """Record an interview about a published result. Returns it as it will be stored.

    Raises Invalid (422) for a person whom the caller does not oversee or who has no result, a day
    to come or before the period, and plans of others; Conflict (409) ``not_published`` and
    ``own_interview``.
    """
    scheme, period = wanted["scheme"], wanted["period"]
    employee = _employee(context, wanted["employee_id"])
    card = read_card(context, scheme, period, employee.key)
    _check_result(context, card)
    _refuse_own(context, employee.key)
    stored = read_period(context.table, context.scope, period, scheme)
    if stored is None or stored.state == PROVISIONAL:
        raise Conflict("not_published", refusals.NOT_PUBLISHED)
    _check(context, employee.key, period, wanted)
    words: dict[str, Any] = {name: wanted.get(name) for name in WORDS}
    interview = Interview(
        id=new_id("itv", context.now),
        scheme=scheme,
        period=period,
        person=employee.key,
        status=RECORDED,
        held_on=wanted["held_on"],
        recorded=signature(context),
        updated_at=context.time,
        team=None if card is None else card.team,
        plans=tuple(wanted.get("plans") or ()),
        **words,
    )
    context.unit.put(*interview_write(context, interview), Path("pk").does_not_exist())
    record_change(
        context,
        "interviews.record",
        f"interviews/{interview.id}",
        None,
        _told(None, interview),
        revision=interview.revision,
    )
    return interview


def change(
    context: Context, interview_id: str, wanted: Mapping[str, Any], expected: Expected
) -> Interview:
    """Change what is named of an interview that its person has not confirmed. Returns it.

    The person is asked anew. Raises NotFound (404), 412, Conflict (409) ``interview_confirmed`` and
    ``own_interview``, Invalid (422).
    """
    before = seen(context, interview_id)
    check(expected, before.revision)
    _refuse_own(context, before.person)
    _refuse_confirmed(before)
    _check(context, before.person, before.period, wanted)
    parts = {name: wanted[name] for name in (*WORDS, "held_on") if name in wanted}
    if "plans" in wanted:
        parts["plans"] = tuple(wanted["plans"] or ())
    after = replace(before, **parts)
    if after == before:
        return before
    return put_changed(context, before, replace(after, status=RECORDED), "interviews.change")


def answer(
    context: Context, interview_id: str, wanted: Mapping[str, Any], expected: Expected
) -> Interview:
    """Say, as the person, that an interview took place or did not, with a remark. Returns it.

    Raises NotFound (404), 412, Conflict (409) ``interview_confirmed`` and ``too_many_answers``,
    Invalid (422) for a denial without a remark.
    """
    before = seen(context, interview_id)
    check(expected, before.revision)
    _refuse_confirmed(before)
    if not wanted["took_place"] and wanted["remark"] is None:
        raise invalid_value("/remark", "required", refusals.SAY_WHY)
    if len(before.answers) >= MOST_ANSWERS:
        raise Conflict("too_many_answers", refusals.TOO_MANY)
    said = {
        "took_place": wanted["took_place"],
        "at": context.time,
        "by": context.principal.credential,
        **({} if wanted["remark"] is None else {"remark": wanted["remark"]}),
    }
    status = CONFIRMED if wanted["took_place"] else DENIED
    after = replace(before, status=status, answers=(*before.answers, said))
    return put_changed(context, before, after, "interviews.answer")


def put_changed(context: Context, before: Interview, wanted: Interview, action: str) -> Interview:
    """Add the write of a changed interview and its audit event to the request's unit."""
    after = replace(wanted, updated_at=context.time, revision=before.revision + 1)
    same = Path("revision") == before.revision
    context.unit.put(*interview_write(context, after), same, Changed)
    record_change(
        context,
        action,
        f"interviews/{after.id}",
        _audited(before),
        _told(before, after),
        revision=after.revision,
    )
    return after


def _told(before: Interview | None, after: Interview) -> dict[str, Any]:
    """Return what the log tells: what was written and changed, and none of the words."""
    return {**_audited(after), "changed": _changed(before, after)}


def _audited(interview: Interview) -> dict[str, Any]:
    return {
        "status": interview.status,
        "period": interview.period,
        "scheme": interview.scheme,
        "held_on": interview.held_on,
        "plans": len(interview.plans),
    }


def _changed(before: Interview | None, after: Interview) -> list[str]:
    names = (*WORDS, "held_on", "plans", "answers")
    if before is None:
        return [name for name in names if getattr(after, name)]
    return [name for name in names if getattr(before, name) != getattr(after, name)]


def _check_result(context: Context, card: Scorecard | None) -> None:
    """A superior learns nothing of a person of another team, nor whether there is a result."""
    if card is None and context.principal.sees_all:
        raise invalid_value("/employee_id", "no_result", refusals.NO_RESULT)
    if card is None or not context.principal.oversees(card.team):
        raise _unknown()
    if card.imported:
        raise invalid_value("/employee_id", "no_result", refusals.NO_RESULT)


def _check(context: Context, person: PersonKey, period: str, wanted: Mapping[str, Any]) -> None:
    refuse_before(period, "/held_on", wanted.get("held_on"))
    if wanted.get("held_on") is not None and wanted["held_on"] > today(context):
        raise invalid_value("/held_on", "in_future", refusals.NOT_YET)
    faults = faults_of_plans(context, person, wanted.get("plans") or ())
    if faults:
        raise Invalid(faults)


def _refuse_confirmed(interview: Interview) -> None:
    if interview.status == CONFIRMED:
        raise Conflict("interview_confirmed", refusals.CONFIRMED)


def _refuse_own(context: Context, person: PersonKey) -> None:
    """Nobody records a talk with themselves."""
    if context.principal.person == person:
        raise Conflict("own_interview", refusals.OWN)


def _employee(context: Context, employee_id: str) -> Employee:
    there = place(context, employee_id)
    if there.person is None or there.use not in (Use.HELD, Use.DELETED):
        raise _unknown()
    return there.person


def _unknown() -> Exception:
    return invalid_value("/employee_id", "unknown_employee", refusals.UNKNOWN)
