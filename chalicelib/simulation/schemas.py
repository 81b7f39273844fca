"""Request and response schemas of a simulation."""

from marshmallow import fields

from chalicelib.schemes.schemas import DOCUMENT, RulesAnswer
from chalicelib.teams.fields import AskedTeam, TeamCode
from chalicelib.web.fields import Bilingual, Choice, Figure, Mapped, Period, Schema, Whole
from chalicelib.web.paging import ListAnswer


class SimulateBody(Schema):
    """Against which period; by the draft, or a version, or a document sent along."""

    period = Period(required=True)
    version = Whole(1, 999_999, load_default=None, allow_none=True)
    document = Mapped(load_default=None, allow_none=True, metadata=DOCUMENT)
    team = AskedTeam(load_default=None, allow_none=True)
    show = Choice(
        "grade_changes",
        "all",
        load_default="grade_changes",
        metadata={"description": "whom `items` lists"},
    )


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
    before = fields.Nested(OutcomeAnswer)
    after = fields.Nested(OutcomeAnswer)
    bonus_base = Figure(allow_none=True)


class SimulationAnswer(ListAnswer):
    """The whole period summed up, and a page of people by id."""

    scheme = fields.Nested(RulesAnswer)
    period = fields.String()
    employees = fields.Nested(ComparedCountsAnswer)
    grade_changes = fields.Nested(DirectionsAnswer)
    grades = fields.List(fields.Nested(GradeCountAnswer))
    totals = fields.Nested(MeansAnswer)
    coefficients = fields.Nested(SumsAnswer)
    money = fields.Nested(MoneyAnswer)
    not_simulated = fields.List(fields.Nested(NotSimulatedAnswer))
    items = fields.List(fields.Nested(ComparedAnswer))
