"""/v1/opinions."""

from typing import Any

from chalicelib.opinions import listing, presenting, service
from chalicelib.opinions.records import Opinion
from chalicelib.opinions.schemas import (
    OpinionAnswer,
    OpinionAnswerBody,
    OpinionBody,
    OpinionListAnswer,
    OpinionQuery,
)
from chalicelib.opinions.sight import seen
from chalicelib.tenancy.roles import EVERYBODY, STAFF
from chalicelib.web import exact_json
from chalicelib.web.answers import Answer, created
from chalicelib.web.etags import of_revision
from chalicelib.web.paging import listed, position
from chalicelib.web.registry import Routes
from chalicelib.web.request import Request

routes = Routes("Opinions")


@routes.get(
    "/v1/opinions",
    "opinions.list",
    "List opinions, the newest first",
    roles=EVERYBODY,
    description="hr, admin and auditors see all of them, everybody else the own.",
    query=OpinionQuery,
    answer=OpinionListAnswer,
)
def opinions(request: Request) -> Answer:
    query, context = request.query, request.context
    found, after = listing.page(context, query, query["limit"], position(request))
    return listed(request, presenting.described_all(context, found), after)


@routes.post(
    "/v1/opinions",
    "opinions.send",
    "Send an opinion on a scheme, a pilot of the own team, or the service",
    roles=EVERYBODY,
    description="By a credential that is bound to a person. The superior does not see it.",
    decides=True,
    body=OpinionBody,
    answer=OpinionAnswer,
    status=201,
    problems=(404,),
)
def send_opinion(request: Request) -> Answer:
    found = service.send(request.context, request.body)
    body, etag = _shown(request, found)
    return created(f"/v1/opinions/{found.id}", body, etag)


@routes.get(
    "/v1/opinions/{opinion_id}",
    "opinions.read",
    "An opinion, and what was answered",
    roles=EVERYBODY,
    answer=OpinionAnswer,
    problems=(404,),
)
def opinion(request: Request, opinion_id: str) -> Answer:
    return _answered(request, seen(request.context, opinion_id))


@routes.post(
    "/v1/opinions/{opinion_id}/answer",
    "opinions.answer",
    "Answer an opinion: adopted, declined or noted, with words",
    roles=STAFF,
    description=(
        "The last answer counts. With `award`, an adopted one proposes the award of its sender as "
        "a case, which somebody else confirms. 409 `award_proposed` after that, `own_opinion`, and "
        "for a locked period of the award."
    ),
    decides=True,
    body=OpinionAnswerBody,
    answer=OpinionAnswer,
    needs_if_match=True,
    problems=(404, 409, 412),
)
def answer_opinion(request: Request, opinion_id: str) -> Answer:
    context = request.context
    return _answered(request, service.answer(context, opinion_id, request.body, request.expected))


def _answered(request: Request, found: Opinion) -> Answer:
    body, etag = _shown(request, found)
    return Answer(body, etag=etag)


def _shown(request: Request, found: Opinion) -> tuple[dict[str, Any], str]:
    (body,) = presenting.described_all(request.context, [found])
    return body, of_revision(found.revision, exact_json.write(body))
