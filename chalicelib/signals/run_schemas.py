"""Shapes of runs on the wire."""

from marshmallow import fields

from chalicelib.signals.rules import KINDS
from chalicelib.signals.run_records import STATUSES
from chalicelib.web.fields import Code, Period, Schema


class SignalRunBody(Schema):
    """What is to be looked through."""

    scheme = Code(required=True)
    period = Period(required=True)


class SignalRunProgressAnswer(Schema):
    """How many results were looked at, of how many."""

    done = fields.Integer()
    people = fields.Integer()


class SignalLackAnswer(Schema):
    """Why a kind was not computed, or not for all."""

    code = fields.String()
    zh = fields.String()
    en = fields.String()


class SignalKindAnswer(Schema):
    """What a run has done of a kind. `few_data`: too few to compute, so that nothing is said."""

    kind = fields.String(metadata={"enum": list(KINDS)})
    looked_at = fields.Integer()
    found = fields.Integer()
    few_data = fields.Integer()
    not_computed = fields.Nested(SignalLackAnswer, allow_none=True)


class SignalRunReasonAnswer(Schema):
    """Why it failed."""

    code = fields.String()
    message = fields.String()


class SignalRunAnswer(Schema):
    """A run. `number` counts those of the scheme's period."""

    id = fields.String()
    scheme = fields.String()
    period = fields.String()
    number = fields.Integer()
    status = fields.String(metadata={"enum": list(STATUSES)})
    progress = fields.Nested(SignalRunProgressAnswer)
    settings_revision = fields.Integer(
        metadata={"description": "that of the rules; 0: nobody had set any"}
    )
    kinds = fields.List(fields.Nested(SignalKindAnswer))
    requested_at = fields.String(metadata={"format": "date-time"})
    requested_by = fields.String()
    finished_at = fields.String(allow_none=True, metadata={"format": "date-time"})
    reason = fields.Nested(SignalRunReasonAnswer, allow_none=True)
