"""Shapes of late files on the wire."""

from marshmallow import fields

from chalicelib.corrections.schemas import CorrectedAnswer, CorrectionMadeAnswer
from chalicelib.late_files.records import OUTCOMES, STATUSES
from chalicelib.web.fields import Choice, Code, Figure, Period, Schema, Words
from chalicelib.web.paging import ListAnswer, ListQuery


class LateFileBody(Schema):
    """An upload that was rejected because its month is locked, and why it comes late."""

    upload_id = Words(64, required=True)
    reason = Words(1000, required=True)


class LateFileQuery(ListQuery):
    """Filters of the list."""

    scheme = Code()
    period = Period()
    status = Choice(*STATUSES)


class LateRowQuery(ListQuery):
    """Filters of the rows."""

    outcome = Choice(*OUTCOMES)


class LateReasonAnswer(Schema):
    """Why it corrects nothing."""

    code = fields.String()
    message = fields.String()


class LateFileAnswer(Schema):
    """A file for a locked month."""

    id = fields.String()
    upload_id = fields.String()
    scheme = fields.String()
    period = fields.String()
    reason = fields.String(allow_none=True)
    status = fields.String(
        metadata={
            "enum": list(STATUSES),
            "description": "`looking`, then `looked_at`: nothing is corrected until it is ordered; "
            "`taking`, then `taken`; `rejected`: the file as a whole, see `why`; `failed`: given "
            "up, ask again",
        }
    )
    counts = fields.Dict(
        keys=fields.String(),
        values=fields.Integer(),
        metadata={
            "description": "rows by what becomes of them: `changes`, `same`, `corrected`, `refused`"
        },
    )
    why = fields.Nested(LateReasonAnswer, allow_none=True)
    asked = fields.Nested(CorrectionMadeAnswer)
    ordered = fields.Nested(CorrectionMadeAnswer, allow_none=True)
    finished_at = fields.String(allow_none=True, metadata={"format": "date-time"})
    updated_at = fields.String(metadata={"format": "date-time"})


class LateFileListAnswer(ListAnswer):
    """A page of late files, the newest first."""

    items = fields.List(fields.Nested(LateFileAnswer))


class LateRowAnswer(Schema):
    """What a late file says of a person."""

    row = fields.Integer(metadata={"description": "of the file; the header is row 1"})
    employee_id = fields.String(allow_none=True, metadata={"description": "as it is in the file"})
    person = fields.String(allow_none=True, metadata={"description": "`prs_…`; null: nobody"})
    outcome = fields.String(
        metadata={
            "enum": list(OUTCOMES),
            "description": "`changes`: the result would be corrected; `corrected`: it is; "
            "`refused`: it stays, see `why`. Rows that change nothing are counted only",
        }
    )
    figures = fields.List(
        fields.Dict(keys=fields.String(), values=fields.String(allow_none=True)),
        metadata={"description": "the columns that would be another"},
    )
    before = fields.Nested(CorrectedAnswer, allow_none=True)
    after = fields.Nested(CorrectedAnswer, allow_none=True)
    difference = Figure(allow_none=True, metadata={"description": "of the coefficients"})
    correction = fields.String(allow_none=True)
    why = fields.Nested(LateReasonAnswer, allow_none=True)


class LateRowListAnswer(ListAnswer):
    """A page of rows, in the order of the file."""

    items = fields.List(fields.Nested(LateRowAnswer))
