"""/v1/rating-rounds/{round_id}/single-marks."""

from marshmallow import fields

from chalicelib.rating_rounds import single_marks
from chalicelib.rating_rounds.schemas import LONGEST_REASON
from chalicelib.tenancy.roles import STAFF
from chalicelib.web.answers import Answer
from chalicelib.web.fields import Bilingual, EmployeeId, Figure, Schema, Words
from chalicelib.web.registry import Routes
from chalicelib.web.request import Request

routes = Routes("Rating rounds")


class SingleMarksBody(Schema):
    """About whom, and why."""

    employee_id = EmployeeId(required=True)
    reason = Words(LONGEST_REASON, required=True)


class NamedRaterAnswer(Schema):
    """A rater; null members: an erased person."""

    employee_id = fields.String(allow_none=True)
    person = fields.String(allow_none=True)
    employee_name = fields.String(allow_none=True)


class SingleMarkAnswer(Schema):
    """A mark; null: cannot judge."""

    indicator = fields.String()
    question = fields.String()
    mark = Figure(allow_none=True)


class SingleFormAnswer(Schema):
    """What one rater gave."""

    role = fields.String()
    role_name = Bilingual()
    rater = fields.Nested(NamedRaterAnswer)
    marks = fields.List(fields.Nested(SingleMarkAnswer))


class SingleMarksAnswer(Schema):
    """The submitted forms about a person."""

    items = fields.List(fields.Nested(SingleFormAnswer))


@routes.post(
    "/v1/rating-rounds/{round_id}/single-marks",
    "rating_rounds.open_marks",
    "Open the single marks about a person, with a reason that the audit log keeps",
    roles=STAFF,
    description=(
        "Only of a closed round that said so beforehand (`single_marks`), as its raters' forms "
        "told them. 409 `single_marks_not_announced`, `round_not_closed`, `own_marks`, "
        "`marks_of_own_team`."
    ),
    body=SingleMarksBody,
    answer=SingleMarksAnswer,
    decides=True,
    problems=(404, 409),
)
def open_marks(request: Request, round_id: str) -> Answer:
    body = request.body
    items = single_marks.opened(request.context, round_id, body["employee_id"], body["reason"])
    return Answer({"items": items})
