"""Shapes of appeals on the wire."""

from marshmallow import fields

from chalicelib.appeal_records.records import (
    CASE,
    KINDS,
    RATING,
    STATUSES,
)
from chalicelib.appeals.deciding_schemas import LONGEST, RemedyAnswer
from chalicelib.evidence.schemas import EvidenceFileAnswer
from chalicelib.teams.fields import AskedTeam, TeamCode
from chalicelib.web.fields import (
    Choice,
    Code,
    EmployeeId,
    Part,
    Period,
    Schema,
    Whole,
    Words,
    YesNo,
)
from chalicelib.web.paging import ListAnswer, ListQuery

LONGEST_EVIDENCE = 8000
EVIDENCE = (
    "what shows it; customers' data masked where they can be. hr, admin and the person read it, "
    "and no other"
)
CORRECTION = "the correction by which the remedies were carried out: the period was locked"


class AppealQuery(ListQuery):
    """Filters of the list."""

    period = Period()
    scheme = Code()
    employee_id = EmployeeId()
    team = AskedTeam()
    status = Choice(*STATUSES)
    indicator = Code()
    overdue = YesNo()


class AppealAgainstBody(Schema):
    """What the appeal is against."""

    kind = Choice(
        *KINDS,
        required=True,
        metadata={
            "description": "the whole result, a line (`indicator`), a `case`, or what a `role` of "
            "raters gave for an `indicator`"
        },
    )
    indicator = Code(allow_none=True)
    case = Words(64, allow_none=True)
    role = Code(allow_none=True)


class AppealBody(Schema):
    """An appeal against the caller's own result."""

    period = Period(required=True)
    scheme = Code(load_default=None, allow_none=True)
    revision = Whole(1, 99_999, required=True, metadata={"description": "the one that was seen"})
    against = Part(AppealAgainstBody, required=True)
    reason = Words(LONGEST, required=True)
    evidence = Words(
        LONGEST_EVIDENCE, load_default=None, allow_none=True, metadata={"description": EVIDENCE}
    )


class AppealPatch(Schema):
    """What is to change of an appeal that nobody reviews yet."""

    reason = Words(LONGEST)
    evidence = Words(LONGEST_EVIDENCE, allow_none=True, metadata={"description": EVIDENCE})


class AppealReasonBody(Schema):
    """Why."""

    reason = Words(LONGEST, required=True)


class AppealAgainstAnswer(Schema):
    """What the appeal is against."""

    kind = fields.String(metadata={"enum": list(KINDS)})
    indicator = fields.String(allow_none=True)
    case = fields.String(allow_none=True, metadata={"description": f"of `{CASE}`"})
    role = fields.String(allow_none=True, metadata={"description": f"of `{RATING}`"})


class AppealStepAnswer(Schema):
    """A step: who took it, by which credential, when and why; ``employee_id`` null: nobody."""

    status = fields.String(metadata={"enum": list(STATUSES)})
    instance = fields.Integer()
    at = fields.String(metadata={"format": "date-time"})
    by = fields.String(allow_none=True)
    employee_id = fields.String(allow_none=True)
    reason = fields.String(allow_none=True)
    changed = fields.List(
        fields.String(), allow_none=True, metadata={"description": "what its person changed then"}
    )
    again = fields.List(
        fields.String(),
        allow_none=True,
        metadata={"description": "remedies that were carried out again then"},
    )
    counted = fields.List(
        fields.String(),
        allow_none=True,
        metadata={"description": "roles that were asked again, whose answers were counted then"},
    )


class AppealAnswer(Schema):
    """An appeal."""

    id = fields.String()
    status = fields.String(metadata={"enum": list(STATUSES)})
    instance = fields.Integer(
        metadata={"description": "2: the second instance was asked for; its decision is final"}
    )
    scheme = fields.String()
    period = fields.String()
    employee_id = fields.String()
    person = fields.String(metadata={"description": "the lasting key of the person: `prs_…`"})
    team = fields.String(allow_none=True)
    team_code = TeamCode()
    against = fields.Nested(AppealAgainstAnswer)
    against_revision = fields.Integer(
        metadata={"description": "the revision of the result that it is against"}
    )
    standing_revision = fields.Integer(
        allow_none=True,
        metadata={"description": "the revision that stands now; null: there is no result any more"},
    )
    reason = fields.String()
    evidence = fields.String(allow_none=True, metadata={"description": EVIDENCE})
    files = fields.List(
        fields.Nested(EvidenceFileAnswer),
        allow_none=True,
        metadata={"description": "evidence as files; null for whoever does not read it"},
    )
    filed_at = fields.String(metadata={"format": "date-time"})
    window_until = fields.String(metadata={"format": "date"})
    second_instance_until = fields.String(
        allow_none=True,
        metadata={
            "format": "date",
            "description": "until then its person may ask for the second instance; null: not any "
            "more, or not yet",
        },
    )
    due_on = fields.String(metadata={"format": "date"})
    overdue = fields.Boolean(metadata={"description": "open, and it was due before today"})
    steps = fields.List(
        fields.Nested(AppealStepAnswer), metadata={"description": "the oldest first"}
    )
    remedies = fields.List(fields.Nested(RemedyAnswer))
    correction = fields.String(allow_none=True, metadata={"description": CORRECTION})
    revision = fields.Integer()
    updated_at = fields.String(metadata={"format": "date-time"})


class AppealListAnswer(ListAnswer):
    """A page of appeals, the newest period first."""

    items = fields.List(fields.Nested(AppealAnswer))
