"""Shapes of cases on the wire."""

from marshmallow import fields

from chalicelib.cases.effect import EFFECTS
from chalicelib.cases.records import STATUSES
from chalicelib.evidence.schemas import EvidenceFileAnswer
from chalicelib.scoring.recorded_cases import AWARD, EXEMPTION, PENALTY, TREATMENTS, VETO
from chalicelib.teams.fields import AskedTeam, TeamCode
from chalicelib.web.fields import Choice, Code, Day, EmployeeId, Figure, Part, Period, Schema, Words
from chalicelib.web.paging import ListAnswer, ListQuery

KINDS = (VETO, EXEMPTION, AWARD, PENALTY)
LONGEST = 2000
LONGEST_EVIDENCE = 8000
CODE = "the code of a veto of the scheme, or of an extra with points for each case"
INDICATOR = "the indicator that is exempt; null: the whole result"
TREATMENT = "left out, full points, or scored against `target`; an exemption needs it"
EVIDENCE = (
    "what shows it; customers' data masked where they can be. hr, admin and the person concerned "
    "read it, and no other"
)


class CaseQuery(ListQuery):
    """Filters of the list."""

    period = Period()
    scheme = Code()
    employee_id = EmployeeId()
    team = AskedTeam()
    kind = Choice(*KINDS)
    status = Choice(*STATUSES)
    code = Code()
    indicator = Code()


class CaseHearingBody(Schema):
    """That the person was heard: the answer, or the day of asking and the last day to answer."""

    asked_on = Day(allow_none=True, metadata={"format": "date"})
    answer_by = Day(allow_none=True, metadata={"format": "date"})
    answer = Words(LONGEST, allow_none=True)


class CaseParts(Schema):
    """What a case says, until it is decided."""

    code = Code(allow_none=True, metadata={"description": CODE})
    indicator = Code(allow_none=True, metadata={"description": INDICATOR})
    treatment = Choice(*TREATMENTS, allow_none=True, metadata={"description": TREATMENT})
    target = Figure(allow_none=True, metadata={"description": "an adjusted target"})
    evidence = Words(LONGEST_EVIDENCE, allow_none=True, metadata={"description": EVIDENCE})
    hearing = Part(CaseHearingBody, allow_none=True)


class CaseBody(CaseParts):
    """A case to propose."""

    kind = Choice(*KINDS, required=True)
    employee_id = EmployeeId(required=True)
    period = Period(required=True)
    scheme = Code(required=True)
    reason = Words(LONGEST, required=True)


class CasePatch(CaseParts):
    """What is to change of a proposed case. A hearing's members are set one by one.

    A change of anything else takes the hearing back.
    """

    reason = Words(LONGEST)


class CaseReasonBody(Schema):
    """Why."""

    reason = Words(LONGEST, required=True)


class CaseHearingAnswer(Schema):
    """How the person was heard."""

    asked_on = fields.String(allow_none=True, metadata={"format": "date"})
    answer_by = fields.String(allow_none=True, metadata={"format": "date"})
    answer = fields.String(allow_none=True)
    at = fields.String(allow_none=True, metadata={"format": "date-time"})
    by = fields.String(allow_none=True)


class CaseFormerFileAnswer(Schema):
    """A file that the case had."""

    id = fields.String()
    filename = fields.String()
    sha256 = fields.String()


class CaseSaidAnswer(Schema):
    """What a case said."""

    code = fields.String(allow_none=True)
    indicator = fields.String(allow_none=True)
    treatment = fields.String(allow_none=True, metadata={"enum": [*TREATMENTS, None]})
    target = Figure(allow_none=True)
    reason = fields.String(allow_none=True)
    evidence = fields.String(allow_none=True)
    files = fields.List(fields.Nested(CaseFormerFileAnswer), allow_none=True)


class CaseFormerHearingAnswer(CaseHearingAnswer):
    """How the person was heard about what the case said before."""

    about = fields.Nested(CaseSaidAnswer)
    changed = fields.List(
        fields.String(),
        metadata={"description": "which members changed then; none: hr took the hearing back"},
    )
    taken_back_at = fields.String(metadata={"format": "date-time"})


class CaseSignedAnswer(Schema):
    """Who did it, by which credential, when and why; ``employee_id`` null: bound to nobody."""

    at = fields.String(allow_none=True, metadata={"format": "date-time"})
    by = fields.String(allow_none=True)
    employee_id = fields.String(allow_none=True)
    reason = fields.String(allow_none=True)


class CaseWaitingAnswer(Schema):
    """The work that holds the period."""

    work = fields.String(allow_none=True)
    since = fields.String(allow_none=True, metadata={"format": "date-time"})


class CaseEffectAnswer(Schema):
    """Whether the person's result follows the case."""

    status = fields.String(
        metadata={
            "enum": list(EFFECTS),
            "description": (
                "`pending`: the result is to be scored again; `failed`: that was given up, confirm "
                "or revoke the case once more to try again; `no_result`: it counts as soon as "
                "there is one; `not_in_version`: the result's version has no such code, indicator "
                "or target; `ended`: it was revoked"
            ),
        }
    )
    since = fields.String(allow_none=True, metadata={"format": "date-time"})
    waiting_for = fields.Nested(CaseWaitingAnswer, allow_none=True)


class CaseAnswer(Schema):
    """A case."""

    id = fields.String()
    kind = fields.String(metadata={"enum": list(KINDS)})
    status = fields.String(metadata={"enum": list(STATUSES)})
    scheme = fields.String()
    period = fields.String()
    employee_id = fields.String()
    person = fields.String(metadata={"description": "the lasting key of the person: `prs_…`"})
    team = fields.String(allow_none=True)
    team_code = TeamCode()
    code = fields.String(allow_none=True, metadata={"description": CODE})
    indicator = fields.String(allow_none=True, metadata={"description": INDICATOR})
    treatment = fields.String(allow_none=True, metadata={"enum": [*TREATMENTS, None]})
    target = Figure(allow_none=True)
    reason = fields.String()
    evidence = fields.String(allow_none=True, metadata={"description": EVIDENCE})
    files = fields.List(
        fields.Nested(EvidenceFileAnswer),
        allow_none=True,
        metadata={"description": "evidence as files; null for whoever does not read it"},
    )
    appeal = fields.String(
        allow_none=True,
        metadata={"description": "the appeal (`/v1/appeals`) whose decision made or revoked it"},
    )
    hearing = fields.Nested(CaseHearingAnswer, allow_none=True)
    former_hearings = fields.List(
        fields.Nested(CaseFormerHearingAnswer),
        metadata={
            "description": (
                "hearings that were taken back, since the case was changed after them: with what "
                "they were about, and the answer"
            )
        },
    )
    proposal = fields.Nested(CaseSignedAnswer)
    decisions = fields.Dict(
        keys=fields.String(),
        values=fields.Nested(CaseSignedAnswer),
        metadata={"description": "by status: confirmed, declined, revoked"},
    )
    effect = fields.Nested(
        CaseEffectAnswer,
        allow_none=True,
        metadata={"description": "of a case that is confirmed, or was"},
    )
    revision = fields.Integer()
    created_at = fields.String(metadata={"format": "date-time"})
    updated_at = fields.String(metadata={"format": "date-time"})


class CaseListAnswer(ListAnswer):
    """A page of cases, the newest period first."""

    items = fields.List(fields.Nested(CaseAnswer))
