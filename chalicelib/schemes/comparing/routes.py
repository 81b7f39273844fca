"""GET /v1/schemes/{code}/diff."""

from chalicelib.schemes.comparing import service
from chalicelib.schemes.comparing.schemas import DiffAnswer, DiffQuery
from chalicelib.tenancy.roles import READERS
from chalicelib.web.answers import Answer
from chalicelib.web.registry import Routes
from chalicelib.web.request import Request

routes = Routes("Schemes")


@routes.get(
    "/v1/schemes/{code}/diff",
    "schemes.diff",
    "What differs between two versions, or a version and the draft",
    roles=READERS,
    description=(
        "Entries are matched by their codes. `words` says each difference in both languages, "
        "`rules` both rules of every indicator that is scored otherwise. Pointers lead into the "
        "later document; those of `removed` into the earlier one."
    ),
    query=DiffQuery,
    answer=DiffAnswer,
    problems=(404,),
)
def diff(request: Request, code: str) -> Answer:
    query = request.query
    return Answer(service.compared(request.context, code, query["from_"], query["to"]))
