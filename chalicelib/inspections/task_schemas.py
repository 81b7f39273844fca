"""Shapes of inspectors' tasks on the wire."""

import re

from marshmallow import fields

from chalicelib.inspections.agreeing import VERDICTS
from chalicelib.inspections.keys import PREFIX
from chalicelib.inspections.records import STATUSES
from chalicelib.inspections.schemas import JudgedAnswer
from chalicelib.inspections.tasks import TASK_STATUSES
from chalicelib.web.fields import Choice, Figure, Mapped, Matching, Schema, Words, YesNo
from chalicelib.web.paging import ListAnswer, ListQuery

INSPECTION = re.compile(f"{PREFIX}[0-9a-z]{{1,40}}")
LONGEST_PASSAGE = 500
LONGEST_NOTE = 1000
LONGEST_KEY = 100
SUBMITTED = (
    "`false` keeps it as a draft. What is submitted may be submitted anew until the inspection is "
    "closed or, where two judge, both have submitted"
)
PASSAGE = (
    "the text that shows what failed; customers' data masked where they can be. The person scored "
    "reads it"
)


class TaskQuery(ListQuery):
    """Filters of the list."""

    inspection = Matching(INSPECTION, "not_an_inspection")
    status = Choice(*TASK_STATUSES)


class TaskBody(Schema):
    """What an inspector judged of a ticket."""

    verdicts = Mapped(
        keys=Words(LONGEST_KEY),
        values=Choice(*VERDICTS),
        load_default=dict,
        metadata={"description": "by `indicator.item`"},
    )
    marks = Mapped(
        keys=Words(LONGEST_KEY),
        values=Figure(allow_none=True),
        load_default=dict,
        metadata={"description": "by indicator; null: it cannot be judged"},
    )
    passage = Words(LONGEST_PASSAGE, allow_none=True, metadata={"description": PASSAGE})
    note = Words(
        LONGEST_NOTE,
        allow_none=True,
        metadata={"description": "the inspector's own; nobody else's"},
    )
    submitted = YesNo(required=True, metadata={"description": SUBMITTED})


class BriefTaskAnswer(Schema):
    """A task in a list: a drawn contact to be judged."""

    id = fields.String()
    status = fields.String(metadata={"enum": list(TASK_STATUSES)})
    inspection = fields.String()
    inspection_status = fields.String(metadata={"enum": list(STATUSES)})
    scheme = fields.String()
    period = fields.String()
    employee_id = fields.String(metadata={"description": "whose contact it is"})
    contact = fields.String()
    day = fields.String(metadata={"format": "date"})
    channel = fields.String()
    saved_at = fields.String(allow_none=True, metadata={"format": "date-time"})
    submitted_at = fields.String(allow_none=True, metadata={"format": "date-time"})
    revision = fields.Integer()


class TaskAnswer(BriefTaskAnswer):
    """A task, what is judged, and what the inspector has judged so far."""

    judged = fields.Nested(JudgedAnswer)
    verdicts = fields.Dict(keys=fields.String(), values=fields.String())
    marks = fields.Dict(keys=fields.String(), values=Figure(allow_none=True))
    passage = fields.String(allow_none=True)
    note = fields.String(allow_none=True)


class TaskListAnswer(ListAnswer):
    """A page of the caller's tasks, the newest inspection first."""

    items = fields.List(fields.Nested(BriefTaskAnswer))
