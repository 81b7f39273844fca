"""Shapes of decisions about appeals, and of their remedies, on the wire."""

from marshmallow import fields

from chalicelib.appeal_records.records import DECISIONS
from chalicelib.appeals.remedies import REMEDIES, STATES
from chalicelib.scoring.recorded_cases import TREATMENTS
from chalicelib.web.fields import Choice, Code, Day, Figure, Mapped, Part, Schema, Several, Words

LONGEST, MOST_REMEDIES = 4000, 10


class RemedyBody(Schema):
    """What is done about an appeal that is upheld.

    `figures`: `columns` by code, of one `slice` where the result has several rows. `exemption`:
    `indicator` (null: the whole result), `treatment` and `target`, as a case has them.
    `case_revoked`: the `case`. `role_left_out`: what the raters of a `role` gave for an
    `indicator` is left out as a whole; the other roles share its weight.
    `role_asked_again`: until `closes_on` its raters may answer again about the person.
    """

    kind = Choice(*REMEDIES, required=True)
    columns = Mapped(keys=Code(), values=Words(200, allow_none=True), allow_none=True)
    slice = Mapped(keys=Code(), values=Words(200), allow_none=True)
    indicator = Code(allow_none=True)
    treatment = Choice(*TREATMENTS, allow_none=True)
    target = Figure(allow_none=True)
    case = Words(64, allow_none=True)
    role = Code(allow_none=True)
    closes_on = Day(allow_none=True, metadata={"format": "date"})


class AppealDecisionBody(Schema):
    """A decision, with its reason and what is done."""

    decision = Choice(*DECISIONS, required=True)
    reason = Words(LONGEST, required=True)
    remedies = Several(Part(RemedyBody), MOST_REMEDIES, load_default=list)


class RemedyReasonAnswer(Schema):
    """Why a remedy could not be carried out."""

    code = fields.String()
    message = fields.String()


class RemedyAnswer(Schema):
    """A remedy, and what has become of it."""

    kind = fields.String(metadata={"enum": list(REMEDIES)})
    instance = fields.Integer()
    columns = fields.Dict(
        keys=fields.String(),
        values=fields.String(allow_none=True),
        metadata={"description": "marks combined; null: blank, or marks of too small a group"},
    )
    slice = fields.Dict(keys=fields.String(), values=fields.String(), allow_none=True)
    indicator = fields.String(allow_none=True)
    treatment = fields.String(allow_none=True, metadata={"enum": [*TREATMENTS, None]})
    target = Figure(allow_none=True)
    case = fields.String(
        allow_none=True, metadata={"description": "the case that was revoked, or that it made"}
    )
    role = fields.String(allow_none=True)
    closes_on = fields.String(
        allow_none=True,
        metadata={"format": "date", "description": "until then the role may answer again"},
    )
    round = fields.String(
        allow_none=True, metadata={"description": "the rating round that the role rated in"}
    )
    upload = fields.String(
        allow_none=True, metadata={"description": "the upload that has the corrected figures"}
    )
    state = fields.String(
        metadata={
            "enum": list(STATES),
            "description": "`awaited`: raters were asked again, and the round is open; "
            "`pending`: the result is to be scored again; `done`: it was; `failed`: "
            "it could not be, carry it out again",
        }
    )
    because = fields.Nested(RemedyReasonAnswer, allow_none=True)
