"""/v1/corrections."""

from typing import Any

from chalicelib.corrections import basis, listing, presenting, service
from chalicelib.corrections.records import Correction
from chalicelib.corrections.schemas import (
    BasisBody,
    CorrectionAnswer,
    CorrectionBody,
    CorrectionListAnswer,
    CorrectionQuery,
)
from chalicelib.corrections.sight import seen
from chalicelib.differences import presenting as difference_presenting
from chalicelib.differences.schemas import DifferenceAnswer
from chalicelib.teams.sight import folds_named
from chalicelib.tenancy.roles import EVERYBODY, STAFF
from chalicelib.web.answers import Answer, created
from chalicelib.web.paging import listed, position
from chalicelib.web.registry import Routes
from chalicelib.web.request import Request

routes = Routes("Corrections")


@routes.get(
    "/v1/corrections",
    "corrections.list",
    "List corrections of locked months, the newest first",
    roles=EVERYBODY,
    description="A supervisor sees the own teams', an agent the own.",
    query=CorrectionQuery,
    answer=CorrectionListAnswer,
)
def corrections(request: Request) -> Answer:
    query, context = request.query, request.context
    team = folds_named(context, query.get("team"))
    found, after = listing.page(context, query, team, query["limit"], position(request))
    return listed(request, presenting.described_all(context, found), after)


@routes.post(
    "/v1/corrections",
    "corrections.make",
    "Correct figures of a person in a locked month, or declare the result void",
    roles=STAFF,
    description=(
        "The corrected result stands beside the locked one (`effective=true` of scorecards and "
        "coefficients), as a revision that names the correction. The locked result, its rank, its "
        "snapshot and files never change, nor anybody else's. The next month's results are made "
        "with what stands: in an open month the person's becomes outdated, in a locked one it is "
        "corrected too (`follows`). Several corrections add up, and one may lead back. Figures of "
        "somebody without a result in the month make the first one: `before` is null, and all of "
        "the coefficient is due. Refused "
        "(409 `not_locked`) in an open month, (409 `same_result`) where nothing would change, "
        "(409 `void`) for figures of a void result, (409 `not_void`), and (422 `takes_team_mean`) "
        "where a line would newly take a team's mean."
    ),
    body=CorrectionBody,
    answer=CorrectionAnswer,
    status=201,
    problems=(409,),
)
def make_correction(request: Request) -> Answer:
    found = service.make(request.context, request.body)
    return created(f"/v1/corrections/{found.id}", _shown(request, found))


@routes.get(
    "/v1/corrections/{correction_id}",
    "corrections.read",
    "A correction: what was wrong, before and after, and the difference",
    roles=EVERYBODY,
    answer=CorrectionAnswer,
    problems=(404,),
)
def correction(request: Request, correction_id: str) -> Answer:
    return Answer(_shown(request, seen(request.context, correction_id)))


@routes.post(
    "/v1/corrections/{correction_id}/basis",
    "corrections.basis",
    "Record the consent or legal basis of money back, or waive it",
    roles=STAFF,
    description=(
        "Of the result that was corrected, as it stands now: money back is in no file before. "
        "Recorded again it replaces the one before, until a file has a line; each line keeps the "
        "one by which it was made. A correction to another coefficient asks for it anew. 409 "
        "`nothing_back` where nothing is to be taken back, or a file has it; 409 `own_result`."
    ),
    body=BasisBody,
    answer=DifferenceAnswer,
    problems=(404, 409),
)
def record_basis(request: Request, correction_id: str) -> Answer:
    found = basis.record(request.context, correction_id, request.body)
    (body,) = difference_presenting.described_all(request.context, [found])
    return Answer(body)


def _shown(request: Request, found: Correction) -> dict[str, Any]:
    (body,) = presenting.described_all(request.context, [found])
    return body
