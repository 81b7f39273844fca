"""Shapes of coaching notes on the wire."""

from marshmallow import fields

from chalicelib.coaching_notes.records import STATUSES
from chalicelib.teams.fields import AskedTeam, TeamCode
from chalicelib.web.fields import Choice, Code, Day, EmployeeId, Period, Schema, Several, Words
from chalicelib.web.paging import ListAnswer, ListQuery

LONGEST, MOST_PLANS = 4000, 10
PLANS = "ids of the person's improvement plans that it is about"
SCHEME = "the scheme that it is about, as it scores `period`, else the month of `day`"
INDICATOR = "an indicator of `scheme`"
OBSERVED = "what was observed; the person reads it"
ADVICE = "what the person is advised to do; the person reads it"


class CoachingNoteQuery(ListQuery):
    """Filters of the list. `written` are those that the person has not seen as they are now."""

    employee_id = EmployeeId()
    team = AskedTeam()
    status = Choice(*STATUSES)
    scheme = Code()
    indicator = Code()
    period = Period()


class CoachingNoteAbout(Schema):
    """What it is about, where it is about something."""

    scheme = Code(allow_none=True, metadata={"description": SCHEME})
    indicator = Code(allow_none=True, metadata={"description": INDICATOR})
    period = Period(allow_none=True)
    plans = Several(Words(64), MOST_PLANS, metadata={"description": PLANS})


class CoachingNoteBody(CoachingNoteAbout):
    """A note to write."""

    employee_id = EmployeeId(required=True)
    day = Day(required=True, metadata={"format": "date"})
    observed = Words(LONGEST, required=True, metadata={"description": OBSERVED})
    advice = Words(LONGEST, required=True, metadata={"description": ADVICE})


class CoachingNotePatch(CoachingNoteAbout):
    """What is to change of a note."""

    day = Day(metadata={"format": "date"})
    observed = Words(LONGEST, metadata={"description": OBSERVED})
    advice = Words(LONGEST, metadata={"description": ADVICE})


class CoachingNoteSeenBody(Schema):
    """What the person says of a note that they saw."""

    remark = Words(LONGEST, allow_none=True, load_default=None)


class CoachingNoteRecordedAnswer(Schema):
    """Who wrote it, by which credential; ``employee_id`` null: bound to nobody."""

    at = fields.String(allow_none=True, metadata={"format": "date-time"})
    by = fields.String(allow_none=True)
    employee_id = fields.String(allow_none=True)


class CoachingNoteRemarkAnswer(Schema):
    """A remark of the person, and the revision of the note that it was said of."""

    remark = fields.String(allow_none=True)
    revision = fields.Integer()
    at = fields.String(metadata={"format": "date-time"})
    by = fields.String(allow_none=True)


class CoachingNoteAnswer(Schema):
    """A coaching note. The person whom it is about reads all of it."""

    id = fields.String()
    status = fields.String(
        metadata={
            "enum": list(STATUSES),
            "description": "`written`: the person has not said that they saw it as it is now; "
            "`seen`: they have",
        }
    )
    employee_id = fields.String()
    person = fields.String(metadata={"description": "the lasting key of the person: `prs_…`"})
    team = fields.String(
        allow_none=True, metadata={"description": "the person's when it was written"}
    )
    team_code = TeamCode()
    day = fields.String(metadata={"format": "date"})
    observed = fields.String(allow_none=True, metadata={"description": "null after an erasure"})
    advice = fields.String(allow_none=True, metadata={"description": "null after an erasure"})
    scheme = fields.String(allow_none=True, metadata={"description": SCHEME})
    indicator = fields.String(allow_none=True, metadata={"description": INDICATOR})
    period = fields.String(allow_none=True)
    plans = fields.List(fields.String(), metadata={"description": PLANS})
    recorded = fields.Nested(CoachingNoteRecordedAnswer)
    seen_at = fields.String(
        allow_none=True,
        metadata={"format": "date-time", "description": "when the person saw it as it is now"},
    )
    remarks = fields.List(
        fields.Nested(CoachingNoteRemarkAnswer), metadata={"description": "the oldest first"}
    )
    revision = fields.Integer()
    updated_at = fields.String(metadata={"format": "date-time"})


class CoachingNoteListAnswer(ListAnswer):
    """A page of coaching notes, the newest first."""

    items = fields.List(fields.Nested(CoachingNoteAnswer))
