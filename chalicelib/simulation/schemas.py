"""Request and response schemas of a simulation."""

from marshmallow import fields

from chalicelib.schemes.schemas import DOCUMENT, RulesAnswer
from chalicelib.teams.fields import AskedTeam, TeamCode
from chalicelib.web.fields import Bilingual, Choice, Figure, Mapped, Period, Schema, Whole
from chalicelib.web.paging import ListAnswer

SHOWN = ("grade_changes", "worse_off", "all")


class SimulationBody(Schema):
    """Against which period; by the draft or a version."""

    period = Period(required=True)
    version = Whole(1, 999_999, load_default=None, allow_none=True)
    team = AskedTeam(load_default=None, allow_none=True)
    show = Choice(
        *SHOWN,
        load_default="grade_changes",
        metadata={"description": "whom `items`, or the files, list"},
    )


class SimulateBody(SimulationBody):
    """Against which period; by the draft, or a version, or a document sent along."""

    document = Mapped(load_default=None, allow_none=True, metadata=DOCUMENT)


class ComparedCountsAnswer(Schema):
    """How many people were compared, and how many could not be."""

    compared = fields.Integer()
    not_simulated = fields.Integer()


class DirectionsAnswer(Schema):
    """How many change grade; gained: one where there was none, lost: the reverse."""

    up = fields.Integer()
    down = fields.Integer()
    same = fields.Integer()
    gained = fields.Integer()
    lost = fields.Integer()


class GradeCountAnswer(Schema):
    """How many have a grade before and after; null: results without one."""

    grade = fields.String(allow_none=True)
    name = Bilingual(allow_none=True)
    before = fields.Integer()
    after = fields.Integer()


class MeansAnswer(Schema):
    """Of those who have a total."""

    mean_before = Figure(allow_none=True)
    mean_after = Figure(allow_none=True)


class SumsAnswer(Schema):
    """A sum over everybody before and after, and the difference."""

    before = Figure()
    after = Figure()
    change = Figure()


class MoneyAnswer(SumsAnswer):
    """Bonus base × coefficient, over those whose base is known."""

    employees = fields.Integer()


class NotSimulatedAnswer(Schema):
    """Why some could not be simulated; the first of them by id."""

    code = fields.String()
    columns = fields.List(fields.String())
    message = fields.String()
    employees = fields.Integer()
    employee_ids = fields.List(fields.String())


class WorseOffAnswer(Schema):
    """Who loses: a lower coefficient, or with the same one a lower total; the first of them."""

    employees = fields.Integer(
        allow_none=True, metadata={"description": "null: begun before this was counted"}
    )
    employee_ids = fields.List(fields.String())


class OutcomeAnswer(Schema):
    """What a result comes to."""

    total = Figure(allow_none=True)
    grade = fields.String(allow_none=True)
    coefficient = Figure(allow_none=True)


class ComparedAnswer(Schema):
    """A person before and after."""

    employee_id = fields.String()
    employee_name = fields.String(allow_none=True)
    team = fields.String(allow_none=True)
    team_code = TeamCode()
    direction = fields.String(metadata={"enum": ["up", "down", "same", "gained", "lost"]})
    worse_off = fields.Boolean(
        metadata={"description": "a lower coefficient, or with the same one a lower total"}
    )
    before = fields.Nested(OutcomeAnswer)
    after = fields.Nested(OutcomeAnswer)
    bonus_base = Figure(allow_none=True)


class SummaryAnswer(Schema):
    """The whole period summed up."""

    employees = fields.Nested(ComparedCountsAnswer)
    grade_changes = fields.Nested(DirectionsAnswer)
    grades = fields.List(fields.Nested(GradeCountAnswer))
    totals = fields.Nested(MeansAnswer)
    coefficients = fields.Nested(SumsAnswer)
    money = fields.Nested(MoneyAnswer)
    worse_off = fields.Nested(WorseOffAnswer)
    not_simulated = fields.List(fields.Nested(NotSimulatedAnswer))


class SimulationAnswer(ListAnswer, SummaryAnswer):
    """The whole period summed up, and a page of people by id."""

    scheme = fields.Nested(RulesAnswer)
    period = fields.String()
    items = fields.List(fields.Nested(ComparedAnswer))


class SimulatedRulesAnswer(Schema):
    """The rules as they were when the simulation was asked for; no version: the draft."""

    code = fields.String()
    version = fields.Integer(allow_none=True)
    sha256 = fields.String()


class SimulationProgressAnswer(Schema):
    """How many people of the period were compared so far."""

    done = fields.Integer()
    people = fields.Integer()


class SimulationReasonAnswer(Schema):
    """Why there is no result."""

    code = fields.String()
    message = fields.String()


class SimulationFileAnswer(Schema):
    """A file of people: JSON Lines, each like an item of `POST …/simulate`."""

    filename = fields.String()
    people = fields.Integer()
    bytes = fields.Integer()
    sha256 = fields.String()
    url = fields.String(metadata={"description": "the file, for 5 minutes"})


class RequestedSimulationAnswer(Schema):
    """A simulation in the background, with its result once it is completed."""

    id = fields.String()
    scheme = fields.Nested(SimulatedRulesAnswer)
    period = fields.String()
    team = fields.String(allow_none=True)
    show = fields.String(metadata={"enum": list(SHOWN)})
    status = fields.String(
        metadata={"enum": ["queued", "running", "completed", "failed", "removed"]}
    )
    progress = fields.Nested(SimulationProgressAnswer)
    requested_at = fields.String(metadata={"format": "date-time"})
    requested_by = fields.String(metadata={"description": "id of the credential"})
    finished_at = fields.String(allow_none=True, metadata={"format": "date-time"})
    reason = fields.Nested(
        SimulationReasonAnswer,
        allow_none=True,
        metadata={
            "description": "of one that failed: `rules_changed`, or `gave_up` after several tries"
        },
    )
    result = fields.Nested(SummaryAnswer, allow_none=True)
    files = fields.List(fields.Nested(SimulationFileAnswer))
