"""Shapes of files of evidence on the wire."""

from marshmallow import fields

from chalicelib.evidence.file_types import MOST_BYTES, TYPES
from chalicelib.evidence.presenting import WHY
from chalicelib.evidence.records import STATES
from chalicelib.web.fields import Choice, Schema, Words


class EvidenceFileBody(Schema):
    """A file that is about to be sent."""

    filename = Words(200, required=True)
    content_type = Choice(
        *TYPES,
        required=True,
        metadata={"description": f"what the file is; it has {MOST_BYTES} bytes at most"},
    )


class EvidenceFileReasonAnswer(Schema):
    """Why a file was rejected, or none has come."""

    code = fields.String(metadata={"enum": list(WHY)})
    message = fields.String()


class EvidenceFileAnswer(Schema):
    """A file of evidence."""

    id = fields.String()
    filename = fields.String()
    content_type = fields.String(metadata={"enum": list(TYPES)})
    state = fields.String(
        metadata={
            "enum": list(STATES),
            "description": "`awaiting_file` until it has come and was looked at; `removed` after "
            "its term",
        }
    )
    reason = fields.Nested(EvidenceFileReasonAnswer, allow_none=True)
    size = fields.Integer(allow_none=True, metadata={"description": "in bytes"})
    sha256 = fields.String(allow_none=True)
    added_at = fields.String(metadata={"format": "date-time"})
    added_by = fields.String()
    expires_at = fields.String(
        metadata={"format": "date-time", "description": "until then the form takes the file"}
    )
    stored_at = fields.String(allow_none=True, metadata={"format": "date-time"})
    kept_until = fields.String(
        allow_none=True,
        metadata={"format": "date-time", "description": "two years after it was stored"},
    )
    url = fields.String(
        allow_none=True,
        metadata={"description": "the file, for 5 minutes; of a single stored one alone"},
    )


class EvidenceFormAnswer(Schema):
    """The presigned POST: send the fields, then the file as ``file``."""

    url = fields.String()
    fields_ = fields.Dict(data_key="fields", attribute="fields")


class NewEvidenceFileAnswer(EvidenceFileAnswer):
    """A new file with the form to send it by."""

    form = fields.Nested(EvidenceFormAnswer)
