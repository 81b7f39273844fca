"""Shapes of the calendar and of its links on the wire."""

from marshmallow import fields

from chalicelib.calendars.entries import BASES, KINDS
from chalicelib.web.fields import Bilingual, Choice, Code, Day, Schema, Words
from chalicelib.web.paging import ListAnswer


class CalendarQuery(Schema):
    """From which day to which, of which scheme."""

    from_ = Day(data_key="from", required=True)
    to = Day(required=True)
    scheme = Code(metadata={"description": "left out: the first twenty schemes by code"})


class CalendarEntryAnswer(Schema):
    """Something that is due."""

    scheme = fields.String()
    period = fields.String()
    kind = fields.String(metadata={"enum": list(KINDS)})
    source = fields.String(
        allow_none=True, metadata={"description": "of figures: the source that sends them"}
    )
    round = fields.String(allow_none=True, metadata={"description": "of ratings: the round"})
    due_on = fields.Date(metadata={"description": "in the company's time zone"})
    due_at = fields.String(
        allow_none=True,
        metadata={"format": "date-time", "description": "of what is due at an hour"},
    )
    basis = fields.String(
        metadata={
            "enum": list(BASES),
            "description": "what says the day: `rule` is the company's habit",
        }
    )
    done = fields.Boolean()
    late = fields.Boolean(metadata={"description": "the day has passed, and it is not done"})
    words = Bilingual()


class CalendarAnswer(Schema):
    """What is due between two days, in the order of the days."""

    time_zone = fields.String()
    late = fields.Integer(metadata={"description": "how many of the entries are late"})
    more_schemes = fields.Boolean(
        metadata={"description": "there are schemes beyond these: ask by `scheme`"}
    )
    entries = fields.List(fields.Nested(CalendarEntryAnswer))


class CalendarLinkBody(Schema):
    """What the link is for, and what its feed has."""

    name = Words(100, metadata={"description": "who has it, or what it is for"})
    scheme = Code(metadata={"description": "left out: every scheme"})
    language = Choice("zh", "en", metadata={"description": "left out: texts in both languages"})


class CalendarLinkAnswer(Schema):
    """A link of a feed, without its secret."""

    id = fields.String()
    name = fields.String(allow_none=True)
    scheme = fields.String(allow_none=True)
    language = fields.String(allow_none=True, metadata={"enum": ["zh", "en", None]})
    created_at = fields.String(metadata={"format": "date-time"})
    created_by = fields.String()
    replaced_at = fields.String(allow_none=True, metadata={"format": "date-time"})
    revoked_at = fields.String(allow_none=True, metadata={"format": "date-time"})


class NewCalendarLinkAnswer(CalendarLinkAnswer):
    """A link with its secret, which is shown this once."""

    secret = fields.String()
    path = fields.String(
        metadata={"description": "what a calendar program subscribes to, behind the API's address"}
    )


class CalendarLinkListAnswer(ListAnswer):
    """A page of links, the newest first."""

    items = fields.List(fields.Nested(CalendarLinkAnswer))


class CalendarFeedQuery(Schema):
    """The secret of the link."""

    link = Words(200, required=True)
