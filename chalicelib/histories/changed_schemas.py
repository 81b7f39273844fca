"""Shapes of results that changed after publication on the wire."""

from marshmallow import fields

from chalicelib.histories.changed import MOST_FORMER
from chalicelib.histories.schemas import CauseAnswer, RevisionOutcomeAnswer
from chalicelib.scorecards.schemas import STATES
from chalicelib.teams.fields import AskedTeam, TeamCode
from chalicelib.web.fields import Code, Schema
from chalicelib.web.paging import ListAnswer, ListQuery


class ChangedResultsQuery(ListQuery):
    """Filters of what changed."""

    scheme = Code(required=True)
    team = AskedTeam()


class ChangedResultAnswer(Schema):
    """A result as it was published and as it stands."""

    employee_id = fields.String()
    person = fields.String(metadata={"description": "the lasting key of the person: `prs_…`"})
    employee_name = fields.String(allow_none=True)
    team = fields.String(allow_none=True)
    team_code = TeamCode()
    period = fields.String()
    scheme = fields.String()
    state = fields.String(metadata={"enum": list(STATES)})
    revision = fields.Integer(metadata={"description": "that stands"})
    changed_at = fields.String(metadata={"format": "date-time"})
    published_at = fields.String(metadata={"format": "date-time"})
    published_revision = fields.Integer(
        allow_none=True,
        metadata={"description": "that was published; null: there was none, or `more`"},
    )
    more = fields.Boolean(
        metadata={
            "description": f"more than {MOST_FORMER} revisions before the one that stands came "
            "after publication: `before` is not known here, and the first causes are left out; "
            "the history has them"
        }
    )
    before = fields.Nested(
        RevisionOutcomeAnswer,
        allow_none=True,
        metadata={"description": "null too where it was a team's that the caller does not lead"},
    )
    after = fields.Nested(RevisionOutcomeAnswer)
    causes = fields.List(
        fields.Nested(CauseAnswer),
        metadata={"description": "of all revisions since publication, the newest first"},
    )


class ChangedResultsAnswer(ListAnswer):
    """A page of results that changed after publication."""

    items = fields.List(fields.Nested(ChangedResultAnswer))
