"""What a meeting decides: words, and a plan for the team or department where one is to follow."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from chalicelib.plans.due import check_due
from chalicelib.plans.groups import Group
from chalicelib.plans.making import new_group_plan
from chalicelib.plans.owners import owner_of
from chalicelib.plans.records import AGREED, Plan
from chalicelib.plans.service import put_new
from chalicelib.review_meetings.records import ReviewMeeting
from chalicelib.tenancy.context import Context


def decided(
    context: Context, meeting: ReviewMeeting, wanted: Sequence[Mapping[str, Any]]
) -> tuple[Mapping[str, Any], ...]:
    """Return the decisions of a request as they will be stored.

    Their plans are added to the request's unit: agreed, since the meeting decided them, and for the
    meeting's team or department. ``wanted`` have ``decision`` and perhaps ``plan``. Raises Invalid
    (422) for parts of a plan.
    """
    plans: dict[int, Plan] = {
        number: _plan(context, meeting, one["plan"], f"/decisions/{number}/plan")
        for number, one in enumerate(wanted)
        if one.get("plan") is not None
    }
    put_new(context, list(plans.values()))
    by = context.principal.credential
    return tuple(
        {
            "decision": one["decision"],
            "at": context.time,
            "by": by,
            **({"plan": plans[number].id} if number in plans else {}),
        }
        for number, one in enumerate(wanted)
    )


def _plan(context: Context, meeting: ReviewMeeting, parts: Mapping[str, Any], pointer: str) -> Plan:
    check_due(context, parts.get("due_date"), pointer=pointer)
    asked = {**parts, "scheme": meeting.scheme, "period": meeting.period}
    group = Group(meeting.team, meeting.department)
    plan = new_group_plan(context, group, asked, pointer)
    owner = owner_of(context, parts.get("owner"), pointer=pointer)
    return replace(plan, status=AGREED, owner=owner, meeting=meeting.id)
