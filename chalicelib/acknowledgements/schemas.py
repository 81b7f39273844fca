"""Shapes of acknowledgements on the wire."""

from marshmallow import fields

from chalicelib.acknowledgements.records import ACKNOWLEDGED, FORMS
from chalicelib.teams.fields import AskedTeam, TeamCode
from chalicelib.web.fields import Choice, Code, Schema, Whole
from chalicelib.web.paging import ListAnswer, ListQuery

#: Said of nothing, or of a former revision alone.
SILENT = "silent"
SAID = (*FORMS, SILENT)


class AcknowledgeBody(Schema):
    """What the person says of which revision of the own result."""

    scheme = Code(
        load_default=None,
        allow_none=True,
        metadata={"description": "may be left out where one scheme scored the period"},
    )
    revision = Whole(1, 99_999, required=True, metadata={"description": "the one that was seen"})
    form = Choice(*ACKNOWLEDGED, required=True)


class AcknowledgementsQuery(ListQuery):
    """Filters of a period's acknowledgements."""

    scheme = Code(required=True)
    team = AskedTeam()
    form = Choice(*SAID)


class AcknowledgementAnswer(Schema):
    """What a person said of a result that stands; `silent` is no form of consent."""

    employee_id = fields.String()
    person = fields.String(metadata={"description": "the lasting key of the person: `prs_…`"})
    employee_name = fields.String(allow_none=True)
    team = fields.String(allow_none=True)
    team_code = TeamCode()
    period = fields.String()
    scheme = fields.String()
    revision = fields.Integer(metadata={"description": "of the result that stands"})
    form = fields.String(
        metadata={
            "enum": list(SAID),
            "description": "of this revision; `silent`: nothing, or of a former one alone",
        }
    )
    at = fields.String(allow_none=True, metadata={"format": "date-time"})
    former_revision = fields.Integer(
        allow_none=True,
        metadata={"description": "the former revision that was acknowledged last, if any was"},
    )


class AcknowledgementsAnswer(ListAnswer):
    """A page of results, each with what its person said."""

    items = fields.List(fields.Nested(AcknowledgementAnswer))
