"""/v1/review-meetings."""

from typing import Any

from chalicelib.review_meetings import listing, presenting, service
from chalicelib.review_meetings.records import ReviewMeeting
from chalicelib.review_meetings.schemas import (
    MeetingAnswer,
    MeetingBody,
    MeetingListAnswer,
    MeetingPatch,
    MeetingQuery,
)
from chalicelib.review_meetings.sight import seen
from chalicelib.teams.sight import folds_named
from chalicelib.tenancy.roles import LEADERS, PLANNERS
from chalicelib.web import exact_json
from chalicelib.web.answers import Answer, created
from chalicelib.web.etags import of_revision
from chalicelib.web.paging import listed, position
from chalicelib.web.registry import Routes
from chalicelib.web.request import Request

routes = Routes("Review meetings")


@routes.get(
    "/v1/review-meetings",
    "review_meetings.list",
    "List review meetings, the newest first",
    roles=LEADERS,
    description=(
        "A supervisor sees those of the own teams, and of the departments that the credential "
        "supervises or the person is head of a team of."
    ),
    query=MeetingQuery,
    answer=MeetingListAnswer,
)
def review_meetings(request: Request) -> Answer:
    query, context = request.query, request.context
    team = folds_named(context, query.get("team"))
    found, after = listing.page(context, query, team, query["limit"], position(request))
    return listed(request, presenting.described_all(context, found), after)


@routes.post(
    "/v1/review-meetings",
    "review_meetings.record",
    "Record a meeting of a team or department on a period",
    roles=PLANNERS,
    description=(
        "When it was held, who took part, which indicators were looked at, causes that several "
        "people have in common, what was decided. A decision with a `plan` makes an improvement "
        "plan for the team or department, `agreed`, which is followed up as any plan is."
    ),
    body=MeetingBody,
    answer=MeetingAnswer,
    status=201,
)
def record_meeting(request: Request) -> Answer:
    found = service.record(request.context, request.body)
    body, etag = _shown(request, found)
    return created(f"/v1/review-meetings/{found.id}", body, etag)


@routes.get(
    "/v1/review-meetings/{meeting_id}",
    "review_meetings.read",
    "A review meeting, with what it decided",
    roles=LEADERS,
    answer=MeetingAnswer,
    problems=(404,),
)
def review_meeting(request: Request, meeting_id: str) -> Answer:
    body, etag = _shown(request, seen(request.context, meeting_id))
    return Answer(body, etag=etag)


@routes.patch(
    "/v1/review-meetings/{meeting_id}",
    "review_meetings.change",
    "Complete a review meeting, and add decisions",
    roles=PLANNERS,
    description="A decision is never changed; its plan is changed as plans are.",
    body=MeetingPatch,
    answer=MeetingAnswer,
    needs_if_match=True,
    problems=(404, 409, 412),
)
def change_meeting(request: Request, meeting_id: str) -> Answer:
    changed = service.change(request.context, meeting_id, request.body, request.expected)
    body, etag = _shown(request, changed)
    return Answer(body, etag=etag)


def _shown(request: Request, found: ReviewMeeting) -> tuple[dict[str, Any], str]:
    (body,) = presenting.described_all(request.context, [found])
    return body, of_revision(found.revision, exact_json.write(body))
