"""Shapes of exports on the wire."""

from marshmallow import fields

from chalicelib.exports.readiness import CODES
from chalicelib.exports.records import (
    COEFFICIENTS,
    COMPLETED,
    CONTENTS,
    DELIVERIES,
    DIFFERENCES,
    FAILED,
    OWN_FILE,
    PLACES,
    QUEUED,
    RUNNING,
)
from chalicelib.periods.records import LOCKED, PROVISIONAL, PUBLISHED
from chalicelib.scorecards.schemas import SettledAheadAnswer
from chalicelib.web.fields import (
    Choice,
    Code,
    Period,
    Schema,
    Whole,
    Words,
    YesNo,
)
from chalicelib.web.syncing import RemovedAnswer, SyncedAnswer, SyncedQuery

#: States of a period, as far as payroll is concerned.
PERIOD_STATES = (PROVISIONAL, PUBLISHED, LOCKED)
FORMATS = ("csv", "xlsx", "jsonl")
CONTENT = (
    "`coefficients` of the period, or the `differences` that are due of the scheme's corrected "
    "results of any month (`/v1/differences`): a file of their own, made by itself beside each "
    "file of a locked month and each by the schedule. `settlement`: the one row of a leaver whose "
    "result was settled ahead of the month"
)
PLACED = (
    "where the differences go that are due when a file of coefficients is made: into their "
    "`own_file` beside it, or into the `same_file` after its rows. There `kind` says what a row "
    "is: `coefficient`, `arrears` or `recovery`, with `before`, `after` and "
    "`difference` of the month that its `period` names, and no coefficient of its own"
)
STATUSES = (QUEUED, RUNNING, COMPLETED, FAILED)


class ExportBody(Schema):
    """What to export."""

    scheme = Code(required=True)
    period = Period(required=True)
    format = Choice(*FORMATS, load_default="csv")
    content = Choice(
        *(COEFFICIENTS, DIFFERENCES),
        load_default=COEFFICIENTS,
        metadata={"description": CONTENT},
    )
    differences = Choice(
        *PLACES,
        load_default=OWN_FILE,
        metadata={"description": f"{PLACED}; the same file is one of a locked period"},
    )


class CloseBody(Schema):
    """Which result of the month is settled ahead, and why."""

    scheme = Code(required=True)
    reason = Words(300, required=True)
    form = Choice(*FORMATS, load_default="csv", data_key="format")


class SettlementBody(Schema):
    """Of which scheme the file of a result that was settled ahead is made again."""

    scheme = Code(required=True)
    form = Choice(*FORMATS, load_default="csv", data_key="format")


class ReopenBody(Schema):
    """Which scheme's lock is taken back, and why."""

    scheme = Code(required=True)
    reason = Words(300, required=True)


class ExportQuery(SyncedQuery):
    """Filters of the list."""

    scheme = Code()
    period = Period()
    status = Choice(*STATUSES)
    delivery = Choice(*DELIVERIES)
    content = Choice(
        *CONTENTS,
        load_default=COEFFICIENTS,
        metadata={
            "description": "the one or the other, so that who knows only files of "
            "coefficients meets no other; default `coefficients`"
        },
    )


class ExportVersionAnswer(Schema):
    """A version of the scheme that rows were scored by."""

    version = fields.Integer()
    sha256 = fields.String(allow_none=True)


class ExportReasonAnswer(Schema):
    """Why there is no file, or what it waits for (`snapshot_pending`, `period_busy`)."""

    code = fields.String()
    message = fields.String()


class ExportAnswersAnswer(Schema):
    """How many rows of the file payroll has answered, and how."""

    accepted = fields.Integer()
    rejected = fields.Integer()
    unanswered = fields.Integer()
    others_accepted_at = fields.String(
        allow_none=True,
        metadata={
            "format": "date-time",
            "description": "since when all rows that were not answered by name are accepted",
        },
    )


