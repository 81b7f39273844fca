"""Shapes of a month's appeals in figures on the wire."""

from marshmallow import fields

from chalicelib.teams.fields import AskedTeam
from chalicelib.web.fields import Code, Period, Schema


class AppealFiguresQuery(Schema):
    """Of which month, and of which team."""

    period = Period(required=True)
    scheme = Code(required=True)
    team = AskedTeam()


class AppealCountsAnswer(Schema):
    """Appeals by what became of them."""

    filed = fields.Integer()
    in_review = fields.Integer()
    upheld = fields.Integer()
    partly_upheld = fields.Integer()
    rejected = fields.Integer()
    withdrawn = fields.Integer()


class AppealIndicatorAnswer(AppealCountsAnswer):
    """Appeals about an indicator."""

    indicator = fields.String()


class AppealJudgeAnswer(AppealCountsAnswer):
    """Appeals about what came from a source, by the credential that sent or confirmed it."""

    source = fields.String(
        metadata={"description": "a source of the scheme, `*` for a whole file, or a kind of case"}
    )
    by = fields.String()
    employee_id = fields.String(
        allow_none=True,
        metadata={"description": "whose key that is; null: the company's, or a sign-in"},
    )


class AppealFiguresAnswer(AppealCountsAnswer):
    """A month's appeals in figures."""

    period = fields.String()
    scheme = fields.String()
    open = fields.Integer()
    awaiting_raters = fields.Integer(
        metadata={"description": "decided ones, for which raters were asked again and not counted"}
    )
    overdue = fields.Integer(metadata={"description": "open ones, as of the last full hour"})
    decisions = fields.Integer(metadata={"description": "those of both instances"})
    days_to_decide = fields.String(
        allow_none=True,
        metadata={"description": "the mean of whole days from filing to decision; null: none yet"},
    )
    indicators = fields.List(fields.Nested(AppealIndicatorAnswer))
    judges = fields.List(fields.Nested(AppealJudgeAnswer))
