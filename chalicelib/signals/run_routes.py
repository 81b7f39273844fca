"""/v1/signal-runs."""

from chalicelib.signals import requested
from chalicelib.signals.run_schemas import SignalRunAnswer, SignalRunBody
from chalicelib.tenancy.roles import STAFF
from chalicelib.web.answers import Answer, created
from chalicelib.web.registry import Routes
from chalicelib.web.request import Request

routes = Routes("Signals")


@routes.post(
    "/v1/signal-runs",
    "signal_runs.request",
    "Look a scheme's period through for signals",
    roles=STAFF,
    description=(
        "In the background, by the scheme's rules as they are now (`signal-settings`). A run after "
        "the month was scored again brings its signals up: other figures say so (`changed_at`), "
        "and what is found no more goes. 409 `signals_under_way` until the run before has ended."
    ),
    body=SignalRunBody,
    answer=SignalRunAnswer,
    status=201,
    problems=(409, 412),
)
def request_run(request: Request) -> Answer:
    body = request.body
    run = requested.request(request.context, body["scheme"], body["period"])
    return created(f"/v1/signal-runs/{run.id}", requested.described(run, request.language))


@routes.get(
    "/v1/signal-runs/{signal_run_id}",
    "signal_runs.read",
    "The latest run through a scheme's period: progress, and what was looked at and found",
    roles=STAFF,
    answer=SignalRunAnswer,
    problems=(404,),
)
def signal_run(request: Request, signal_run_id: str) -> Answer:
    run = requested.existing(request.context, signal_run_id)
    return Answer(requested.described(run, request.language))
