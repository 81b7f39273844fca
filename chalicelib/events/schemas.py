"""Shapes of events on the wire."""

from marshmallow import fields

from chalicelib.web.fields import Moment, Schema, Words
from chalicelib.web.paging import ListAnswer, ListQuery


class EventsQuery(ListQuery):
    """From when on, and of what."""

    since = Moment(
        metadata={
            "format": "date-time",
            "description": "events from then on; by default those of the last day. Send "
            "`complete_until` of the answer before to go on",
        }
    )
    type = Words(100, metadata={"description": "as events name it: `upload.completed`"})
    subject = Words(200, metadata={"description": "as events name it: `uploads/upl_…`"})


class EventAnswer(Schema):
    """What happened to what. It holds no content: read the subject for that."""

    id = fields.String(metadata={"description": "the same as of the audit event"})
    type = fields.String(metadata={"description": "more types may come"})
    at = fields.String(metadata={"format": "date-time"})
    subject = fields.String()
    sequence = fields.Integer(
        metadata={"description": "the subject's revision: grows with each event of the subject"}
    )
    status = fields.String(
        allow_none=True, metadata={"description": "of the subject, where the event tells it"}
    )
    changed = fields.List(
        fields.String(), metadata={"description": "names of the members that changed"}
    )
    actor = fields.String(metadata={"description": "id of the credential"})
    actor_kind = fields.String()


class EventListAnswer(ListAnswer):
    """A page of events, the oldest first."""

    items = fields.List(fields.Nested(EventAnswer))
    complete_until = fields.String(
        metadata={
            "format": "date-time",
            "description": "every event before then is known; nothing younger is given yet",
        }
    )
