"""POST /v1/schemes/{code}/simulate; /v1/simulations."""

from chalicelib.simulation import requested, service
from chalicelib.simulation.schemas import (
    RequestedSimulationAnswer,
    SimulateBody,
    SimulationAnswer,
    SimulationBody,
)
from chalicelib.tenancy.roles import STAFF
from chalicelib.web.answers import Answer, created
from chalicelib.web.paging import ListQuery, listed, position
from chalicelib.web.registry import Routes
from chalicelib.web.request import Request

routes = Routes("Schemes")


@routes.post(
    "/v1/schemes/{code}/simulate",
    "schemes.simulate",
    "Try a draft against a past period; nothing is stored",
    batch=True,
    roles=STAFF,
    description=(
        "Scores the inputs of the period's results by the draft (or a `version`, or a "
        "`document`): who changes grade and in which direction, how many have each grade, the sum "
        "of coefficients, and of money where bonus bases are known. `items` is a page of people: "
        "send the same body again with `cursor` for the next. What would take more than a few "
        "seconds is 422 `too_much_at_once`: ask for it by `POST /v1/schemes/{code}/simulations`."
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


@routes.post(
    "/v1/schemes/{code}/simulations",
    "simulations.create",
    "Try a draft or version against a past period in the background",
    roles=STAFF,
    description=(
        "For as many people as a period may have. The scheme's draft, or a `version`; a document "
        "is saved as a draft first. The answer names the simulation; its result is fetched from "
        "it, and the people as JSON Lines. Kept for a week. At most ten wait or run at a time: "
        "409 `too_many_simulations`."
    ),
    body=SimulationBody,
    answer=RequestedSimulationAnswer,
    status=201,
    problems=(404, 409),
)
def request_simulation(request: Request, code: str) -> Answer:
    found = requested.request(request.context, code, request.body)
    body = requested.described(request.context, found, request.language)
    return created(f"/v1/simulations/{found.id}", body)


@routes.get(
    "/v1/simulations/{simulation_id}",
    "simulations.read",
    "A simulation: progress, result, files of people",
    roles=STAFF,
    answer=RequestedSimulationAnswer,
    problems=(404,),
)
def simulation(request: Request, simulation_id: str) -> Answer:
    found = requested.existing(request.context, simulation_id)
    return Answer(requested.described(request.context, found, request.language))
