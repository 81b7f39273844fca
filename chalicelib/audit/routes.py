"""GET /v1/audit-events and the check of its seals."""

from collections.abc import Mapping, Sequence
from typing import Any

from chalicelib.audit import service
from chalicelib.audit.following import events_since
from chalicelib.audit.records import AuditEvent
from chalicelib.audit.schemas import (
    AuditListAnswer,
    AuditQuery,
    VerificationAnswer,
    VerificationQuery,
)
from chalicelib.tenancy.roles import AUDITORS
from chalicelib.web import syncing
from chalicelib.web.answers import Answer
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
        "person. With `target` a page may hold fewer than `limit` and still have a next one. With "
        "`sync` events come oldest first, of every month without `month`; events from which an "
        "erasure took a person come again."
    ),
    problems=(410,),
    query=AuditQuery,
    answer=AuditListAnswer,
)
def audit_events(request: Request) -> Answer:
    query, context = request.query, request.context
    month, target = query.get("month"), query.get("target")
    if target is not None:
        target = service.resolved(context, target)
    asked = syncing.asked(request)
    removed: Sequence[Mapping[str, Any]] = ()
    if asked.since is None:
        of_month = month or context.time[:7]
        events: Sequence[AuditEvent]
        events, after = service.page(context, of_month, query["limit"], asked.after, target)
    else:
        events, removed, after = events_since(
            context, asked.since, month, target, query["limit"], asked.after
        )
    shown = [service.described(event) for event in events]
    return syncing.synced(request, asked, shown, after, removed)


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
