"""GET /v1/audit-events and the check of its seals."""

from chalicelib.audit import service
from chalicelib.audit.schemas import (
    AuditListAnswer,
    AuditQuery,
    VerificationAnswer,
    VerificationQuery,
)
from chalicelib.tenancy.roles import AUDITORS
from chalicelib.web.answers import Answer
from chalicelib.web.paging import listed, position
from chalicelib.web.registry import Routes
from chalicelib.web.request import Request

routes = Routes("Audit")


@routes.get(
    "/v1/audit-events",
    "audit.list",
    "Who changed what, when, before and after",
    roles=AUDITORS,
    description=(
        "`before` and `after` of a change are the changed members alone where the event tells a "
        "person. With `target` a page may hold fewer than `limit` and still have a next one."
    ),
    query=AuditQuery,
    answer=AuditListAnswer,
)
def audit_events(request: Request) -> Answer:
    month = request.query.get("month") or request.context.time[:7]
    query = request.query
    events, after = service.page(
        request.context, month, query["limit"], position(request), query.get("target")
    )
    return listed(request, [service.described(event) for event in events], after)


@routes.get(
    "/v1/audit-events/verification",
    "audit.verify",
    "Whether the audit log is as it was sealed",
    roles=AUDITORS,
    description=(
        "Every hour the events older than 15 minutes are sealed into a chain. One request checks "
        "10 seals, some 2,000 events, and names the first event or seal that was changed, removed, "
        "added or replaced. Ask again with `after` of the answer until it is null. Keep "
        "`last_seal` outside the service: `kept` finds out whether the chain was made anew."
    ),
    query=VerificationQuery,
    answer=VerificationAnswer,
)
def verification(request: Request) -> Answer:
    report = service.verified(request.context, request.query["after"], request.query.get("kept"))
    return Answer(service.described_report(report))
