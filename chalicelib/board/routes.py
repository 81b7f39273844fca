"""/v1/periods/{period}/board."""

from chalicelib.board import presenting, service
from chalicelib.board.schemas import BoardAnswer, BoardQuery
from chalicelib.periods.asked import check_asked_period
from chalicelib.tenancy.roles import READERS
from chalicelib.web.answers import Answer
from chalicelib.web.registry import Routes
from chalicelib.web.request import Request

routes = Routes("Periods")


@routes.get(
    "/v1/periods/{period}/board",
    "periods.board",
    "A period's board: which source came, who is missing, what stands in the way",
    roles=READERS,
    description=(
        "Of each source of the scheme: when its files came, from which uploads and for how many, "
        "whom they miss, and by when they are due. Then what publishing would refuse, each with "
        "its count and the member of `accept` that takes it. Counts are those of the last "
        "settling (`as_of`)."
    ),
    query=BoardQuery,
    answer=BoardAnswer,
    problems=(404,),
)
def board(request: Request, period: str) -> Answer:
    check_asked_period(request.context, period)
    found = service.board(request.context, period, request.query["scheme"])
    return Answer(presenting.described(request.context, found))
