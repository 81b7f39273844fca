"""Shapes of opinions on the wire."""

from marshmallow import fields

from chalicelib.opinions.records import OUTCOMES, STATUSES, SUBJECTS
from chalicelib.teams.fields import TeamCode
from chalicelib.web.fields import Choice, Code, EmployeeId, Part, Period, Schema, Whole, Words
from chalicelib.web.paging import ListAnswer, ListQuery

LONGEST, LAST_VERSION = 4000, 9999
ABOUT = (
    "`scheme`: its rules; `pilot`: a version that the caller's team tries; `service`: this service"
)
CODE = "an extra of the scheme that has points for each case"


class OpinionQuery(ListQuery):
    """Filters of the list. `open` are those that nobody has answered."""

    status = Choice(*STATUSES)
    about = Choice(*SUBJECTS)
    scheme = Code()
    version = Whole(1, LAST_VERSION)
    employee_id = EmployeeId()


class OpinionBody(Schema):
    """An opinion to send."""

    about = Choice(*SUBJECTS, required=True, metadata={"description": ABOUT})
    scheme = Code(allow_none=True, metadata={"description": "of a scheme or a pilot"})
    version = Whole(
        1, LAST_VERSION, allow_none=True, metadata={"description": "the version of a pilot"}
    )
    opinion = Words(LONGEST, required=True)


class OpinionAwardBody(Schema):
    """The award to propose: of which scheme's period, and by which of its extras."""

    scheme = Code(required=True)
    period = Period(required=True)
    code = Code(required=True, metadata={"description": CODE})


class OpinionAnswerBody(Schema):
    """The answer to an opinion."""

    outcome = Choice(*OUTCOMES, required=True)
    answer = Words(LONGEST, required=True)
    award = Part(
        OpinionAwardBody,
        allow_none=True,
        load_default=None,
        metadata={"description": "with `adopted` alone"},
    )


class OpinionSaidAnswer(Schema):
    """An answer, and by which credential it was given."""

    outcome = fields.String(metadata={"enum": list(OUTCOMES)})
    answer = fields.String(allow_none=True, metadata={"description": "null after an erasure"})
    at = fields.String(metadata={"format": "date-time"})
    by = fields.String(allow_none=True)


class OpinionAnswer(Schema):
    """An opinion, and what was answered."""

    id = fields.String()
    status = fields.String(
        metadata={
            "enum": list(STATUSES),
            "description": "`open`: nobody has answered; else the outcome of the last answer",
        }
    )
    about = fields.String(metadata={"enum": list(SUBJECTS), "description": ABOUT})
    scheme = fields.String(allow_none=True)
    version = fields.Integer(allow_none=True)
    employee_id = fields.String(metadata={"description": "who sent it"})
    person = fields.String(metadata={"description": "the lasting key of the person: `prs_…`"})
    team = fields.String(allow_none=True, metadata={"description": "the person's when it was sent"})
    team_code = TeamCode()
    opinion = fields.String(allow_none=True, metadata={"description": "null after an erasure"})
    sent_at = fields.String(metadata={"format": "date-time"})
    days_open = fields.Integer(
        metadata={"description": "from sending to the first answer, or to today while it is open"}
    )
    answers = fields.List(
        fields.Nested(OpinionSaidAnswer), metadata={"description": "the oldest first"}
    )
    case = fields.String(
        allow_none=True, metadata={"description": "the id of the award that was proposed for it"}
    )
    revision = fields.Integer()
    updated_at = fields.String(metadata={"format": "date-time"})


class OpinionListAnswer(ListAnswer):
    """A page of opinions, the newest first."""

    items = fields.List(fields.Nested(OpinionAnswer))
