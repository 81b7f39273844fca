"""Shapes of inspections on the wire."""

import re
from decimal import Decimal

from marshmallow import fields

from chalicelib.inspections.records import CANCELLED, CLOSED, OPEN, STATUSES
from chalicelib.web.fields import (
    Bilingual,
    Choice,
    Code,
    Day,
    EmployeeId,
    Figure,
    Matching,
    Part,
    Period,
    Schema,
    Several,
    Whole,
    Words,
    YesNo,
)
from chalicelib.web.paging import ListAnswer, ListQuery

MOST_INSPECTORS = 50
MOST_PER_AGENT = 50
MOST_SENT = 500
LONGEST_CONTACT = 64
LONGEST_REASON = 2000
SEED = re.compile(r"[!-~]{8,64}")
DAYS = "the first and the last day of the contacts: a week, or all of the period"
DOUBLE = "how many of a hundred drawn are judged by two inspectors"
TOLERANCE = (
    "by how much two may differ before a third judges: in the verdicts of so many items, and in "
    "each mark"
)
SHOWN = "whether the person scored sees who judged; readers of the company always do"
LEFT = "inspectors whose employment has ended, or who were erased: hand their tasks on"
FRAME_HASH = (
    "SHA-256 of the canonical frame: JSON lists of employee id, contact, day and channel, a line "
    "each, sorted"
)


class InspectionQuery(ListQuery):
    """Filters of the list."""

    period = Period()
    scheme = Code()
    status = Choice(*STATUSES)


class InspectionDays(Schema):
    """Days from and to, both included."""

    from_ = Day(data_key="from", attribute="from", metadata={"format": "date"})
    to = Day(metadata={"format": "date"})


class InspectionTolerance(Schema):
    """How far two inspectors may be apart."""

    items = Whole(0, 60, load_default=0)
    marks = Figure("0", "1000000", load_default=Decimal(0))


class InspectionUpload(Schema):
    """Contacts of a file: the upload, and what the file calls its fields."""

    id = Words(40, required=True)
    contact = Words(100, required=True)
    day = Words(100, required=True)
    channel = Words(100)


class InspectionContact(Schema):
    """A contact that may be drawn."""

    employee_id = EmployeeId(required=True)
    contact = Words(LONGEST_CONTACT, required=True)
    day = Day(required=True, metadata={"format": "date"})
    channel = Words(40, blank=True, load_default="")


class InspectionBody(Schema):
    """An inspection to make: `contacts`, or `upload`."""

    scheme = Code(required=True)
    source = Code(required=True, metadata={"description": "a source judged by inspection"})
    period = Period(required=True)
    days = Part(InspectionDays, metadata={"description": DAYS})
    per_agent = Whole(1, MOST_PER_AGENT, required=True)
    double_percent = Whole(0, 100, load_default=0, metadata={"description": DOUBLE})
    tolerance = Part(
        InspectionTolerance,
        load_default=lambda: InspectionTolerance().load({}),
        metadata={"description": TOLERANCE},
    )
    inspectors = Several(EmployeeId(), MOST_INSPECTORS, 1, required=True)
    inspectors_shown = YesNo(load_default=False, metadata={"description": SHOWN})
    seed = Matching(SEED, "not_a_seed", metadata={"description": "made by the service if left out"})
    contacts = Several(Part(InspectionContact), MOST_SENT, 1)
    upload = Part(InspectionUpload)


class InspectionAccept(Schema):
    """What is accepted as it is."""

    open = Whole(1, 1_000_000)


class InspectionPatch(Schema):
    """What is to become of an inspection."""

    status = Choice(OPEN, CLOSED, CANCELLED, required=True)
    reason = Words(LONGEST_REASON, metadata={"description": "of reopening and cancelling"})
    accept = Part(
        InspectionAccept,
        metadata={"description": "closing with so many tasks that are not submitted"},
    )


class InspectionHandOn(Schema):
    """Whose open tasks go to others, and to whom."""

    employee_id = EmployeeId(
        required=True, metadata={"description": "the inspector, as the inspection shows it"}
    )
    to = Several(
        EmployeeId(),
        MOST_INSPECTORS,
        1,
        metadata={"description": "without it: the other inspectors who are there"},
    )


