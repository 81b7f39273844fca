"""GET /v1/periods/{period}/changes: which results changed after publication, and why."""

from chalicelib.histories import changed, changed_presenting
from chalicelib.histories.changed_schemas import ChangedResultsAnswer, ChangedResultsQuery
from chalicelib.periods.asked import check_asked_period
from chalicelib.teams.sight import folds_named
from chalicelib.tenancy.roles import LEADERS
from chalicelib.web.answers import Answer
from chalicelib.web.paging import listed, position
from chalicelib.web.registry import Routes
from chalicelib.web.request import Request

routes = Routes("Scorecards")


@routes.get(
    "/v1/periods/{period}/changes",
    "periods.changes",
    "Which results changed after the period was published, from what to what, and why",
    roles=LEADERS,
    description=(
        "As published, and as it stands, with the causes of every revision since. Nothing is "
        "listed of a period that is not published; a lock that was taken back leaves the day of "
        "publication. Results that went with a withdrawn file are not listed, and corrections "
        "after the lock are `/v1/corrections`. A supervisor sees the own teams'. Pages have 50 at "
        "most, and may be short and have a next one."
    ),
    query=ChangedResultsQuery,
    answer=ChangedResultsAnswer,
    problems=(404,),
)
def changes(request: Request, period: str) -> Answer:
    context, query = request.context, request.query
    check_asked_period(context, period)
    team = folds_named(context, query.get("team"))
    found, after = changed.page(context, period, query, team, position(request))
    return listed(request, changed_presenting.described_all(context, found), after)
