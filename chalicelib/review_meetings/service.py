"""Review meetings as superiors record and change them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from pynamodb.expressions.operand import Path

from chalicelib.audit.records import record_change
from chalicelib.errors import Changed, Conflict, Fault, Invalid, invalid_value
from chalicelib.people.identity import places
from chalicelib.people.records import Employee
from chalicelib.people.today import team_today, today
from chalicelib.periods.errors import refuse_before
from chalicelib.person_keys import PersonKey
from chalicelib.plans.groups import asked_group
from chalicelib.plans.making import version_of_period
from chalicelib.review_meetings import refusals
from chalicelib.review_meetings.deciding import decided
from chalicelib.review_meetings.records import (
    MOST_DECISIONS,
    WORDS,
    ReviewMeeting,
    meeting_write,
)
from chalicelib.review_meetings.sight import seen
from chalicelib.store.identifiers import new_id
from chalicelib.tenancy.context import Context
from chalicelib.tenancy.signatures import signature
from chalicelib.web.etags import Expected, check


def record(context: Context, wanted: Mapping[str, Any]) -> ReviewMeeting:
    """Record a meeting of a team or department that the caller oversees, with its decisions.

    Returns it as it will be stored. Raises Invalid (422) for a group that the caller does not
    oversee, a period without results, a day to come, unknown people and indicators, and parts of a
    decision's plan.
    """
    group = asked_group(context, wanted["subject"])
    _check(context, wanted["scheme"], wanted["period"], wanted)
    meeting = ReviewMeeting(
        id=new_id("rvm", context.now),
        scheme=wanted["scheme"],
        period=wanted["period"],
        held_on=wanted["held_on"],
        recorded=signature(context),
        updated_at=context.time,
        team=group.team,
        department=group.department,
        participants=_people(context, wanted.get("participants") or ()),
        indicators=tuple(wanted.get("indicators") or ()),
        results=wanted.get("results"),
        causes=wanted.get("causes"),
    )
    meeting = replace(meeting, decisions=decided(context, meeting, wanted.get("decisions") or ()))
    context.unit.put(*meeting_write(context, meeting), Path("pk").does_not_exist())
    record_change(
        context,
        "review_meetings.record",
        f"review-meetings/{meeting.id}",
        None,
        _told(None, meeting),
        revision=meeting.revision,
    )
    return meeting


def change(
    context: Context, meeting_id: str, wanted: Mapping[str, Any], expected: Expected
) -> ReviewMeeting:
    """Change what is named of a meeting, and add decisions to those before. Returns it.

    Raises NotFound (404), 412, Conflict (409) ``too_many_decisions``, Invalid (422) as
    :func:`record`.
    """
    before = seen(context, meeting_id)
    check(expected, before.revision)
    _check(context, before.scheme, before.period, wanted)
    parts = {name: wanted[name] for name in (*WORDS, "held_on") if name in wanted}
    if "participants" in wanted:
        parts["participants"] = _people(context, wanted["participants"] or (), before.participants)
    if "indicators" in wanted:
        parts["indicators"] = tuple(wanted["indicators"] or ())
    added = wanted.get("decisions") or ()
    if len(before.decisions) + len(added) > MOST_DECISIONS:
        raise Conflict("too_many_decisions", refusals.TOO_MANY)
    after = replace(
        before, **parts, decisions=(*before.decisions, *decided(context, before, added))
    )
    if after == before:
        return before
    after = replace(after, updated_at=context.time, revision=before.revision + 1)
    same = Path("revision") == before.revision
    context.unit.put(*meeting_write(context, after), same, Changed)
    record_change(
        context,
        "review_meetings.change",
        f"review-meetings/{after.id}",
        _audited(before),
        _told(before, after),
        revision=after.revision,
    )
    return after


def _told(before: ReviewMeeting | None, after: ReviewMeeting) -> dict[str, Any]:
    """Return what the log tells: what was written and changed, and none of the words or people."""
    names = (*WORDS, "held_on", "participants", "indicators", "decisions")
    changed = [
        name
        for name in names
        if (
            getattr(after, name)
            if before is None
            else getattr(before, name) != getattr(after, name)
        )
    ]
    return {**_audited(after), "changed": changed}


def _audited(meeting: ReviewMeeting) -> dict[str, Any]:
    return {
        "period": meeting.period,
        "scheme": meeting.scheme,
        "team": meeting.team,
        "department": meeting.department,
        "held_on": meeting.held_on,
        "participants": len(meeting.participants),
        "decisions": len(meeting.decisions),
        "plans": sum("plan" in one for one in meeting.decisions),
    }


def _check(context: Context, scheme: str, period: str, wanted: Mapping[str, Any]) -> None:
    """Check the day and the indicators of a request. The period must have results."""
    refuse_before(period, "/held_on", wanted.get("held_on"))
    if wanted.get("held_on") is not None and wanted["held_on"] > today(context):
        raise invalid_value("/held_on", "in_future", refusals.NOT_YET)
    known = {one.code for one in version_of_period(context, scheme, period).scheme.indicators}
    faults = [
        Fault(f"/indicators/{number}", "unknown_indicator", refusals.NO_INDICATOR)
        for number, code in enumerate(wanted.get("indicators") or ())
        if code not in known
    ]
    if faults:
        raise Invalid(faults)


def _people(
    context: Context, employee_ids: Sequence[str], before: Sequence[PersonKey] = ()
) -> tuple[PersonKey, ...]:
    """Return who took part, each once, by the ids that they have.

    A supervisor may name the people of the own teams and themself; the answer for others is the one
    for nobody. Who was named ``before`` is taken, under whatever id they have or had. One batch of
    reads. Raises Invalid (422).
    """
    there = places(context, employee_ids)
    found: dict[PersonKey, None] = {}
    faults = []
    for number, employee_id in enumerate(employee_ids):
        at = there[employee_id]
        if at.person is not None and at.person.key in before:
            found[at.person.key] = None
        elif PersonKey(employee_id) in before:
            # The pseudonym of somebody erased.
            found[PersonKey(employee_id)] = None
        elif at.holder is not None and _may_name(context, at.holder):
            found[at.holder.key] = None
        else:
            faults.append(Fault(f"/participants/{number}", "unknown_employee", refusals.UNKNOWN))
    if faults:
        raise Invalid(faults)
    return tuple(found)


def _may_name(context: Context, person: Employee) -> bool:
    principal = context.principal
    return person.key == principal.person or principal.oversees(team_today(context, person))