class InspectionHandedOnAnswer(Schema):
    """The last handing on: from whom, to whom, and how many tasks."""

    from_ = fields.String(data_key="from", attribute="from")
    to = fields.List(fields.String())
    tasks = fields.Integer()


class InspectionReasonAnswer(Schema):
    """Why the work ended without a result."""

    code = fields.String()
    message = fields.String()


class InspectionDaysAnswer(Schema):
    """Days from and to, both included."""

    from_ = fields.String(data_key="from", attribute="from", metadata={"format": "date"})
    to = fields.String(metadata={"format": "date"})


class InspectionToleranceAnswer(Schema):
    """How far two inspectors may be apart."""

    items = fields.Integer()
    marks = Figure()


class InspectionFrameAnswer(Schema):
    """The contacts among which was drawn, and what was left out of them, by name."""

    upload = fields.String(allow_none=True)
    sha256 = fields.String(allow_none=True, metadata={"description": FRAME_HASH})
    contacts = fields.Integer()
    people = fields.Integer()
    left_out = fields.Dict(keys=fields.String(), values=fields.Integer())
    unknown_ids = fields.List(
        fields.String(), metadata={"description": "the first ids that nobody has"}
    )


class InspectionDrawnAnswer(Schema):
    """How far the draw is: people whose tickets are there, tickets and tasks in all."""

    people = fields.Integer()
    tickets = fields.Integer()
    tasks = fields.Integer()


class BriefInspectionAnswer(Schema):
    """An inspection in a list."""

    id = fields.String()
    status = fields.String(metadata={"enum": list(STATUSES)})
    failed_at = fields.String(
        allow_none=True,
        metadata={"format": "date-time", "description": "since when its work was given up"},
    )
    reason = fields.Nested(InspectionReasonAnswer, allow_none=True)
    scheme = fields.String()
    version = fields.Integer(metadata={"description": "whose checklists hold"})
    source = fields.String()
    period = fields.String()
    days = fields.Nested(InspectionDaysAnswer)
    per_agent = fields.Integer()
    double_percent = fields.Integer(metadata={"description": DOUBLE})
    tolerance = fields.Nested(InspectionToleranceAnswer)
    inspectors = fields.List(fields.String(), metadata={"description": "employee ids"})
    left = fields.List(fields.String(), metadata={"description": LEFT})
    handed_on = fields.Nested(InspectionHandedOnAnswer, allow_none=True)
    inspectors_shown = fields.Boolean(metadata={"description": SHOWN})
    seed = fields.String()
    frame = fields.Nested(InspectionFrameAnswer)
    drawn = fields.Nested(InspectionDrawnAnswer)
    upload = fields.String(
        allow_none=True, metadata={"description": "the upload of its figures, once it was closed"}
    )
    finished_at = fields.String(allow_none=True, metadata={"format": "date-time"})
    created_at = fields.String(metadata={"format": "date-time"})
    created_by = fields.String()
    updated_at = fields.String(metadata={"format": "date-time"})
    revision = fields.Integer()


class InspectionListAnswer(ListAnswer):
    """A page of inspections, the newest first."""

    items = fields.List(fields.Nested(BriefInspectionAnswer))


class InspectorProgressAnswer(Schema):
    """How far an inspector is."""

    employee_id = fields.String()
    assigned = fields.Integer()
    submitted = fields.Integer()


class ChecklistItemAnswer(Schema):
    """An item of a checklist."""

    code = fields.String()
    name = Bilingual()
    critical = fields.Boolean()


class ChecklistAnswer(Schema):
    """A checklist of an indicator. Verdicts are named `indicator.item`."""

    indicator = fields.String()
    name = Bilingual()
    items = fields.List(fields.Nested(ChecklistItemAnswer))


class MarkScaleAnswer(Schema):
    """The scale on which an indicator is marked."""

    indicator = fields.String()
    name = Bilingual()
    min = Figure()
    max = Figure()


class JudgedAnswer(Schema):
    """What is judged of each ticket."""

    checklists = fields.List(fields.Nested(ChecklistAnswer))
    scales = fields.List(fields.Nested(MarkScaleAnswer))
