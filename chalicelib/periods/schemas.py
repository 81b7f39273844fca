"""Shapes that resources of several packages show of a period."""

from marshmallow import fields

from chalicelib.web.fields import Schema


class WaitingForAnswer(Schema):
    """The work that holds the period: an upload, a rescoring, or the erasure of a person."""

    work = fields.String(
        allow_none=True, metadata={"description": "its id; `erasure` of the erasure of a person"}
    )
    since = fields.String(allow_none=True, metadata={"format": "date-time"})
