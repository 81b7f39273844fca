"""GET /v1/audit-events."""

from typing import Any

from chalicelib.audit import service
from chalicelib.audit.records import AuditEvent
from chalicelib.audit.schemas import AuditListAnswer, AuditQuery
from chalicelib.web import exact_json
from chalicelib.web.answers import Answer
from chalicelib.web.paging import listed, position
from chalicelib.web.registry import Routes
from chalicelib.web.request import Request

routes = Routes("Audit")


@routes.get(
    "/v1/audit-events",
    "audit.list",
    "Who changed what, when, before and after",
    query=AuditQuery,
    answer=AuditListAnswer,
)
def audit_events(request: Request) -> Answer:
    month = request.query.get("month") or request.context.time[:7]
    events, after = service.page(request.context, month, request.query["limit"], position(request))
    return listed(request, [_body(event) for event in events], after)


def _body(event: AuditEvent) -> dict[str, Any]:
    return {
        "id": event.id,
        "at": event.at,
        "actor": event.actor,
        "role": event.role,
        "action": event.action,
        "target": event.target,
        "before": exact_json.read(event.before) if event.before else None,
        "after": exact_json.read(event.after) if event.after else None,
    }
