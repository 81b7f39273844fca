"""/v1/calendar/rules."""

from chalicelib.due_days import service
from chalicelib.due_days.schemas import DueDaysAnswer, DueDaysBody, DueDaysQuery
from chalicelib.tenancy.roles import LEADERS, STAFF
from chalicelib.web.answers import Answer
from chalicelib.web.registry import Routes
from chalicelib.web.request import Request

routes = Routes("Calendar")


@routes.get(
    "/v1/calendar/rules",
    "calendar.rules",
    "The days of every month, where nothing else says them",
    roles=LEADERS,
    query=DueDaysQuery,
    answer=DueDaysAnswer,
    problems=(404,),
)
def rules(request: Request) -> Answer:
    found = service.existing(request.context, request.query.get("scheme"))
    return Answer(service.described(found), etag=str(found.revision))


@routes.put(
    "/v1/calendar/rules",
    "calendar.change_rules",
    "Say on which days of every month figures and ratings are due, results published and locked",
    roles=STAFF,
    description=(
        "Days of the month after the period, in the company's time zone. A source's own day, an "
        "announced plan and a rating round go first."
    ),
    body=DueDaysBody,
    answer=DueDaysAnswer,
    needs_if_match=True,
    problems=(404, 412),
)
def change_rules(request: Request) -> Answer:
    found = service.replace_days(request.context, request.body, request.expected)
    return Answer(service.described(found), etag=str(found.revision))
