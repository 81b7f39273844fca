"""/v1/cases."""

from typing import Any

from chalicelib.cases import deciding, listing, presenting, service
from chalicelib.cases.deciding import Decided
from chalicelib.cases.records import Case
from chalicelib.cases.schemas import (
    CaseAnswer,
    CaseBody,
    CaseListAnswer,
    CasePatch,
    CaseQuery,
    CaseReasonBody,
)
from chalicelib.cases.sight import seen
from chalicelib.teams.sight import folds_named
from chalicelib.tenancy.roles import EVERYBODY, PLANNERS, STAFF
from chalicelib.web import exact_json
from chalicelib.web.answers import Answer, created
from chalicelib.web.etags import of_revision
from chalicelib.web.paging import listed, position
from chalicelib.web.registry import Routes
from chalicelib.web.request import Request

routes = Routes("Cases")


@routes.get(
    "/v1/cases",
    "cases.list",
    "List recorded cases, the newest period first",
    roles=EVERYBODY,
    description=(
        "A supervisor sees the own teams'. Of the own cases everybody, whatever their roles are, "
        "sees what was confirmed, and what they were asked about."
    ),
    query=CaseQuery,
    answer=CaseListAnswer,
)
def cases(request: Request) -> Answer:
    query, context = request.query, request.context
    team = folds_named(context, query.get("team"))
    found, after = listing.page(context, query, team, query["limit"], position(request))
    return listed(request, presenting.described_all(context, found), after)


@routes.post(
    "/v1/cases",
    "cases.propose",
    "Propose a veto, an exemption, an award or a penalty",
    roles=PLANNERS,
    description=(
        "It changes nothing until it is confirmed: in a locked month too, where its effect is then "
        "a correction. 409 `own_case` for a case about the caller."
    ),
    body=CaseBody,
    answer=CaseAnswer,
    status=201,
    problems=(409,),
)
def propose_case(request: Request) -> Answer:
    case = service.propose(request.context, request.body)
    body, etag = _shown(request, case)
    return created(f"/v1/cases/{case.id}", body, etag)


@routes.get(
    "/v1/cases/{case_id}",
    "cases.read",
    "A case, who decided it, and whether the result follows it",
    roles=EVERYBODY,
    answer=CaseAnswer,
    problems=(404,),
)
def case(request: Request, case_id: str) -> Answer:
    body, etag = _shown(request, seen(request.context, case_id))
    return Answer(body, etag=etag)


@routes.patch(
    "/v1/cases/{case_id}",
    "cases.change",
    "Change a proposed case, record that the person was heard",
    roles=PLANNERS,
    description=(
        "A hearing is of what the case said: a change of that takes it back (`former_hearings`), "
        "and the person is asked anew. 409 `case_decided` once the case is confirmed or declined, "
        "`own_case` for a case about the caller, `too_many_hearings` when five were taken back."
    ),
    body=CasePatch,
    answer=CaseAnswer,
    needs_if_match=True,
    problems=(404, 409, 412),
)
def change_case(request: Request, case_id: str) -> Answer:
    changed = service.change(request.context, case_id, request.body, request.expected)
    body, etag = _shown(request, changed)
    return Answer(body, etag=etag)


@routes.post(
    "/v1/cases/{case_id}/confirm",
    "cases.confirm",
    "Confirm a case: the person's result is scored again",
    roles=STAFF,
    description=(
        "409 `four_eyes` where the company asks for another person than who proposed it (whose "
        "`If-Match` then names what was read: 428 for `*`), "
        "`own_case` for a case about the caller, `not_heard` for a veto before the person was "
        "heard. A confirmed case may be confirmed again: its effect is asked for once more, if it "
        "has not come. In a locked month the effect is a correction (`/v1/corrections`), at once."
    ),
    answer=CaseAnswer,
    needs_if_match=True,
    decides=True,
    problems=(404, 409, 412),
)
def confirm_case(request: Request, case_id: str) -> Answer:
    return _decided(request, deciding.confirm(request.context, case_id, request.expected))


@routes.post(
    "/v1/cases/{case_id}/decline",
    "cases.decline",
    "Decline a proposed case",
    roles=STAFF,
    body=CaseReasonBody,
    answer=CaseAnswer,
    needs_if_match=True,
    decides=True,
    problems=(404, 409, 412),
)
def decline_case(request: Request, case_id: str) -> Answer:
    reason = request.body["reason"]
    return _decided(request, deciding.decline(request.context, case_id, reason, request.expected))


@routes.post(
    "/v1/cases/{case_id}/revoke",
    "cases.revoke",
    "Revoke a confirmed case: the person's result is scored again without it",
    roles=STAFF,
    description="In a locked month the effect is a correction (`/v1/corrections`), at once.",
    body=CaseReasonBody,
    answer=CaseAnswer,
    needs_if_match=True,
    decides=True,
    problems=(404, 409, 412),
)
def revoke_case(request: Request, case_id: str) -> Answer:
    reason = request.body["reason"]
    return _decided(request, deciding.revoke(request.context, case_id, reason, request.expected))


def _decided(request: Request, found: Decided) -> Answer:
    body, etag = _shown(request, found.case, due=found.due, corrects=found.corrects)
    return Answer(body, etag=etag)


def _shown(
    request: Request, case: Case, *, due: bool = False, corrects: bool = False
) -> tuple[dict[str, Any], str]:
    """Return the case's body and ETag. ``due``: its effect is asked for with this request's commit.
    ``corrects``: it is made with it.

    The ETag includes the body, because the effect changes without a new revision of the case.
    """
    body = presenting.described_all(request.context, [case], due=due, corrects=corrects)[0]
    return body, of_revision(case.revision, exact_json.write(body))
