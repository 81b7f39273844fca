"""/v1/periods/{period}/reopen: a lock is taken back before payroll has a file of it."""

from chalicelib.exports import reopening
from chalicelib.exports.schemas import ReopenBody
from chalicelib.periods.asked import check_asked_period
from chalicelib.publication import presenting
from chalicelib.publication.schemas import PeriodAnswer
from chalicelib.tenancy.roles import ADMINS
from chalicelib.web.answers import Answer
from chalicelib.web.registry import Routes
from chalicelib.web.request import Request

routes = Routes("Periods")


@routes.post(
    "/v1/periods/{period}/reopen",
    "periods.reopen",
    "Take a lock back, while nobody has a file of it",
    roles=ADMINS,
    description=(
        "The period is published again, and takes files, rescorings and cases. Its files are "
        "`superseded`: no link to them is given any more. A later lock takes a snapshot of its "
        "own, and what the schedule had exported is exported again then. Refused (409 "
        "`handed_out`, with the ids of the `exports`) once a link to a file of the lock was handed "
        "out or payroll has answered one, for ever; (409 `not_locked`); and (409 "
        "`lock_not_followed`) of a period that an older version of the service locked."
    ),
    body=ReopenBody,
    answer=PeriodAnswer,
    problems=(404, 409),
)
def reopen_period(request: Request, period: str) -> Answer:
    context = request.context
    check_asked_period(context, period)
    record = reopening.reopen(context, period, **request.body)
    return Answer(presenting.described(context, record, request.language))
