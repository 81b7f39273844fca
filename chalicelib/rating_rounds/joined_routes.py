"""/v1/rating-rounds/{round_id}/add-joined."""

from chalicelib.rating_rounds import requested
from chalicelib.rating_rounds.routes import shown
from chalicelib.rating_rounds.schemas import RatingRoundAnswer
from chalicelib.tenancy.roles import STAFF
from chalicelib.web.answers import Answer
from chalicelib.web.registry import Routes
from chalicelib.web.request import Request

routes = Routes("Rating rounds")


@routes.post(
    "/v1/rating-rounds/{round_id}/add-joined",
    "rating_rounds.add_joined",
    "Add people who joined the round's teams since its draw",
    roles=STAFF,
    description=(
        "In the background, of a draft or an open round: whom nobody is asked to rate by now gets "
        "raters, and rates peers, from the round's seed. What was drawn, changed by hand or "
        "answered stays. 200 people at once; `joined` then tells who is left. 409 "
        "`only_some_are_asked` while single roles are asked again."
    ),
    answer=RatingRoundAnswer,
    needs_if_match=True,
    problems=(404, 409, 412),
)
def add_joined(request: Request, round_id: str) -> Answer:
    return shown(request, requested.add_joined(request.context, round_id, request.expected))
