"""GET /v1/events."""

from chalicelib.events import service
from chalicelib.events.schemas import EventListAnswer, EventsQuery
from chalicelib.tenancy.roles import ADMINS
from chalicelib.web.answers import Answer
from chalicelib.web.paging import cursor, position
from chalicelib.web.registry import Routes
from chalicelib.web.request import Request

routes = Routes("Audit")


@routes.get(
    "/v1/events",
    "events.list",
    "What happened, for other systems: the oldest first",
    roles=ADMINS,
    description=(
        "Derived from the audit log: each change and each end of background work is one event. "
        "When `next` is null everything until `complete_until` has been read; ask again with "
        "`since` set to it. Events come a minute after what they tell."
    ),
    query=EventsQuery,
    answer=EventListAnswer,
)
def events(request: Request) -> Answer:
    found = service.page(request.context, request.query, request.query["limit"], position(request))
    after = found.after
    return Answer(
        {
            "items": [service.described(request.context, event) for event in found.events],
            "next": None if after is None else cursor(request, after),
            "complete_until": found.complete_until,
        }
    )
