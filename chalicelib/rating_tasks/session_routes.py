"""/v1/rating-sessions: what a link of a rater without an account opens."""

from marshmallow import fields

from chalicelib.rating_tasks import sessions
from chalicelib.tenancy.roles import INVITED
from chalicelib.web.answers import Answer, created
from chalicelib.web.fields import Schema
from chalicelib.web.registry import Routes
from chalicelib.web.request import Request

routes = Routes("Rating tasks")


class RatingSessionAnswer(Schema):
    """A session, with its secret, which is shown this once."""

    secret = fields.String(metadata={"description": "the bearer token of `/v1/rating-tasks`"})
    expires_at = fields.String(metadata={"format": "date-time"})
    round = fields.String()
    scheme = fields.String()
    period = fields.String()
    closes_on = fields.String(metadata={"format": "date"})
    forms = fields.Integer(metadata={"description": "how many the rater is asked to fill in"})


@routes.post(
    "/v1/rating-sessions",
    "rating_sessions.open",
    "Open a rater's link: it becomes a session, once",
    roles=INVITED,
    description=(
        "The link is the bearer token, the answer has another, which fills in the rater's forms of "
        "the round for up to four hours. 409 `link_used` for a link that was opened before, "
        "`link_over` when the round is closed, all forms are submitted or the link was revoked or "
        "replaced, `round_not_open` before the round's first day."
    ),
    answer=RatingSessionAnswer,
    status=201,
    decides=True,
    problems=(409,),
)
def open_session(request: Request) -> Answer:
    found = sessions.begin(request.context)
    body = {
        "secret": found.secret.text,
        "expires_at": found.ends_at,
        "round": found.round.id,
        "scheme": found.round.scheme,
        "period": found.round.period,
        "closes_on": found.round.closes_on,
        "forms": found.forms,
    }
    return created("/v1/rating-tasks", body)
