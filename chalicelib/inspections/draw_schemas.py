"""Shapes of a draw: all that is needed to draw again."""

from marshmallow import fields

from chalicelib.inspections.schemas import DOUBLE, FRAME_HASH
from chalicelib.web.fields import Schema
from chalicelib.web.paging import ListAnswer, ListQuery


class DrawQuery(ListQuery):
    """A page of the frame."""


class DrawnContactAnswer(Schema):
    """A contact of the frame, and the number of its ticket if it was drawn."""

    contact = fields.String()
    day = fields.String(metadata={"format": "date"})
    channel = fields.String()
    ticket = fields.Integer(allow_none=True)


class FramePartAnswer(Schema):
    """Contacts of one person: the id as the frame has it, and the lasting key."""

    employee_id = fields.String()
    person = fields.String()
    contacts = fields.List(fields.Nested(DrawnContactAnswer))


class DrawTermsAnswer(Schema):
    """What the draw is made of, besides the frame."""

    algorithm = fields.String(
        metadata={"description": "the name of the algorithm (docs/decisions/inspections.md)"}
    )
    seed = fields.String()
    per_agent = fields.Integer()
    double_percent = fields.Integer(metadata={"description": DOUBLE})
    inspectors = fields.List(
        fields.String(), metadata={"description": "what they were called, in their order"}
    )
    sha256 = fields.String(allow_none=True, metadata={"description": FRAME_HASH})


class DrawAnswer(ListAnswer):
    """A page of the frame, and what was drawn of it."""

    terms = fields.Nested(DrawTermsAnswer)
    items = fields.List(fields.Nested(FramePartAnswer))
