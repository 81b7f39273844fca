"""Shapes of improvement plans on the wire."""

from marshmallow import fields

from chalicelib.plans.records import (
    AGREED,
    CANCELLED,
    DEPARTMENT,
    DONE,
    DRAFT,
    IN_PROGRESS,
    NO_LONGER_NEEDED,
    RESULT_CHANGED,
    SUBJECTS,
    TEAM,
    WITHDRAWN,
)
from chalicelib.teams.fields import AskedTeam, TeamCode
from chalicelib.web.fields import (
    Bilingual,
    Choice,
    Code,
    Day,
    EmployeeId,
    Figure,
    Names,
    Part,
    Period,
    Schema,
    Words,
)
from chalicelib.web.syncing import RemovedAnswer, SyncedAnswer, SyncedQuery

STATUSES = (DRAFT, AGREED, IN_PROGRESS, DONE, CANCELLED)
LONGEST = 2000


class PlanQuery(SyncedQuery):
    """Filters of the list."""

    period = Period()
    employee_id = EmployeeId()
    team = AskedTeam()
    status = Choice(
        *STATUSES,
        WITHDRAWN,
        metadata={"description": "withdrawn plans are listed only when asked for"},
    )
    scheme = Code()
    indicator = Code()
    subject_kind = Choice(
        *SUBJECTS, metadata={"description": "plans for people, teams or departments"}
    )
    department = Code(metadata={"description": "the code of the department that plans are for"})


class GroupBody(Schema):
    """A team or a department."""

    kind = Choice(TEAM, DEPARTMENT, required=True)
    team = AskedTeam(load_default=None, allow_none=True)
    department = Code(load_default=None, allow_none=True)


class SubjectBody(GroupBody):
    """What a plan is for, by the member that its kind names."""

    kind = Choice(*SUBJECTS, required=True)
    employee_id = EmployeeId(load_default=None, allow_none=True)


class OwnerBody(Schema):
    """Who sees to it: an employee, or a name."""

    employee_id = EmployeeId(load_default=None, allow_none=True)
    name = Words(100, load_default=None, allow_none=True)


class PlanParts(Schema):
    """What a person decides of a plan; null puts the proposed words or figure back."""

    problem = Names(LONGEST, allow_none=True)
    cause = Names(LONGEST, allow_none=True)
    measure = Names(LONGEST, allow_none=True)
    expected_effect = Names(LONGEST, allow_none=True)
    expected_value = Figure(
        allow_none=True,
        metadata={"description": "the value of the indicator to reach by the due date"},
    )
    owner = Part(OwnerBody, allow_none=True)
    due_date = Day(metadata={"format": "date"})


class PlanBody(PlanParts):
    """A new plan, for a person or a `subject`.

    With an indicator of a person, what is left out is proposed from the result's figures.
    """

    employee_id = EmployeeId(
        allow_none=True, metadata={"description": "for whom, where there is no `subject`"}
    )
    subject = Part(
        SubjectBody,
        load_default=None,
        allow_none=True,
        metadata={"description": "for what, where there is no `employee_id`"},
    )
    period = Period(required=True)
    scheme = Code(required=True)
    indicator = Code(load_default=None, allow_none=True)


class PlanPatch(PlanParts):
    """What is to change. A note is appended with author and time."""

    status = Choice(*STATUSES)
    note = Words(LONGEST)


class OwnerAnswer(Schema):
    """Who sees to it; the person themself until somebody is named."""

    employee_id = fields.String(allow_none=True)
    name = fields.String(allow_none=True)


class SubjectAnswer(Schema):
    """What a plan is for: the member of its kind, the others null."""

    kind = fields.String(metadata={"enum": list(SUBJECTS)})
    employee_id = fields.String(allow_none=True)
    team = fields.String(allow_none=True)
    department = fields.String(allow_none=True)


class PlanFiguresAnswer(Schema):
    """The line of the result that the plan follows from."""

    value = Figure(allow_none=True)
    target = Figure(allow_none=True)
    points = Figure()
    max_points = Figure()
    points_lost = Figure()


class PlanResultAnswer(Schema):
    """The scheme's version and the scorecard's revision."""

    version = fields.Integer()
    revision = fields.Integer()


class PlanOutcomeAnswer(Schema):
    """The same indicator in the next period; ``reached`` is null when it had no value then."""

    period = fields.String()
    value_then = Figure(allow_none=True)
    value_now = Figure(allow_none=True)
    points_now = Figure(allow_none=True)
    reached = fields.Boolean(allow_none=True)


class NoteAnswer(Schema):
    """A progress note; ``by`` is the credential that wrote it."""

    at = fields.String(metadata={"format": "date-time"})
    by = fields.String()
    role = fields.String()
    text = fields.String()


class PlanAnswer(Schema):
    """An improvement plan."""

    id = fields.String()
    scheme = fields.String()
    period = fields.String()
    subject = fields.Nested(SubjectAnswer)
    employee_id = fields.String(
        allow_none=True, metadata={"description": "null: for a team or a department"}
    )
    person = fields.String(
        allow_none=True, metadata={"description": "the lasting key of the person: `prs_…`"}
    )
    employee_name = fields.String(allow_none=True)
    team = fields.String(allow_none=True)
    team_code = TeamCode()
    grade = fields.String(allow_none=True)
    indicator = fields.String(allow_none=True)
    indicator_name = Bilingual(allow_none=True)
    status = fields.String(metadata={"enum": [*STATUSES, WITHDRAWN]})
    origin = fields.String(metadata={"enum": ["system", "person"]})
    flag = fields.String(
        allow_none=True,
        metadata={
            "enum": [RESULT_CHANGED, NO_LONGER_NEEDED, None],
            "description": "what a later result did to a plan that a person has changed",
        },
    )
    problem = Bilingual(allow_none=True)
    cause = Bilingual(allow_none=True)
    measure = Bilingual(allow_none=True)
    expected_effect = Bilingual(allow_none=True)
    expected_value = Figure(allow_none=True)
    expected_points = Figure(allow_none=True)
    unit = Bilingual(allow_none=True)
    figures = fields.Nested(PlanFiguresAnswer, allow_none=True)
    result = fields.Nested(
        PlanResultAnswer,
        allow_none=True,
        metadata={"description": "null: for a team or a department"},
    )
    review_meeting = fields.String(
        allow_none=True, metadata={"description": "the review meeting that decided it"}
    )
    owner = fields.Nested(OwnerAnswer)
    due_date = fields.String(metadata={"format": "date"})
    outcome = fields.Nested(PlanOutcomeAnswer, allow_none=True)
    progress_notes = fields.List(fields.Nested(NoteAnswer))
    created_at = fields.String(metadata={"format": "date-time"})
    updated_at = fields.String(metadata={"format": "date-time"})
    external_ids = fields.Dict(
        keys=fields.String(), values=fields.String(), metadata={"description": "the person's"}
    )


class RemovedPlanAnswer(RemovedAnswer):
    """A plan that is not in this list any more: withdrawn, or under another id."""

    id = fields.String()


class PlanListAnswer(SyncedAnswer):
    """A page of plans; with `sync` the oldest change first."""

    items = fields.List(fields.Nested(PlanAnswer))
    removed = fields.List(fields.Nested(RemovedPlanAnswer))
