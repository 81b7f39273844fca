"""/v1/rating-rounds/{round_id}/progress."""

from marshmallow import fields

from chalicelib.rating_forms import progress
from chalicelib.rating_rounds import making, presenting
from chalicelib.tenancy.roles import STAFF
from chalicelib.web.answers import Answer
from chalicelib.web.fields import Bilingual, Schema
from chalicelib.web.paging import ListAnswer, ListQuery, listed, position
from chalicelib.web.registry import Routes
from chalicelib.web.request import Request

routes = Routes("Rating rounds")


class RoundProgressAnswer(Schema):
    """How many forms the raters of a team have in a role."""

    team = fields.String(allow_none=True, metadata={"description": "null: without a team"})
    team_code = fields.String(allow_none=True)
    role = fields.String()
    role_name = Bilingual()
    forms = fields.Integer()
    submitted = fields.Integer()


class RoundProgressListAnswer(ListAnswer):
    """A page of a round's progress, by team and role."""

    items = fields.List(fields.Nested(RoundProgressAnswer))


@routes.get(
    "/v1/rating-rounds/{round_id}/progress",
    "rating_rounds.progress",
    "How far a round is: forms, and submitted forms, by the raters' team and role",
    roles=STAFF,
    description=(
        "Teams as of the draw. Only hr and admin see it; who has not answered is in "
        "`…/assignments?unanswered=true`. Empty for a round that was drawn before this was counted."
    ),
    query=ListQuery,
    answer=RoundProgressListAnswer,
    problems=(404,),
)
def list_progress(request: Request, round_id: str) -> Answer:
    context = request.context
    found = making.existing(context, round_id)
    some, after = progress.page(context, found, request.query["limit"], position(request))
    return listed(request, presenting.described_progress(context, some), after)
