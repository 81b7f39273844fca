"""Shapes of differences on the wire."""

from marshmallow import fields

from chalicelib.differences.presenting import KINDS
from chalicelib.differences.records import ACCEPTED, BASES, REJECTED, STATUSES
from chalicelib.web.fields import Bilingual, Choice, Code, EmployeeId, Figure, Period, Schema, Words
from chalicelib.web.paging import ListAnswer, ListQuery


class DifferenceQuery(ListQuery):
    """Whose and which differences."""

    scheme = Code()
    period = Period()
    employee_id = EmployeeId()
    status = Choice(*STATUSES)
    export = Words(64, metadata={"description": "the lines of this file that are not answered"})


class BasisAnswer(Schema):
    """The basis of money back."""

    kind = fields.String(metadata={"enum": list(BASES)})
    text = fields.String(allow_none=True, metadata={"description": "null after an erasure"})
    given_on = fields.String(allow_none=True, metadata={"format": "date"})
    at = fields.String(metadata={"format": "date-time"})
    by = fields.String(metadata={"description": "the credential that recorded it"})
    employee_id = fields.String(allow_none=True, metadata={"description": "who recorded it"})
    instalments = fields.List(Figure())
    taken = fields.Integer(metadata={"description": "instalments that payroll has accepted"})


class DifferenceAnswer(Schema):
    """What is due of a corrected result."""

    scheme = fields.String()
    period = fields.String(metadata={"description": "the month that it is for"})
    employee_id = fields.String()
    person = fields.String(metadata={"description": "the lasting key of the person: `prs_…`"})
    team = fields.String(allow_none=True)
    kind = fields.String(
        metadata={"enum": list(KINDS), "description": "`recovery`: money back from the person"}
    )
    kind_name = Bilingual()
    status = fields.String(
        metadata={
            "enum": list(STATUSES),
            "description": "`pending`: in the next file; `waiting`: money back without a basis; "
            "`exported`: in a file that is not answered; `rejected`: in the next file again; "
            "`paid`: payroll has what stands; `settled`: corrections led back to what payroll has; "
            "`waived`: money back that is not taken",
        }
    )
    paid = Figure(metadata={"description": "the coefficient that payroll has; none is 0"})
    stands = Figure(metadata={"description": "the coefficient of what stands; none is 0"})
    difference = Figure(metadata={"description": "`stands` less `paid`; below 0 it is money back"})
    next = Figure(metadata={"description": "what the next file has of it"})
    share = Figure(
        allow_none=True,
        metadata={"description": "what the scheme pays of the person's month; null: all of it"},
    )
    correction = fields.String(metadata={"description": "the last one"})
    export = fields.String(
        allow_none=True, metadata={"description": "the file that has its last line"}
    )
    answer = fields.String(
        allow_none=True,
        metadata={
            "enum": [ACCEPTED, REJECTED, None],
            "description": "what payroll said of the last line (`GET /v1/exports/{id}/rows`)",
        },
    )
    basis = fields.Nested(BasisAnswer, allow_none=True)
    updated_at = fields.String(metadata={"format": "date-time"})


class DifferenceListAnswer(ListAnswer):
    """A page of differences, the last month first."""

    items = fields.List(fields.Nested(DifferenceAnswer))
