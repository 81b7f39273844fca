"""Shapes of exports on the wire."""

from marshmallow import fields

from chalicelib.exports.records import COMPLETED, FAILED, QUEUED, RUNNING
from chalicelib.web.fields import Choice, Code, Period, Schema, Whole, YesNo
from chalicelib.web.syncing import RemovedAnswer, SyncedAnswer, SyncedQuery

FORMATS = ("csv", "xlsx", "jsonl")
STATUSES = (QUEUED, RUNNING, COMPLETED, FAILED)


class ExportBody(Schema):
    """What to export."""

    scheme = Code(required=True)
    period = Period(required=True)
    format = Choice(*FORMATS, load_default="csv")


class ExportQuery(SyncedQuery):
    """Filters of the list."""

    scheme = Code()
    period = Period()
    status = Choice(*STATUSES)


class ExportVersionAnswer(Schema):
    """A version of the scheme that rows were scored by."""

    version = fields.Integer()
    sha256 = fields.String(allow_none=True)


class ExportReasonAnswer(Schema):
    """Why there is no file, or what it waits for (`snapshot_pending`, `period_busy`)."""

    code = fields.String()
    message = fields.String()


class ExportAnswer(Schema):
    """An export."""

    id = fields.String()
    scheme = fields.String()
    period = fields.String()
    format = fields.String(metadata={"enum": list(FORMATS)})
    status = fields.String(metadata={"enum": list(STATUSES)})
    requested_at = fields.String(metadata={"format": "date-time"})
    requested_by = fields.String(metadata={"description": "a credential, or `schedule`"})
    scheduled_for = fields.String(allow_none=True, metadata={"format": "date-time"})
    finished_at = fields.String(allow_none=True, metadata={"format": "date-time"})
    updated_at = fields.String(metadata={"format": "date-time"})
    filename = fields.String(allow_none=True)
    rows = fields.Integer(allow_none=True)
    bytes = fields.Integer(allow_none=True)
    sha256 = fields.String(allow_none=True, metadata={"description": "of the file"})
    scheme_versions = fields.List(fields.Nested(ExportVersionAnswer))
    period_state = fields.String(allow_none=True)
    outdated_results = fields.Integer(
        allow_none=True,
        metadata={
            "description": "results that were made with another result of the previous period than "
            "stood when the file was made; null until then, and for older exports"
        },
    )
    reason = fields.Nested(ExportReasonAnswer, allow_none=True)
    url = fields.String(allow_none=True, metadata={"description": "the file, for 5 minutes"})
    manifest_url = fields.String(allow_none=True)


class RemovedExportAnswer(RemovedAnswer):
    """An export that is not in this list any more."""

    id = fields.String()


class ExportListAnswer(SyncedAnswer):
    """A page of exports, newest first; with `sync` the oldest change first."""

    items = fields.List(fields.Nested(ExportAnswer))
    removed = fields.List(fields.Nested(RemovedExportAnswer))


class ScheduleBody(Schema):
    """When the month before is exported, every month."""

    enabled = YesNo(required=True)
    day = Whole(1, 31, required=True, metadata={"description": "31 is every month's last day"})
    hour = Whole(0, 23, required=True, metadata={"description": "in the tenant's time zone"})
    format = Choice(*FORMATS, load_default="csv")
    scheme = Code(
        load_default=None,
        allow_none=True,
        metadata={"description": "one scheme; without it every scheme that has results"},
    )
    only_when_locked = YesNo(
        load_default=False,
        metadata={
            "description": "a due month is exported when it is locked, however late; never before"
        },
    )
    latest_day = Whole(
        1,
        31,
        load_default=None,
        allow_none=True,
        metadata={
            "description": (
                "at the latest on this day of the same month, at `hour`; not before `day`. A due "
                "month waits for its lock until then, and is then exported as it stands; with "
                "`only_when_locked` it is overdue from then on, and goes on waiting"
            )
        },
    )


class DueMonthAnswer(Schema):
    """A month that is due and waits for its lock, or is being exported at this moment."""

    period = fields.String()
    due = fields.String(metadata={"format": "date-time"})
    scheme = fields.String(allow_none=True)
    latest = fields.String(allow_none=True, metadata={"format": "date-time"})
    overdue_since = fields.String(allow_none=True, metadata={"format": "date-time"})


class ScheduleAnswer(Schema):
    """The schedule, and when it is due next (null when it is off)."""

    enabled = fields.Boolean()
    day = fields.Integer()
    hour = fields.Integer()
    format = fields.String()
    scheme = fields.String(allow_none=True)
    only_when_locked = fields.Boolean()
    latest_day = fields.Integer(allow_none=True)
    next_due = fields.String(
        allow_none=True,
        metadata={"format": "date-time", "description": "by the tenant's time zone of now"},
    )
    waiting = fields.List(fields.Nested(DueMonthAnswer))
