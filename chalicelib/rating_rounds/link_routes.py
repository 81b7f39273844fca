"""/v1/rating-rounds/{round_id}/links: links for raters without an account."""

from chalicelib.rating_rounds import link_presenting, links
from chalicelib.rating_rounds.link_schemas import (
    NewRatingLinksAnswer,
    RatingLinkListAnswer,
    RatingLinksBody,
)
from chalicelib.rating_rounds.making import existing
from chalicelib.tenancy.api_secret import CACHE_SECONDS
from chalicelib.tenancy.roles import STAFF
from chalicelib.web.answers import Answer, created, no_content
from chalicelib.web.paging import ListQuery, listed, position
from chalicelib.web.registry import Routes
from chalicelib.web.request import Request

routes = Routes("Rating rounds")


@routes.post(
    "/v1/rating-rounds/{round_id}/links",
    "rating_links.draw",
    "Draw links for raters without an account, as a list that the company sends",
    roles=STAFF,
    description=(
        "JSON or, with `Accept: text/csv`, CSV (UTF-8 with BOM). The secrets are shown this once; "
        "hashes of them are kept. A rater's former link ends, with the session it opened. A link "
        "is opened once (`POST /v1/rating-sessions`), and is over when the round closes or all "
        "forms are submitted. 409 `nobody_to_link`. 422 `too_many_links` for more than 90 raters."
    ),
    body=RatingLinksBody,
    answer=NewRatingLinksAnswer,
    status=201,
    media=("text/csv",),
    headers=("Content-Disposition",),
    problems=(404, 409, 412),
)
def draw_links(request: Request, round_id: str) -> Answer:
    drawn = links.draw(request.context, round_id, request.body)
    body = link_presenting.new_ones(drawn, request.body.get("page"))
    made = created(f"/v1/rating-rounds/{round_id}/links", body)
    if not request.accepts("text/csv"):
        return made
    shown = {"Content-Disposition": f'attachment; filename="{round_id}-links.csv"'}
    return Answer(
        status=201,
        content=link_presenting.as_csv(body["items"]),
        content_type="text/csv; charset=utf-8",
        headers={**made.headers, **shown},
    )


@routes.get(
    "/v1/rating-rounds/{round_id}/links",
    "rating_links.list",
    "List a round's links, without their secrets",
    roles=STAFF,
    query=ListQuery,
    answer=RatingLinkListAnswer,
    problems=(404,),
)
def list_links(request: Request, round_id: str) -> Answer:
    context = request.context
    found = existing(context, round_id)
    some, after = links.page(context, found, request.query["limit"], position(request))
    return listed(request, link_presenting.described(context, found, some), after)


@routes.delete(
    "/v1/rating-rounds/{round_id}/links",
    "rating_links.revoke_all",
    "Revoke all links of an open round, and the sessions that they opened",
    roles=STAFF,
    status=204,
    problems=(404, 409, 412),
)
def revoke_links(request: Request, round_id: str) -> Answer:
    links.revoke_all(request.context, round_id)
    return no_content()


@routes.delete(
    "/v1/rating-rounds/{round_id}/links/{employee_id}",
    "rating_links.revoke",
    "Revoke the link of one rater, and the session that it opened",
    roles=STAFF,
    description=f"A session is refused within {CACHE_SECONDS} seconds.",
    status=204,
    problems=(404,),
)
def revoke_link(request: Request, round_id: str, employee_id: str) -> Answer:
    links.revoke(request.context, round_id, employee_id)
    return no_content()
