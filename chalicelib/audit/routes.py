"""GET /v1/audit-events."""

from chalicelib.audit import service
from chalicelib.audit.schemas import AuditListAnswer, AuditQuery
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
    query=AuditQuery,
    answer=AuditListAnswer,
)
def audit_events(request: Request) -> Answer:
    month = request.query.get("month") or request.context.time[:7]
    events, after = service.page(request.context, month, request.query["limit"], position(request))
    return listed(request, [service.described(event) for event in events], after)
