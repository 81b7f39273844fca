"""Shapes of a period's board on the wire."""

from marshmallow import fields

from chalicelib.announcements.records import STATUSES
from chalicelib.publication.obstacles import CODES
from chalicelib.publication.schemas import STATES
from chalicelib.scorecards.schemas import SettledAheadAnswer
from chalicelib.web.fields import Bilingual, Code, Schema


class BoardQuery(Schema):
    """Whose board."""

    scheme = Code(required=True)


class BoardUploadAnswer(Schema):
    """An upload that figures of the source came from."""

    upload = fields.String()
    filename = fields.String(allow_none=True)
    received_at = fields.String(allow_none=True, metadata={"format": "date-time"})
    announced_by = fields.String(
        allow_none=True, metadata={"description": "the credential that announced it"}
    )
    scorecards = fields.Integer(metadata={"description": "results with figures of it"})


class BoardPersonAnswer(Schema):
    """Somebody whom a source misses."""

    employee_id = fields.String()
    employee_name = fields.String(allow_none=True)
    has_result = fields.Boolean(
        metadata={"description": "whether there is an incomplete result, or none at all"}
    )


class BoardMissingAnswer(Schema):
    """Whom a source misses: the count, and the first 20 of those among the first 2,000."""

    count = fields.Integer()
    employees = fields.List(fields.Nested(BoardPersonAnswer))


class BoardDeclaredAnswer(Schema):
    """Who declared the source final for the period, and why."""

    at = fields.String(metadata={"format": "date-time"})
    by = fields.String()
    reason = fields.String()


class BoardSourceAnswer(Schema):
    """A source of the scheme; `all` where it declares none."""

    code = fields.String()
    name = Bilingual()
    due_on = fields.Date(
        allow_none=True, metadata={"description": "the last day, in the company's time zone"}
    )
    late = fields.Boolean(metadata={"description": "that day has passed, and people are missing"})
    arrived = fields.Integer(metadata={"description": "results that have its figures"})
    uploads = fields.List(
        fields.Nested(BoardUploadAnswer), metadata={"description": "the five of the most results"}
    )
    more_uploads = fields.Boolean()
    missing = fields.Nested(BoardMissingAnswer)
    final = fields.Integer(metadata={"description": "results that go without it, by declaration"})
    declared = fields.Nested(BoardDeclaredAnswer, allow_none=True)


class ObstacleAnswer(Schema):
    """What publishing would refuse."""

    code = fields.String(metadata={"enum": list(CODES)})
    count = fields.Integer()
    accept = fields.String(
        allow_none=True,
        metadata={
            "description": "the member of the request that takes it, of `accept` with its count; "
            "null: it cannot be accepted"
        },
    )


class BoardAcknowledgedAnswer(Schema):
    """People who said something of a result of theirs, by what they said last.

    Whichever revision it was of: who is silent of the one that stands, the period's list of
    acknowledgements tells.
    """

    seen = fields.Integer()
    seen_and_agreed = fields.Integer()
    seen_and_appealed = fields.Integer()


class BoardAnnouncementAnswer(Schema):
    """The announcement of the period's plan that stands, and how far people were told."""

    number = fields.Integer()
    version = fields.Integer(metadata={"description": "of the scheme"})
    announced_at = fields.String(metadata={"format": "date-time"})
    status = fields.String(metadata={"enum": list(STATUSES)})
    told = fields.Integer()
    not_told_in_time = fields.Integer(
        metadata={"description": "of these: not told before the period began"}
    )
    acknowledged = fields.Integer()


class BoardAnswer(Schema):
    """A period's board."""

    period = fields.String()
    scheme = fields.String()
    state = fields.String(metadata={"enum": list(STATES)})
    as_of = fields.String(
        allow_none=True,
        metadata={"format": "date-time", "description": "when the results were counted"},
    )
    scorecards = fields.Integer()
    incomplete = fields.Integer()
    outdated = fields.Integer()
    missing = fields.Integer(
        allow_none=True,
        metadata={"description": "people who are expected and have no result; null: not known"},
    )
    settled_ahead = fields.Nested(SettledAheadAnswer)
    sources = fields.List(fields.Nested(BoardSourceAnswer))
    acknowledged = fields.Nested(BoardAcknowledgedAnswer)
    announcement = fields.Nested(
        BoardAnnouncementAnswer,
        allow_none=True,
        metadata={"description": "null: the plan was not announced"},
    )
    obstacles = fields.List(fields.Nested(ObstacleAnswer))
    publishable = fields.Boolean()
