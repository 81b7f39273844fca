"""Shapes of signals on the wire."""

from marshmallow import fields

from chalicelib.cases.schemas import KINDS as CASE_KINDS
from chalicelib.cases.schemas import LONGEST, CaseParts
from chalicelib.signals.records import STATES
from chalicelib.signals.rules import KINDS
from chalicelib.teams.fields import AskedTeam, TeamCode
from chalicelib.web.fields import (
    Bilingual,
    Choice,
    Code,
    EmployeeId,
    Figure,
    Period,
    Schema,
    Words,
)
from chalicelib.web.paging import ListAnswer, ListQuery

ABOUT = "which of its kind: the pair's code, the indicator, or the round's flag"


class SignalQuery(ListQuery):
    """Which scheme's period, and filters."""

    scheme = Code(required=True)
    period = Period(required=True)
    kind = Choice(*KINDS)
    state = Choice(*STATES)
    employee_id = EmployeeId()
    team = AskedTeam()


class SignalReasonBody(Schema):
    """Why nothing follows from a signal."""

    reason = Words(LONGEST, required=True)


class SignalCaseBody(CaseParts):
    """The case to propose. Person, scheme and period are the signal's, and its figures are the
    beginning of the evidence."""

    kind = Choice(*CASE_KINDS, required=True)
    reason = Words(LONGEST, required=True)
    evidence = Words(
        4000, allow_none=True, metadata={"description": "what is to be said beside the figures"}
    )


class SignalThresholdAnswer(Schema):
    """From where on the figure is a signal, and on what ground."""

    figure = fields.String()
    at_least = Figure(allow_none=True)
    below = Figure(allow_none=True)
    basis = Bilingual(allow_none=True)


class SignalEvidenceAnswer(Schema):
    """Something that the figures were made of. What it does not have is null."""

    scorecard = fields.String(
        allow_none=True, metadata={"description": "the period of a result of the person"}
    )
    revision = fields.Integer(allow_none=True, metadata={"description": "the result's"})
    value = Figure(allow_none=True, metadata={"description": "the result's value of the indicator"})
    upload = fields.String(allow_none=True)
    row = fields.Integer(allow_none=True)
    again_upload = fields.String(
        allow_none=True, metadata={"description": "where the customer's next contact stands"}
    )
    again_row = fields.Integer(allow_none=True)
    rating_round = fields.String(allow_none=True)
    flag = fields.String(allow_none=True)
    role = fields.String(allow_none=True)


class SignalDismissedAnswer(Schema):
    """By which credential it was dismissed, when and why."""

    at = fields.String(metadata={"format": "date-time"})
    by = fields.String()
    reason = fields.String()


class SignalAnswer(Schema):
    """A signal: a figure that may propose a case, and decides nothing."""

    id = fields.String()
    kind = fields.String(metadata={"enum": list(KINDS)})
    about = fields.String(metadata={"description": ABOUT})
    state = fields.String(metadata={"enum": list(STATES)})
    scheme = fields.String()
    period = fields.String()
    employee_id = fields.String()
    person = fields.String(metadata={"description": "the lasting key of the person: `prs_…`"})
    team = fields.String(allow_none=True)
    team_code = TeamCode()
    figures = fields.Dict(keys=fields.String(), values=Figure())
    threshold = fields.Nested(SignalThresholdAnswer)
    text = Bilingual(metadata={"description": "how the figures were worked out"})
    evidence = fields.List(fields.Nested(SignalEvidenceAnswer))
    outdated = fields.Boolean(
        metadata={
            "description": "the result was scored again since, or the round's raters examined anew"
        }
    )
    changed_at = fields.String(
        allow_none=True,
        metadata={"format": "date-time", "description": "since when the figures are other ones"},
    )
    former = fields.Dict(
        keys=fields.String(),
        values=Figure(),
        allow_none=True,
        metadata={"description": "the figures before those"},
    )
    gone_at = fields.String(
        allow_none=True,
        metadata={"format": "date-time", "description": "since when runs find it no more"},
    )
    dismissed = fields.Nested(SignalDismissedAnswer, allow_none=True)
    case = fields.String(allow_none=True, metadata={"description": "the case that it proposed"})
    found_at = fields.String(metadata={"format": "date-time"})
    updated_at = fields.String(metadata={"format": "date-time"})
    revision = fields.Integer()


class SignalListAnswer(ListAnswer):
    """A page of signals."""

    items = fields.List(fields.Nested(SignalAnswer))
