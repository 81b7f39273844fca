"""/v1/employees/{employee_id}/scorecards/{period}/acknowledge, and a period's acknowledgements."""

from chalicelib.acknowledgements import listing, presenting, service
from chalicelib.acknowledgements.schemas import (
    AcknowledgeBody,
    AcknowledgementAnswer,
    AcknowledgementsAnswer,
    AcknowledgementsQuery,
)
from chalicelib.periods.asked import check_asked_period
from chalicelib.teams.sight import folds_named
from chalicelib.tenancy.roles import LEADERS, SCORED
from chalicelib.web.answers import Answer
from chalicelib.web.paging import listed, position
from chalicelib.web.path_parameters import existing_period
from chalicelib.web.registry import Routes
from chalicelib.web.request import Request

routes = Routes("Scorecards")


@routes.post(
    "/v1/employees/{employee_id}/scorecards/{period}/acknowledge",
    "scorecards.acknowledge",
    "Say of the own result that it was seen, or seen and agreed to",
    roles=SCORED,
    description=(
        "By the person alone, of the revision that stands (409 `revision_replaced`). A later "
        "revision leaves it standing for the former one, and is silent itself. `seen` may become "
        "`seen_and_agreed`; agreement is not taken back. Silence is shown as silence."
    ),
    body=AcknowledgeBody,
    answer=AcknowledgementAnswer,
    problems=(404, 409),
)
def acknowledge(request: Request, employee_id: str, period: str) -> Answer:
    context = request.context
    existing_period(period)
    found, said = service.acknowledge(context, employee_id, period, **request.body)
    (body,) = presenting.described_all(context, [found.card], {found.card.person: said})
    return Answer(body)


@routes.get(
    "/v1/periods/{period}/acknowledgements",
    "acknowledgements.list",
    "What people said of their results, and who is silent",
    roles=LEADERS,
    description=(
        "Of published results. A supervisor sees the own teams'. With `form` a page may be short "
        "and have a next one."
    ),
    query=AcknowledgementsQuery,
    answer=AcknowledgementsAnswer,
    problems=(404,),
)
def acknowledgements(request: Request, period: str) -> Answer:
    context, query = request.context, request.query
    check_asked_period(context, period)
    team = folds_named(context, query.get("team"))
    cards, said, after = listing.page(context, period, query, team, position(request))
    return listed(request, presenting.described_all(context, cards, said), after)
