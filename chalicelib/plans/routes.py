"""/v1/improvement-plans."""

from collections.abc import Mapping, Sequence
from typing import Any

from chalicelib.plans import listing, presenting, service
from chalicelib.plans.changed_plans import changed_plans
from chalicelib.plans.records import Plan
from chalicelib.plans.schemas import PlanAnswer, PlanBody, PlanListAnswer, PlanPatch, PlanQuery
from chalicelib.teams.sight import folds_named
from chalicelib.tenancy.roles import EVERYBODY, PLANNERS
from chalicelib.web import exact_json, syncing
from chalicelib.web.answers import Answer, created
from chalicelib.web.etags import of_revision
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
        "or the period is published. `sync` is for those who see other people's: it tells what of "
        "a plan itself changed, not its `outcome`."
    ),
    query=PlanQuery,
    answer=PlanListAnswer,
    problems=(410,),
)
def plans(request: Request) -> Answer:
    query, context = request.query, request.context
    team, limit = folds_named(context, query.get("team")), query["limit"]
    asked = syncing.asked(request, team, followed=context.principal.sees_others)
    removed: Sequence[Mapping[str, Any]] = ()
    if asked.since is None:
        found, after = listing.page(context, query, team, limit, asked.after)
    else:
        found, removed, after = changed_plans(context, query, team, asked.since, limit, asked.after)
    items = presenting.described_all(context, found)
    return syncing.synced(request, asked, items, after, removed)


@routes.post(
    "/v1/improvement-plans",
    "plans.create",
    "Make a plan for a person's result, a team or a department",
    roles=PLANNERS,
    description=(
        "For a team or a department (`subject`) a `problem` is needed, and nothing is proposed; "
        "its `indicator` is one of the scheme's. A supervisor makes those of the own teams, and of "
        "the departments that the credential supervises or the person is head of a team of."
    ),
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
