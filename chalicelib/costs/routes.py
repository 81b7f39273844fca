"""/v1/tenant/costs for a company; /v1/costs and /v1/tenants/{id}/costs for the operator."""

from chalicelib.costs import presenting, prices, service
from chalicelib.costs.schemas import CostsAnswer, CostsListAnswer, CostsListQuery, CostsQuery
from chalicelib.tenancy.roles import ADMINS, OPERATOR
from chalicelib.web.answers import Answer
from chalicelib.web.paging import listed, position
from chalicelib.web.registry import Routes
from chalicelib.web.request import Request

routes = Routes("Costs")


@routes.get(
    "/v1/tenant/costs",
    "tenant_costs.read",
    "What the own company used in a month, and its price",
    roles=ADMINS,
    description="Counted while it happens. Months are kept for 25 months.",
    query=CostsQuery,
    answer=CostsAnswer,
)
def own_costs(request: Request) -> Answer:
    entry = service.own(request.context, _month(request, request.context.time))
    return Answer(presenting.described(entry, _prices(request)))


@routes.get(
    "/v1/tenants/{tenant_id}/costs",
    "tenants_costs.read",
    "What a company used in a month, and its price",
    roles=OPERATOR,
    description="Operator only. As of the last daily summing, of deleted companies too.",
    query=CostsQuery,
    answer=CostsAnswer,
    problems=(404,),
)
def costs_of_company(request: Request, tenant_id: str) -> Answer:
    month = _month(request, request.operator.time)
    entry = service.of_company(request.operator, tenant_id, month)
    return Answer(presenting.described(entry, _prices(request)))


@routes.get(
    "/v1/costs",
    "costs.list",
    "What each company used in a month, and its price",
    roles=OPERATOR,
    description="Operator only. As of the last daily summing, by company, deleted ones too.",
    query=CostsListQuery,
    answer=CostsListAnswer,
)
def costs_of_companies(request: Request) -> Answer:
    month = _month(request, request.operator.time)
    found, after = service.of_companies(
        request.operator, month, request.query["limit"], position(request)
    )
    known = _prices(request)
    return listed(request, [presenting.described(entry, known) for entry in found], after)


def _month(request: Request, now: str) -> str:
    return str(request.query.get("month") or now[:7])


def _prices(request: Request) -> prices.PriceList:
    context = request.operator if request.caller.tenant is None else request.context
    return prices.price_list(context.platform.settings.region)
