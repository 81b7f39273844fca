"""Shapes of copies on the wire."""

from marshmallow import fields

from chalicelib.privacy.copying.records import COMPLETED, FAILED, QUEUED, REMOVED, RUNNING
from chalicelib.web.fields import Schema
from chalicelib.web.paging import ListAnswer


class CopyPartAnswer(Schema):
    """A file of a copy: JSON Lines, compressed with gzip."""

    collection = fields.String()
    filename = fields.String()
    rows = fields.Integer()
    bytes = fields.Integer()
    sha256 = fields.String()
    url = fields.String(allow_none=True, metadata={"description": "the file, for 5 minutes"})


class CopyReasonAnswer(Schema):
    """Why there is no copy."""

    code = fields.String()
    message = fields.String()


class BriefCopyAnswer(Schema):
    """A copy in a list."""

    id = fields.String()
    status = fields.String(metadata={"enum": [QUEUED, RUNNING, COMPLETED, FAILED, REMOVED]})
    requested_at = fields.String(metadata={"format": "date-time"})
    requested_by = fields.String(metadata={"description": "id of the credential"})
    finished_at = fields.String(allow_none=True, metadata={"format": "date-time"})
    expires_at = fields.String(
        allow_none=True, metadata={"format": "date-time", "description": "its files go then"}
    )
    reason = fields.Nested(
        CopyReasonAnswer,
        allow_none=True,
        metadata={"description": "of one that failed: `gave_up` after several tries"},
    )


class CopyAnswer(BriefCopyAnswer):
    """A copy, with its files."""

    manifest_url = fields.String(allow_none=True)
    parts = fields.List(fields.Nested(CopyPartAnswer))


class CopyListAnswer(ListAnswer):
    """A page of copies, newest first."""

    items = fields.List(fields.Nested(BriefCopyAnswer))
