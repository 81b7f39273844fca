"""/v1/differences."""

from chalicelib.differences import listing, presenting
from chalicelib.differences.schemas import DifferenceListAnswer, DifferenceQuery
from chalicelib.tenancy.roles import EVERYBODY, PAYROLL
from chalicelib.web.answers import Answer
from chalicelib.web.paging import listed, position
from chalicelib.web.registry import Routes
from chalicelib.web.request import Request

routes = Routes("Corrections")


@routes.get(
    "/v1/differences",
    "differences.list",
    "What is due of corrected results, and where it is on its way to payroll",
    roles=EVERYBODY | PAYROLL,
    description=(
        "One for each corrected result whose coefficient is or was another than payroll has. A "
        "supervisor sees the own teams', an agent the own."
    ),
    query=DifferenceQuery,
    answer=DifferenceListAnswer,
)
def differences(request: Request) -> Answer:
    context, query = request.context, request.query
    found, after = listing.page(context, query, query["limit"], position(request))
    return listed(request, presenting.described_all(context, found), after)
