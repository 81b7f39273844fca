"""/v1/interviews."""

from typing import Any

from chalicelib.interviews import listing, presenting, service
from chalicelib.interviews.records import Interview
from chalicelib.interviews.schemas import (
    InterviewAnswer,
    InterviewAnswerBody,
    InterviewBody,
    InterviewListAnswer,
    InterviewPatch,
    InterviewQuery,
)
from chalicelib.interviews.sight import seen
from chalicelib.teams.sight import folds_named
from chalicelib.tenancy.roles import EVERYBODY, PLANNERS, SCORED
from chalicelib.web import exact_json
from chalicelib.web.answers import Answer, created
from chalicelib.web.etags import of_revision
from chalicelib.web.paging import listed, position
from chalicelib.web.registry import Routes
from chalicelib.web.request import Request

routes = Routes("Interviews")


@routes.get(
    "/v1/interviews",
    "interviews.list",
    "List interviews, the newest first",
    roles=EVERYBODY,
    description="A supervisor sees the own teams', an agent the own.",
    query=InterviewQuery,
    answer=InterviewListAnswer,
)
def interviews(request: Request) -> Answer:
    query, context = request.query, request.context
    team = folds_named(context, query.get("team"))
    found, after = listing.page(context, query, team, query["limit"], position(request))
    return listed(request, presenting.described_all(context, found), after)


@routes.post(
    "/v1/interviews",
    "interviews.record",
    "Record an interview about a published result",
    roles=PLANNERS,
    description=(
        "When it was held, what went well and what did not, causes found together, what was "
        "agreed. 409 `not_published`, and `own_interview` for the caller's own result."
    ),
    body=InterviewBody,
    answer=InterviewAnswer,
    status=201,
    problems=(409,),
)
def record_interview(request: Request) -> Answer:
    found = service.record(request.context, request.body)
    body, etag = _shown(request, found)
    return created(f"/v1/interviews/{found.id}", body, etag)


@routes.get(
    "/v1/interviews/{interview_id}",
    "interviews.read",
    "An interview, and what its person says of it",
    roles=EVERYBODY,
    answer=InterviewAnswer,
    problems=(404,),
)
def interview(request: Request, interview_id: str) -> Answer:
    return _answered(request, seen(request.context, interview_id))


@routes.patch(
    "/v1/interviews/{interview_id}",
    "interviews.change",
    "Change an interview that is not confirmed",
    roles=PLANNERS,
    description="The person is asked anew. 409 `interview_confirmed` once it is confirmed.",
    body=InterviewPatch,
    answer=InterviewAnswer,
    needs_if_match=True,
    problems=(404, 409, 412),
)
def change_interview(request: Request, interview_id: str) -> Answer:
    context = request.context
    return _answered(request, service.change(context, interview_id, request.body, request.expected))


@routes.post(
    "/v1/interviews/{interview_id}/answer",
    "interviews.answer",
    "Say, as the person, whether an interview took place, with a remark",
    roles=SCORED,
    description=(
        "Confirmed, it changes no more. Denied, it may be changed, and answered again. 409 "
        "`interview_confirmed`."
    ),
    body=InterviewAnswerBody,
    answer=InterviewAnswer,
    needs_if_match=True,
    problems=(404, 409, 412),
)
def answer_interview(request: Request, interview_id: str) -> Answer:
    context = request.context
    return _answered(request, service.answer(context, interview_id, request.body, request.expected))


def _answered(request: Request, found: Interview) -> Answer:
    body, etag = _shown(request, found)
    return Answer(body, etag=etag)


def _shown(request: Request, found: Interview) -> tuple[dict[str, Any], str]:
    (body,) = presenting.described_all(request.context, [found])
    return body, of_revision(found.revision, exact_json.write(body))
