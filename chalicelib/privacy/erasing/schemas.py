"""Shapes of erasures on the wire."""

from marshmallow import fields

from chalicelib.privacy.erasing.records import COMPLETED, DELETE, FAILED, KEEP, QUEUED, RUNNING
from chalicelib.web.fields import Choice, Schema, Words


class ErasureBody(Schema):
    """What becomes of the stored files that name the person, and who it is."""

    files = Choice(
        KEEP,
        DELETE,
        required=True,
        metadata={
            "description": "`delete`: upload files and export files of the periods in which the "
            "person has results go, everybody's rows in them too. `keep`: they stay as the "
            "records of what was paid, until the company is deleted."
        },
    )

    person = Words(
        400,
        load_default=None,
        metadata={"description": "who of those who had the id; else who has it, or had it last"},
    )


class ErasureCounts(Schema):
    """What was changed so far, at least."""

    keys = fields.Integer()
    results = fields.Integer(metadata={"description": "revisions of scorecards"})
    plans = fields.Integer()
    row_errors = fields.Integer()
    audit_events = fields.Integer()
    files = fields.Integer()


class ErasureReasonAnswer(Schema):
    """Why it did not come to its end."""

    code = fields.String()
    message = fields.String()


class ErasureAnswer(Schema):
    """An erasure: how far it has come."""

    id = fields.String()
    employee_id = fields.String(
        allow_none=True, metadata={"description": "null when it has ended: nothing leads back"}
    )
    status = fields.String(metadata={"enum": [QUEUED, RUNNING, COMPLETED, FAILED]})
    files = fields.String(metadata={"enum": [KEEP, DELETE]})
    requested_at = fields.String(metadata={"format": "date-time"})
    requested_by = fields.String(metadata={"description": "id of the credential"})
    finished_at = fields.String(allow_none=True, metadata={"format": "date-time"})
    reason = fields.Nested(
        ErasureReasonAnswer,
        allow_none=True,
        metadata={"description": "of one that failed: `gave_up` after several tries"},
    )
    counts = fields.Nested(ErasureCounts)
