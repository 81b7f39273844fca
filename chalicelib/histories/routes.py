"""GET the history of a result: every revision with its cause, as JSON or as a page to print."""

from urllib.parse import urlencode

from chalicelib.histories import page, presenting, service
from chalicelib.histories.schemas import HistoryAnswer, HistoryQuery
from chalicelib.scorecards.asked_scheme import asked_scheme
from chalicelib.tenancy.roles import EVERYBODY
from chalicelib.web.answers import Answer
from chalicelib.web.paging import cursor, position
from chalicelib.web.path_parameters import existing_period
from chalicelib.web.registry import Routes
from chalicelib.web.request import Request

routes = Routes("Scorecards")

HTML = "text/html"


@routes.get(
    "/v1/employees/{employee_id}/scorecards/{period}/history",
    "scorecards.history",
    "How a result came to be: every revision with its cause, as a chain of hashes",
    roles=EVERYBODY,
    description=(
        "The oldest revision first: what made it, who and when, what it changed. Pages of results "
        "with many slices are shorter than `limit`. Each commits to "
        "its content by a salted hash and to the revision before it, so that one that was changed "
        "or is missing shows (`chain.verified`, for this page and what it follows). Anybody can "
        "recompute the hashes: docs/decisions/chain.md. Who may read the scorecard may read this; "
        "an agent the own, what was published, with the other revisions as commitments alone. "
        "`format=html` (or Accept: text/html) is a page to read, print and hand on."
    ),
    query=HistoryQuery,
    answer=HistoryAnswer,
    media=(HTML,),
    problems=(404, 409),
)
def history(request: Request, employee_id: str, period: str) -> Answer:
    existing_period(period)
    query, context = request.query, request.context
    found = service.history(
        context, employee_id, period, asked_scheme(query), query["limit"], position(request)
    )
    after = None if found.after is None else cursor(request, found.after)
    body = {**presenting.described(context, found, employee_id), "next": after}
    if query["format"] == "html" or (query["format"] is None and request.accepts(HTML)):
        language = query["lang"] or request.language
        names = ("scheme", "pilot", "lang", "format", "limit")
        given = {name: query[name] for name in names if query.get(name) is not None}
        following = None if after is None else urlencode({**given, "cursor": after})
        return Answer(
            content=page.page(body, following, language),
            content_type=f"{HTML}; charset=utf-8",
            headers={**page.HEADERS, "Content-Language": language},
        )
    return Answer(body, entries=len(body["items"]))
