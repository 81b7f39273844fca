"""/v1/appeals/{appeal_id}: reviewed, decided, carried out; and a month's appeals in figures."""

from chalicelib.appeals import deciding
from chalicelib.appeals.answering import answered
from chalicelib.appeals.deciding_schemas import AppealDecisionBody
from chalicelib.appeals.figures import figures
from chalicelib.appeals.figures_schemas import AppealFiguresAnswer, AppealFiguresQuery
from chalicelib.appeals.schemas import AppealAnswer
from chalicelib.teams.sight import folds_named
from chalicelib.tenancy.roles import LEADERS, STAFF
from chalicelib.web.answers import Answer
from chalicelib.web.registry import Routes
from chalicelib.web.request import Request

routes = Routes("Appeals")
WHO_DECIDES = (
    "403 `own_appeal`, `decided_before` and `own_judgement`: nobody handles the own appeal, "
    "decides twice, or decides on what they sent, rated, proposed or confirmed."
)


@routes.get(
    "/v1/appeals/figures",
    "appeals.figures",
    "A month's appeals in figures",
    roles=LEADERS,
    description=(
        "Open and overdue ones, by what became of them, by indicator and by who gave what was "
        "contested. A supervisor gets those of the own teams."
    ),
    query=AppealFiguresQuery,
    answer=AppealFiguresAnswer,
)
def appeal_figures(request: Request) -> Answer:
    query, context = request.query, request.context
    team = folds_named(context, query.get("team"))
    return Answer(figures(context, query["period"], query["scheme"], team))


@routes.post(
    "/v1/appeals/{appeal_id}/review",
    "appeals.review",
    "Take a filed appeal into review",
    roles=STAFF,
    description=WHO_DECIDES,
    answer=AppealAnswer,
    needs_if_match=True,
    decides=True,
    problems=(404, 409, 412),
)
def review_appeal(request: Request, appeal_id: str) -> Answer:
    return answered(request, deciding.review(request.context, appeal_id, request.expected))


@routes.post(
    "/v1/appeals/{appeal_id}/decide",
    "appeals.decide",
    "Decide an appeal that is reviewed, with its reason and remedies",
    roles=STAFF,
    description=(
        f"{WHO_DECIDES} What is upheld carries remedies, which are carried out at once: the new "
        "revision names the appeal. In a locked period they are a `correction`, made with the "
        "decision."
    ),
    body=AppealDecisionBody,
    answer=AppealAnswer,
    needs_if_match=True,
    decides=True,
    problems=(404, 409, 412),
)
def decide_appeal(request: Request, appeal_id: str) -> Answer:
    context = request.context
    return answered(request, deciding.decide(context, appeal_id, request.body, request.expected))


@routes.post(
    "/v1/appeals/{appeal_id}/carry-out",
    "appeals.carry_out",
    "Carry out corrected figures of a decision once more that could not be",
    roles=STAFF,
    description=f"{WHO_DECIDES} 409 `nothing_to_carry_out` while none has failed.",
    answer=AppealAnswer,
    needs_if_match=True,
    decides=True,
    problems=(404, 409, 412),
)
def carry_out_appeal(request: Request, appeal_id: str) -> Answer:
    context = request.context
    return answered(request, deciding.carry_out_again(context, appeal_id, request.expected))
