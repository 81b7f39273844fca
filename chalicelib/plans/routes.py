"""/v1/improvement-plans."""

from typing import Any

from chalicelib.plans import listing, presenting, service
from chalicelib.plans.records import Plan
from chalicelib.plans.schemas import PlanAnswer, PlanBody, PlanListAnswer, PlanPatch, PlanQuery
from chalicelib.tenancy.roles import EVERYBODY, PLANNERS
from chalicelib.web import exact_json
from chalicelib.web.answers import Answer, created
from chalicelib.web.etags import of_revision
from chalicelib.web.paging import listed, position
from chalicelib.web.registry import Routes
from chalicelib.web.request import Request

routes = Routes("Improvement plans")


@routes.get(
    "/v1/improvement-plans",
    "plans.list",
    "List improvement plans, the newest period first",
    roles=EVERYBODY,
    description=(
        "A supervisor sees the own teams'. An agent sees the own, once they have left the draft "
        "or the period is published."
    ),
    query=PlanQuery,
    answer=PlanListAnswer,
)
def plans(request: Request) -> Answer:
    found, after = listing.page(
        request.context, request.query, request.query["limit"], position(request)
    )
    return listed(request, presenting.described_all(request.context, found), after)


@routes.post(
    "/v1/improvement-plans",
    "plans.create",
    "Make a plan for a person's result",
    roles=PLANNERS,
    body=PlanBody,
    answer=PlanAnswer,
    status=201,
    problems=(409,),
)
def create_plan(request: Request) -> Answer:
    plan = service.create(request.context, request.body)
    body, etag = _shown(request, plan)
    return created(f"/v1/improvement-plans/{plan.id}", body, etag)


@routes.get(
    "/v1/improvement-plans/{plan_id}",
    "plans.read",
    "A plan, and what became of it",
    roles=EVERYBODY,
    answer=PlanAnswer,
    problems=(404,),
)
def plan(request: Request, plan_id: str) -> Answer:
    body, etag = _shown(request, service.seen(request.context, plan_id))
    return Answer(body, etag=etag)


@routes.patch(
    "/v1/improvement-plans/{plan_id}",
    "plans.change",
    "Complete a plan, move it on, add a note",
    roles=PLANNERS,
    description=(
        "Status: draft → agreed → in_progress → done; cancelled from any but done; one step back "
        "is allowed. 409 `status_not_reachable` names what is."
    ),
    body=PlanPatch,
    answer=PlanAnswer,
    needs_if_match=True,
    problems=(404, 409, 412),
)
def change_plan(request: Request, plan_id: str) -> Answer:
    changed = service.change(request.context, plan_id, request.body, request.expected)
    body, etag = _shown(request, changed)
    return Answer(body, etag=etag)


def _shown(request: Request, plan: Plan) -> tuple[dict[str, Any], str]:
    """Return the plan's body and ETag.

    The ETag includes the body, because the outcome changes without a new revision of the plan.
    """
    body = presenting.described_all(request.context, [plan])[0]
    return body, of_revision(plan.revision, exact_json.write(body))
