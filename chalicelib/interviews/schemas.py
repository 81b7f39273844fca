"""Shapes of interviews on the wire."""

from marshmallow import fields

from chalicelib.interviews.records import STATUSES
from chalicelib.teams.fields import AskedTeam, TeamCode
from chalicelib.web.fields import (
    Choice,
    Code,
    Day,
    EmployeeId,
    Period,
    Schema,
    Several,
    Words,
    YesNo,
)
from chalicelib.web.paging import ListAnswer, ListQuery

LONGEST, MOST_PLANS = 4000, 10
PLANS = "ids of the person's improvement plans that were agreed"


class InterviewQuery(ListQuery):
    """Filters of the list. Open ones have the status `recorded` or `denied`."""

    period = Period()
    scheme = Code()
    employee_id = EmployeeId()
    team = AskedTeam()
    status = Choice(*STATUSES)


class InterviewParts(Schema):
    """What was said."""

    went_well = Words(LONGEST, allow_none=True)
    went_badly = Words(LONGEST, allow_none=True)
    causes = Words(LONGEST, allow_none=True, metadata={"description": "found together"})
    agreed = Words(LONGEST, allow_none=True)
    plans = Several(Words(64), MOST_PLANS, metadata={"description": PLANS})


class InterviewBody(InterviewParts):
    """An interview that was held."""

    employee_id = EmployeeId(required=True)
    period = Period(required=True)
    scheme = Code(required=True)
    held_on = Day(required=True, metadata={"format": "date"})


class InterviewPatch(InterviewParts):
    """What is to change of an interview that is not confirmed."""

    held_on = Day(metadata={"format": "date"})


class InterviewAnswerBody(Schema):
    """What the person says of the interview."""

    took_place = YesNo(required=True)
    remark = Words(
        LONGEST,
        allow_none=True,
        load_default=None,
        metadata={"description": "required where it did not take place"},
    )


class InterviewRecordedAnswer(Schema):
    """Who recorded it, by which credential; ``employee_id`` null: bound to nobody."""

    at = fields.String(allow_none=True, metadata={"format": "date-time"})
    by = fields.String(allow_none=True)
    employee_id = fields.String(allow_none=True)


class InterviewSaidAnswer(Schema):
    """An answer of the person."""

    took_place = fields.Boolean()
    remark = fields.String(allow_none=True)
    at = fields.String(metadata={"format": "date-time"})
    by = fields.String(allow_none=True)


class InterviewAnswer(Schema):
    """An interview."""

    id = fields.String()
    status = fields.String(
        metadata={
            "enum": list(STATUSES),
            "description": "`recorded`: the person has not answered it as it is now; `confirmed`: "
            "it took place, and changes no more; `denied`: the person says that it did not",
        }
    )
    scheme = fields.String()
    period = fields.String()
    employee_id = fields.String()
    person = fields.String(metadata={"description": "the lasting key of the person: `prs_…`"})
    team = fields.String(allow_none=True)
    team_code = TeamCode()
    held_on = fields.String(metadata={"format": "date"})
    went_well = fields.String(allow_none=True)
    went_badly = fields.String(allow_none=True)
    causes = fields.String(allow_none=True)
    agreed = fields.String(allow_none=True)
    plans = fields.List(fields.String(), metadata={"description": PLANS})
    recorded = fields.Nested(InterviewRecordedAnswer)
    answers = fields.List(
        fields.Nested(InterviewSaidAnswer), metadata={"description": "the oldest first"}
    )
    revision = fields.Integer()
    updated_at = fields.String(metadata={"format": "date-time"})


class InterviewListAnswer(ListAnswer):
    """A page of interviews, the newest first."""

    items = fields.List(fields.Nested(InterviewAnswer))
