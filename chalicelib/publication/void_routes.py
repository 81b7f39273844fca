"""/v1/employees/{employee_id}/scorecards/{period}/void: a result that should not be."""

from chalicelib.periods.asked import check_asked_period
from chalicelib.publication import presenting, service
from chalicelib.publication.schemas import PeriodAnswer, VoidBody
from chalicelib.tenancy.roles import STAFF
from chalicelib.web.answers import Answer
from chalicelib.web.registry import Routes
from chalicelib.web.request import Request

routes = Routes("Scorecards")


@routes.post(
    "/v1/employees/{employee_id}/scorecards/{period}/void",
    "scorecards.void",
    "Declare a result void",
    roles=STAFF,
    description=(
        "The result becomes a new revision with the state `void`: it has no total, grade, rank and "
        "coefficient, counts in no mean, and is in no export and no plan; the next month's results "
        "do not look back to it. That holds until it is lifted: figures that come meanwhile are "
        "taken, and the result stays void. Follow `rescoring` of the period. Refused (409 "
        "`period_locked`) in a locked period, where it is a correction (`POST /v1/corrections`), "
        "(409 `already_void`), (409 `own_result`) of the caller's own result, and (409 "
        "`rescoring_under_way`) while the period is being scored anew."
    ),
    body=VoidBody,
    answer=PeriodAnswer,
    status=202,
    problems=(404, 409),
)
def declare_void(request: Request, employee_id: str, period: str) -> Answer:
    return _declared(request, employee_id, period, lifted=False)


@routes.post(
    "/v1/employees/{employee_id}/scorecards/{period}/void/lift",
    "scorecards.lift_void",
    "Make a void result a result again",
    roles=STAFF,
    description=(
        "The result is computed from the figures as they are then, as a new revision. Refused (409 "
        "`not_void`), and as declaring it void is."
    ),
    body=VoidBody,
    answer=PeriodAnswer,
    status=202,
    problems=(404, 409),
)
def lift_void(request: Request, employee_id: str, period: str) -> Answer:
    return _declared(request, employee_id, period, lifted=True)


def _declared(request: Request, employee_id: str, period: str, *, lifted: bool) -> Answer:
    context = request.context
    check_asked_period(context, period)
    record = service.declare_void(context, employee_id, period, lifted=lifted, **request.body)
    return Answer(presenting.described(context, record, request.language), 202)
