"""Shapes of corrections on the wire."""

from marshmallow import fields

from chalicelib.corrections.records import KINDS
from chalicelib.differences.records import BASES
from chalicelib.teams.fields import AskedTeam, TeamCode
from chalicelib.web.fields import (
    Anything,
    Choice,
    Code,
    Day,
    EmployeeId,
    Figure,
    Period,
    Schema,
    Several,
    Words,
    YesNo,
)
from chalicelib.web.paging import ListAnswer, ListQuery

MOST_INSTALMENTS = 24


class CorrectionQuery(ListQuery):
    """Filters of the list."""

    period = Period()
    scheme = Code()
    employee_id = EmployeeId()
    team = AskedTeam()
    kind = Choice(*KINDS)


class CorrectionBody(Schema):
    """Figures of a person that were wrong in a locked month, or that its result should not be, or
    should after all; and why."""

    employee_id = EmployeeId(required=True)
    period = Period(required=True)
    scheme = Code(required=True)
    figures = Anything(
        load_default=None,
        allow_none=True,
        metadata={
            "description": "an object of columns by their codes, each as a cell of a file, or null "
            "for a figure that is not available; columns that are left out stay as they are. Of a "
            "scheme with slices a list of such objects, each with its slice"
        },
    )
    void = YesNo(
        load_default=None,
        allow_none=True,
        metadata={
            "description": "in place of `figures`: the result is void from now on, or (false) is a "
            "result again, by the figures that it has"
        },
    )
    reason = Words(1000, required=True)


class BasisBody(Schema):
    """On what ground money is taken back, or that it is not."""

    kind = Choice(
        *BASES,
        required=True,
        metadata={
            "description": "`consent` of the person, `law`: a legal basis, or a `waiver`: the "
            "company does not take it back"
        },
    )
    text = Words(2000, required=True, metadata={"description": "what was said, or why"})
    given_on = Day(
        load_default=None,
        allow_none=True,
        metadata={"format": "date", "description": "required for a consent"},
    )
    instalments = Several(
        Figure(),
        MOST_INSTALMENTS,
        load_default=list,
        metadata={
            "description": "amounts above 0 that add up to the difference exactly; each file has "
            "one, after the one before was accepted. Without any the next file has all of it"
        },
    )


class CorrectedAnswer(Schema):
    """A result before or after it was corrected."""

    revision = fields.Integer()
    total = Figure(allow_none=True)
    grade = fields.String(allow_none=True)
    coefficient = Figure(allow_none=True)


class CorrectionMadeAnswer(Schema):
    """Who made it, by which credential; ``employee_id`` null: bound to nobody."""

    at = fields.String(metadata={"format": "date-time"})
    by = fields.String()
    employee_id = fields.String(allow_none=True)


class CorrectionAnswer(Schema):
    """A correction of a result of a locked month."""

    id = fields.String()
    kind = fields.String(
        metadata={
            "enum": list(KINDS),
            "description": "`figures` of the person were wrong; `case`: a recorded case was "
            "confirmed or revoked after the lock; `void`: it is declared void, or a result again; "
            "`follows`: the result was made with that of the "
            "month before, which was corrected",
        }
    )
    scheme = fields.String()
    period = fields.String()
    employee_id = fields.String()
    person = fields.String(metadata={"description": "the lasting key of the person: `prs_…`"})
    team = fields.String(allow_none=True)
    team_code = TeamCode()
    reason = fields.String(
        allow_none=True, metadata={"description": "null for `follows`, and after an erasure"}
    )
    figures = fields.List(
        fields.Dict(keys=fields.String(), values=fields.String(allow_none=True)),
        metadata={
            "description": "the columns that it sets: one row, or one for each slice. Marks are "
            "told combined, and those of too small a group not at all (null)"
        },
    )
    cause = fields.Dict(
        keys=fields.String(),
        values=fields.String(),
        metadata={"description": "ids of what led to it, by kind; of `follows` the `correction`"},
    )
    before = fields.Nested(
        CorrectedAnswer,
        allow_none=True,
        metadata={
            "description": "null: the person had no result of the month, and this made the first"
        },
    )
    after = fields.Nested(CorrectedAnswer)
    difference = Figure(
        allow_none=True,
        metadata={
            "description": "of the coefficients, where none counts as 0; below 0 it is money back. "
            "Null: the result pays nobody"
        },
    )
    share = Figure(
        allow_none=True,
        metadata={"description": "what the scheme pays of the person's month; null: all of it"},
    )
    made = fields.Nested(CorrectionMadeAnswer)
    updated_at = fields.String(metadata={"format": "date-time"})


class CorrectionListAnswer(ListAnswer):
    """A page of corrections, the newest first."""

    items = fields.List(fields.Nested(CorrectionAnswer))
