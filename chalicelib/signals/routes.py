"""/v1/signals."""

from typing import Any

from chalicelib.signals import listing, presenting, service
from chalicelib.signals.records import Signal
from chalicelib.signals.schemas import (
    SignalAnswer,
    SignalCaseBody,
    SignalListAnswer,
    SignalQuery,
    SignalReasonBody,
)
from chalicelib.signals.sight import seen
from chalicelib.teams.sight import folds_named
from chalicelib.tenancy.roles import PLANNERS, STAFF
from chalicelib.web import exact_json
from chalicelib.web.answers import Answer, created
from chalicelib.web.etags import of_revision
from chalicelib.web.paging import listed, position
from chalicelib.web.registry import Routes
from chalicelib.web.request import Request

routes = Routes("Signals")


@routes.get(
    "/v1/signals",
    "signals.list",
    "List what looks odd in a scheme's period, and may become a case",
    roles=PLANNERS,
    description=(
        "As the latest run (`/v1/signal-runs`) found it. A supervisor sees the own teams', without "
        "flags about raters. Nobody sees signals about themselves."
    ),
    query=SignalQuery,
    answer=SignalListAnswer,
)
def signals(request: Request) -> Answer:
    query, context = request.query, request.context
    team = folds_named(context, query.get("team"))
    found, after = listing.page(context, query, team, query["limit"], position(request))
    return listed(request, presenting.described_all(context, found), after)


@routes.get(
    "/v1/signals/{signal_id}",
    "signals.read",
    "A signal: its figures, how they were worked out, and what was decided",
    roles=PLANNERS,
    answer=SignalAnswer,
    problems=(404,),
)
def signal(request: Request, signal_id: str) -> Answer:
    body, etag = _shown(request, seen(request.context, signal_id))
    return Answer(body, etag=etag)


@routes.post(
    "/v1/signals/{signal_id}/dismiss",
    "signals.dismiss",
    "Dismiss an open signal, with a reason",
    roles=STAFF,
    description="When a later run finds other figures, it is open again and keeps the reason.",
    body=SignalReasonBody,
    answer=SignalAnswer,
    needs_if_match=True,
    decides=True,
    problems=(404, 409, 412),
)
def dismiss_signal(request: Request, signal_id: str) -> Answer:
    reason = request.body["reason"]
    found = service.dismiss(request.context, signal_id, reason, request.expected)
    body, etag = _shown(request, found)
    return Answer(body, etag=etag)


@routes.post(
    "/v1/signals/{signal_id}/propose-case",
    "signals.propose_case",
    "Propose a case by a signal; somebody else confirms it",
    roles=PLANNERS,
    description=(
        "A proposed case about the person, with the signal's figures as evidence, as "
        "`POST /v1/cases` makes it: it changes nothing until it is confirmed, and on a veto the "
        "person is heard first. One signal proposes one case: 409 `case_proposed` after that. 409 "
        "`signal_outdated`, `signal_gone` where its figures stand no more."
    ),
    body=SignalCaseBody,
    answer=SignalAnswer,
    status=201,
    needs_if_match=True,
    problems=(404, 409, 412),
)
def propose_case(request: Request, signal_id: str) -> Answer:
    found, case = service.propose_case(request.context, signal_id, request.body, request.expected)
    body, etag = _shown(request, found)
    return created(f"/v1/cases/{case.id}", body, etag)


def _shown(request: Request, found: Signal) -> tuple[dict[str, Any], str]:
    """Return the signal's body and ETag, which includes the body: whether it is outdated changes
    without a new revision."""
    (body,) = presenting.described_all(request.context, [found])
    return body, of_revision(found.revision, exact_json.write(body))