class ExportAnswer(Schema):
    """An export."""

    id = fields.String()
    scheme = fields.String()
    period = fields.String()
    format = fields.String(metadata={"enum": list(FORMATS)})
    content = fields.String(metadata={"enum": list(CONTENTS), "description": CONTENT})
    person = fields.String(
        allow_none=True,
        metadata={"description": "of a `settlement`: the lasting key of the person"},
    )
    beside = fields.String(
        allow_none=True,
        metadata={"description": "of differences that were made by themselves: the file beside"},
    )
    differences = fields.String(metadata={"enum": list(PLACES), "description": PLACED})
    status = fields.String(metadata={"enum": list(STATUSES)})
    requested_at = fields.String(metadata={"format": "date-time"})
    requested_by = fields.String(metadata={"description": "a credential, or `schedule`"})
    scheduled_for = fields.String(allow_none=True, metadata={"format": "date-time"})
    finished_at = fields.String(allow_none=True, metadata={"format": "date-time"})
    updated_at = fields.String(metadata={"format": "date-time"})
    filename = fields.String(allow_none=True)
    rows = fields.Integer(allow_none=True)
    lines = fields.Integer(
        allow_none=True,
        metadata={"description": "of these: differences in the same file; null in other files"},
    )
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
    delivery = fields.String(
        allow_none=True,
        metadata={
            "enum": [*DELIVERIES, None],
            "description": "`fetched`: a link was handed out; `acknowledged`: payroll has answered "
            "every row; `superseded`: the period's lock was taken back before anybody had the "
            "file, and nobody gets it; null: there is no file yet, or one from before there were "
            "receipts",
        },
    )
    fetched_at = fields.String(allow_none=True, metadata={"format": "date-time"})
    superseded_at = fields.String(allow_none=True, metadata={"format": "date-time"})
    acknowledged_at = fields.String(allow_none=True, metadata={"format": "date-time"})
    answers = fields.Nested(ExportAnswersAnswer, allow_none=True)
    url = fields.String(
        allow_none=True,
        metadata={"description": "the file, for 5 minutes; null in lists"},
    )
    manifest_url = fields.String(allow_none=True)


class RemovedExportAnswer(RemovedAnswer):
    """An export that is not in this list any more."""

    id = fields.String()


class ExportListAnswer(SyncedAnswer):
    """A page of exports, newest first; with `sync` the oldest change first."""

    items = fields.List(fields.Nested(ExportAnswer))
    removed = fields.List(fields.Nested(RemovedExportAnswer))


class ReadinessQuery(Schema):
    """Which period."""

    period = Period(required=True)
    scheme = Code(required=True)


class ReadinessObstacleAnswer(Schema):
    """What stands between the period and payroll."""

    code = fields.String(metadata={"enum": list(CODES)})
    count = fields.Integer(metadata={"description": "results, people or files that it is about"})
    accept = fields.String(
        allow_none=True,
        metadata={
            "description": "the member of the request to lock that takes it, of `accept` with its "
            "count; null: it cannot be accepted"
        },
    )


class ReadinessDifferencesAnswer(Schema):
    """How many differences of the scheme's corrected results are on their way, of any month."""

    pending = fields.Integer(metadata={"description": "in the next file"})
    rejected = fields.Integer(metadata={"description": "in the next file again"})
    waiting = fields.Integer(metadata={"description": "money back without a basis: in no file"})
    exported = fields.Integer(metadata={"description": "in a file that payroll has not answered"})


class ReadinessAnswer(Schema):
    """Whether a period may go to payroll."""

    period = fields.String()
    scheme = fields.String()
    state = fields.String(metadata={"enum": list(PERIOD_STATES)})
    scorecards = fields.Integer()
    ready = fields.Boolean(metadata={"description": "locked, and its file can be made for good"})
    exportable = fields.Boolean(
        metadata={"description": "there are results of which a file can be made as they stand"}
    )
    obstacles = fields.List(fields.Nested(ReadinessObstacleAnswer))
    differences = fields.Nested(ReadinessDifferencesAnswer)
    settled_ahead = fields.Nested(SettledAheadAnswer)


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
    differences = Choice(*PLACES, load_default=OWN_FILE, metadata={"description": PLACED})


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
    differences = fields.String(metadata={"enum": list(PLACES), "description": PLACED})
    next_due = fields.String(
        allow_none=True,
        metadata={"format": "date-time", "description": "by the tenant's time zone of now"},
    )
    waiting = fields.List(fields.Nested(DueMonthAnswer))
