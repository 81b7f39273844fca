"""POST /v1/schemes/{code}/simulate."""

from chalicelib.simulation import service
from chalicelib.simulation.schemas import SimulateBody, SimulationAnswer
from chalicelib.tenancy.roles import STAFF
from chalicelib.web.answers import Answer
from chalicelib.web.paging import ListQuery, listed, position
from chalicelib.web.registry import Routes
from chalicelib.web.request import Request

routes = Routes("Schemes")


@routes.post(
    "/v1/schemes/{code}/simulate",
    "schemes.simulate",
    "Try a draft against a past period; nothing is stored",
    roles=STAFF,
    description=(
        "Scores the inputs of the period's results by the draft (or a `version`, or a "
        "`document`): who changes grade and in which direction, how many have each grade, the sum "
        "of coefficients, and of money where bonus bases are known. `items` is a page of people: "
        "send the same body again with `cursor` for the next."
    ),
    query=ListQuery,
    body=SimulateBody,
    answer=SimulationAnswer,
    pure=True,
    problems=(400, 404, 409),
)
def simulate(request: Request, code: str) -> Answer:
    found = service.simulated(
        request.context,
        code,
        request.body,
        request.query["limit"],
        position(request),
        request.language,
    )
    items = found.body.pop("items")
    paged = listed(request, items, found.after)
    return Answer({**found.body, **paged.body})
