"""Shapes of receipts on the wire."""

from marshmallow import fields

from chalicelib.differences.presenting import COEFFICIENT, KINDS
from chalicelib.receipts.records import ACCEPTED, ANSWERS, REJECTED
from chalicelib.web.fields import (
    Choice,
    Code,
    EmployeeId,
    Figure,
    Part,
    Period,
    Schema,
    Several,
    Words,
)
from chalicelib.web.paging import ListAnswer, ListQuery

#: Rows of one receipt at most: they are written in one transaction.
MOST_ROWS = 80
LONGEST_CODE, LONGEST_REASON = 64, 500
#: What may be said of all rows that are not named.
UNANSWERED = "unanswered"
CODE = "payroll's own code of why the row is rejected"


class ReceiptRowBody(Schema):
    """Payroll's answer to one row of the file."""

    employee_id = EmployeeId(required=True, metadata={"description": "as it stands in the file"})
    person = Words(
        300,
        metadata={"description": "the lasting key, where two rows of the file have one id"},
    )
    period = Period(
        load_default=None,
        allow_none=True,
        metadata={"description": "of a line of differences: the month that it is for"},
    )
    kind = Choice(
        COEFFICIENT,
        *KINDS,
        load_default=None,
        allow_none=True,
        metadata={
            "description": "of a file that has both: `arrears` or `recovery` for a line of "
            "differences; a row that names its `period` says it in any case"
        },
    )
    answer = Choice(*ANSWERS, required=True)
    code = Words(
        LONGEST_CODE,
        allow_none=True,
        load_default=None,
        metadata={"description": CODE},
    )
    reason = Words(LONGEST_REASON, allow_none=True, load_default=None)


class ReceiptBody(Schema):
    """Payroll's answers: of rows by name, and of all others at once."""

    rows = Several(Part(ReceiptRowBody), MOST_ROWS, load_default=list)
    others = Choice(
        ACCEPTED,
        UNANSWERED,
        load_default=None,
        allow_none=True,
        metadata={
            "description": "`accepted`: all rows that are not answered by name, now and later; "
            "`unanswered` takes that back. Of a file of differences: those that are not answered, "
            "40 in a request with the `rows`; send it until `answers.unanswered` is 0. Of a file "
            "that has both it is each for its part"
        },
    )


class ExportRowsQuery(ListQuery):
    """Filters of a file's rows."""

    answer = Choice(ACCEPTED, REJECTED, UNANSWERED)


class RejectedRowsQuery(ListQuery):
    """Filters of the rejected rows that stand."""

    scheme = Code()
    period = Period()


class RowAnswerAnswer(Schema):
    """What payroll said of a row."""

    answer = fields.String(metadata={"enum": list(ANSWERS)})
    code = fields.String(allow_none=True, metadata={"description": CODE})
    reason = fields.String(allow_none=True)
    at = fields.String(metadata={"format": "date-time"})
    by = fields.String(allow_none=True, metadata={"description": "the credential"})


class RowDifferenceAnswer(Schema):
    """A line of a file of differences."""

    period = fields.String(metadata={"description": "the month that it is for"})
    kind = fields.String(metadata={"enum": list(KINDS)})
    before = Figure()
    after = Figure()
    difference = Figure(metadata={"description": "below 0 it is money back"})


class ExportRowAnswer(Schema):
    """A row of the file, and payroll's answer."""

    employee_id = fields.String(metadata={"description": "as it stands in the file"})
    person = fields.String(metadata={"description": "the lasting key of the person: `prs_…`"})
    difference = fields.Nested(
        RowDifferenceAnswer,
        allow_none=True,
        metadata={"description": "what a line of a file of differences says; null in others"},
    )
    answer = fields.String(
        metadata={"enum": [ACCEPTED, REJECTED, UNANSWERED], "description": "what counts"}
    )
    code = fields.String(allow_none=True, metadata={"description": CODE})
    reason = fields.String(allow_none=True)
    at = fields.String(allow_none=True, metadata={"format": "date-time"})
    by = fields.String(allow_none=True, metadata={"description": "the credential"})
    by_name = fields.Boolean(
        metadata={"description": "false: accepted with all others, or not answered"}
    )
    former = fields.List(
        fields.Nested(RowAnswerAnswer),
        metadata={"description": "the answers before it, the oldest first"},
    )


class ExportRowsAnswer(ListAnswer):
    """A page of a file's rows, in an order that stays the same."""

    items = fields.List(fields.Nested(ExportRowAnswer))


class RejectedRowAnswer(Schema):
    """A rejected row that stands."""

    employee_id = fields.String(metadata={"description": "as it stood in the file"})
    person = fields.String(metadata={"description": "the lasting key of the person: `prs_…`"})
    period = fields.String()
    scheme = fields.String()
    export = fields.String(metadata={"description": "the file whose row was rejected"})
    code = fields.String(allow_none=True, metadata={"description": CODE})
    reason = fields.String(allow_none=True)
    at = fields.String(metadata={"format": "date-time"})
    by = fields.String(allow_none=True)


class RejectedRowsAnswer(ListAnswer):
    """A page of rejected rows, by person."""

    items = fields.List(fields.Nested(RejectedRowAnswer))
