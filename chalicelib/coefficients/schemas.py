"""Shapes of bonus coefficients on the wire."""

from marshmallow import fields

from chalicelib.scorecards.schemas import Effective
from chalicelib.teams.fields import TeamCode
from chalicelib.web.fields import Code, Figure, Schema
from chalicelib.web.syncing import RemovedAnswer, SyncedAnswer, SyncedQuery


class CoefficientsQuery(SyncedQuery):
    """One scheme's coefficients, or every scheme's."""

    scheme = Code()
    effective = Effective()


class CoefficientAnswer(Schema):
    """What payroll gets of one result: the columns of an export, and the team's code."""

    employee_id = fields.String()
    person = fields.String(metadata={"description": "the lasting key of the person: `prs_…`"})
    external_ids = fields.Dict(keys=fields.String(), values=fields.String())
    employee_name = fields.String(allow_none=True)
    team = fields.String(allow_none=True)
    team_code = TeamCode()
    period = fields.String()
    scheme = fields.String()
    version = fields.Integer()
    total = Figure(allow_none=True)
    grade = fields.String(allow_none=True)
    coefficient = Figure(allow_none=True)
    share = Figure(
        allow_none=True,
        metadata={
            "description": "what this scheme pays of the month of somebody who moved between "
            "schemes, where the scheme says so; the shares of a person add up to 1. Null: all"
        },
    )
    rank = fields.Integer(allow_none=True)
    revision = fields.Integer()
    state = fields.String()
    computed_at = fields.String(metadata={"format": "date-time"})
    updated_at = fields.String(
        metadata={
            "format": "date-time",
            "description": "`computed_at`, or when the period was published or locked since",
        }
    )


class RemovedCoefficientAnswer(RemovedAnswer):
    """A result that pays nobody now."""

    person = fields.String(metadata={"description": "the lasting key: `prs_…`"})
    scheme = fields.String()


class CoefficientListAnswer(SyncedAnswer):
    """A page of coefficients, by scheme and employee id."""

    items = fields.List(fields.Nested(CoefficientAnswer))
    removed = fields.List(fields.Nested(RemovedCoefficientAnswer))
