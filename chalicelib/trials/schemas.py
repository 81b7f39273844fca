"""Request and response schemas of a trial."""

from marshmallow import fields

from chalicelib.schemes.schemas import DOCUMENT, FindingAnswer, RulesAnswer
from chalicelib.scorecards.schemas import GradedAnswer, ScoredAnswer
from chalicelib.web.fields import (
    Anything,
    Code,
    Mapped,
    Schema,
    Several,
    Whole,
    YesNo,
)

MOST_ROWS = 500


class ScoreBody(Schema):
    """Rows, and the rules to try them by: a scheme's draft, one of its versions, or a document."""

    scheme = Code(load_default=None, allow_none=True)
    version = Whole(1, 999_999, load_default=None, allow_none=True)
    document = Mapped(load_default=None, allow_none=True, metadata=DOCUMENT)
    rows = Several(
        Anything(allow_none=True),
        MOST_ROWS,
        1,
        required=True,
        metadata={
            "description": (
                "Each an object of cells by column (code or name), or a list of them for a "
                "person with slices. `previous` in it holds the previous period's cells."
            )
        },
    )
    explain = YesNo(load_default=False)


class CellErrorAnswer(Schema):
    """What is wrong with a cell, or with the row when there is no column."""

    column = fields.String(allow_none=True)
    code = fields.String()
    message = fields.String()


class TrialResultAnswer(ScoredAnswer, GradedAnswer):
    """What the row comes to."""

    insufficient_data = fields.Boolean()


class TrialRowAnswer(Schema):
    """A row's result, or its errors. ``index`` counts from 0 as the rows were sent."""

    index = fields.Integer()
    employee_id = fields.String(allow_none=True)
    result = fields.Nested(TrialResultAnswer, metadata={"optional": True})
    errors = fields.List(fields.Nested(CellErrorAnswer), metadata={"optional": True})


class ScoreAnswer(Schema):
    """Every row's result or errors, in order."""

    scheme = fields.Nested(RulesAnswer)
    findings = fields.List(
        fields.Nested(FindingAnswer),
        metadata={
            "description": "what the linter says of the draft or document; none of a version"
        },
    )
    unknown_columns = fields.List(fields.String())
    rows = fields.List(fields.Nested(TrialRowAnswer))
