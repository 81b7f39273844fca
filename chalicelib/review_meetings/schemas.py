"""Shapes of review meetings on the wire."""

from marshmallow import fields

from chalicelib.plans.records import DEPARTMENT, TEAM
from chalicelib.plans.schemas import GroupBody, PlanParts
from chalicelib.review_meetings.records import MOST_DECISIONS
from chalicelib.teams.fields import AskedTeam, TeamCode
from chalicelib.web.fields import (
    Code,
    Day,
    EmployeeId,
    Part,
    Period,
    Schema,
    Several,
    Words,
)
from chalicelib.web.paging import ListAnswer, ListQuery

LONGEST, LONGEST_DECISION = 4000, 1000
MOST_PARTICIPANTS, MOST_INDICATORS, MOST_AT_ONCE = 100, 50, 10
INDICATORS = "codes of the scheme's indicators that were looked at"


class MeetingQuery(ListQuery):
    """Filters of the list."""

    period = Period()
    scheme = Code()
    team = AskedTeam()
    department = Code()


class DecidedPlanBody(PlanParts):
    """A plan for the meeting's team or department; a `problem` is needed."""

    indicator = Code(
        load_default=None, allow_none=True, metadata={"description": "one of the scheme's"}
    )


class DecisionBody(Schema):
    """What was decided, and the plan that follows from it, if one does."""

    decision = Words(LONGEST_DECISION, required=True)
    plan = Part(DecidedPlanBody, load_default=None, allow_none=True)


class MeetingParts(Schema):
    """What was looked at, and said."""

    participants = Several(
        EmployeeId(),
        MOST_PARTICIPANTS,
        metadata={"description": "employee ids of those who took part"},
    )
    indicators = Several(Code(), MOST_INDICATORS, metadata={"description": INDICATORS})
    results = Words(LONGEST, allow_none=True, metadata={"description": "what was seen of them"})
    causes = Words(LONGEST, allow_none=True, metadata={"description": "common to several people"})


class MeetingBody(MeetingParts):
    """A meeting that was held."""

    subject = Part(GroupBody, required=True, metadata={"description": "whose meeting it was"})
    scheme = Code(required=True)
    period = Period(required=True)
    held_on = Day(required=True, metadata={"format": "date"})
    decisions = Several(Part(DecisionBody), MOST_AT_ONCE)


class MeetingPatch(MeetingParts):
    """What is to change. Decisions are added to those before, and never changed."""

    held_on = Day(metadata={"format": "date"})
    decisions = Several(
        Part(DecisionBody),
        MOST_AT_ONCE,
        metadata={"description": f"further ones; {MOST_DECISIONS} in all"},
    )


class GroupAnswer(Schema):
    """Whose meeting it was: the member of its kind, the other null."""

    kind = fields.String(metadata={"enum": [TEAM, DEPARTMENT]})
    team = fields.String(allow_none=True)
    department = fields.String(allow_none=True)


class ParticipantAnswer(Schema):
    """Who took part."""

    employee_id = fields.String()
    person = fields.String(metadata={"description": "the lasting key of the person: `prs_…`"})


class DecisionAnswer(Schema):
    """What was decided, and the id of the improvement plan that it made."""

    decision = fields.String()
    plan = fields.String(allow_none=True)
    at = fields.String(metadata={"format": "date-time"})
    by = fields.String()


class MeetingRecordedAnswer(Schema):
    """Who recorded it, by which credential; ``employee_id`` null: bound to nobody."""

    at = fields.String(metadata={"format": "date-time"})
    by = fields.String()
    employee_id = fields.String(allow_none=True)


class MeetingAnswer(Schema):
    """A review meeting."""

    id = fields.String()
    subject = fields.Nested(GroupAnswer)
    team_code = TeamCode()
    scheme = fields.String()
    period = fields.String()
    held_on = fields.String(metadata={"format": "date"})
    participants = fields.List(fields.Nested(ParticipantAnswer))
    indicators = fields.List(fields.String(), metadata={"description": INDICATORS})
    results = fields.String(allow_none=True)
    causes = fields.String(allow_none=True)
    decisions = fields.List(
        fields.Nested(DecisionAnswer), metadata={"description": "the oldest first"}
    )
    recorded = fields.Nested(MeetingRecordedAnswer)
    revision = fields.Integer()
    updated_at = fields.String(metadata={"format": "date-time"})


class MeetingListAnswer(ListAnswer):
    """A page of review meetings, the newest first."""

    items = fields.List(fields.Nested(MeetingAnswer))
