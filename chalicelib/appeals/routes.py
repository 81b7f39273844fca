"""/v1/appeals."""

from chalicelib.appeals import listing, presenting, service
from chalicelib.appeals.answering import answered, shown_with_etag
from chalicelib.appeals.schemas import (
    AppealAnswer,
    AppealBody,
    AppealListAnswer,
    AppealPatch,
    AppealQuery,
    AppealReasonBody,
)
from chalicelib.appeals.sight import seen
from chalicelib.teams.sight import folds_named
from chalicelib.tenancy.roles import EVERYBODY, SCORED
from chalicelib.web.answers import Answer, created
from chalicelib.web.paging import listed, position
from chalicelib.web.registry import Routes
from chalicelib.web.request import Request

routes = Routes("Appeals")


@routes.get(
    "/v1/appeals",
    "appeals.list",
    "List appeals, the newest period first",
    roles=EVERYBODY,
    description=(
        "An agent sees the own. A supervisor sees the own teams', but those against ratings."
    ),
    query=AppealQuery,
    answer=AppealListAnswer,
)
def appeals(request: Request) -> Answer:
    query, context = request.query, request.context
    team = folds_named(context, query.get("team"))
    found, after = listing.page(context, query, team, query["limit"], position(request))
    return listed(request, presenting.described_all(context, found, request.language), after)


@routes.post(
    "/v1/appeals",
    "appeals.file",
    "Appeal against the own result, a line, a case or a rating",
    roles=SCORED,
    description=(
        "By the person alone, of the revision that stands (409 `revision_replaced`), within "
        "`appeal_days` of the company from publication, or from the last change of the result "
        "since (409 `window_closed`). Of each subject one is open at a time (409 `appeal_open`)."
    ),
    body=AppealBody,
    answer=AppealAnswer,
    status=201,
    problems=(404, 409),
)
def file_appeal(request: Request) -> Answer:
    found = service.file(request.context, request.body)
    body, etag = shown_with_etag(request, found)
    return created(f"/v1/appeals/{found.id}", body, etag)


@routes.get(
    "/v1/appeals/{appeal_id}",
    "appeals.read",
    "An appeal, every step of it, and what became of its remedies",
    roles=EVERYBODY,
    answer=AppealAnswer,
    problems=(404,),
)
def appeal(request: Request, appeal_id: str) -> Answer:
    return answered(request, seen(request.context, appeal_id))


@routes.patch(
    "/v1/appeals/{appeal_id}",
    "appeals.change",
    "Change the reason or the evidence of an own appeal that nobody reviews yet",
    roles=SCORED,
    body=AppealPatch,
    answer=AppealAnswer,
    needs_if_match=True,
    problems=(404, 409, 412),
)
def change_appeal(request: Request, appeal_id: str) -> Answer:
    context = request.context
    return answered(request, service.change(context, appeal_id, request.body, request.expected))


@routes.post(
    "/v1/appeals/{appeal_id}/withdraw",
    "appeals.withdraw",
    "Withdraw an own appeal that is open",
    roles=SCORED,
    description="Of the second instance, the first decision stands then.",
    answer=AppealAnswer,
    needs_if_match=True,
    problems=(404, 409, 412),
)
def withdraw_appeal(request: Request, appeal_id: str) -> Answer:
    return answered(request, service.withdraw(request.context, appeal_id, request.expected))


@routes.post(
    "/v1/appeals/{appeal_id}/second-instance",
    "appeals.second_instance",
    "Ask, as the person, that another one decides anew",
    roles=SCORED,
    description=(
        "Once, within `appeal_days` from the decision (409 `window_closed`), of one that rejects "
        "or upholds in part (409 `decision_final`)."
    ),
    body=AppealReasonBody,
    answer=AppealAnswer,
    needs_if_match=True,
    problems=(404, 409, 412),
)
def second_instance(request: Request, appeal_id: str) -> Answer:
    reason, context = request.body["reason"], request.context
    return answered(request, service.second_instance(context, appeal_id, reason, request.expected))
