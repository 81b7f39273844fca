"""/v1/exports and /v1/export-schedule."""

from collections.abc import Mapping, Sequence
from typing import Any

from chalicelib.exports import readiness, service
from chalicelib.exports.changes import changed
from chalicelib.exports.records import Schedule
from chalicelib.exports.schemas import (
    ExportAnswer,
    ExportBody,
    ExportListAnswer,
    ExportQuery,
    ReadinessAnswer,
    ReadinessQuery,
    ScheduleAnswer,
    ScheduleBody,
)
from chalicelib.periods.asked import check_asked_period
from chalicelib.tenancy.roles import PAY_READERS, PAYROLL, READERS, STAFF
from chalicelib.web import exact_json, syncing
from chalicelib.web.answers import Answer, created
from chalicelib.web.etags import of_revision
from chalicelib.web.registry import Routes
from chalicelib.web.request import Request

routes = Routes("Exports")


@routes.get(
    "/v1/exports",
    "exports.list",
    "List exports, newest first",
    roles=PAY_READERS,
    description=(
        "With `delivery` those at a state of their way to payroll: `fetched` ones are handed out "
        "and not answered whole. Links are in the answer for a single export."
    ),
    query=ExportQuery,
    answer=ExportListAnswer,
    problems=(410,),
)
def exports(request: Request) -> Answer:
    context, limit = request.context, request.query["limit"]
    asked, wanted = syncing.asked(request), service.wanted_of(request.query)
    removed: Sequence[Mapping[str, Any]] = ()
    if asked.since is None:
        found, after = service.page(context, wanted, limit, asked.after)
    else:
        found, removed, after = changed(context, wanted, asked.since, limit, asked.after)
    shown = [service.described(export, request.language) for export in found]
    return syncing.synced(request, asked, shown, after, removed)


@routes.post(
    "/v1/exports",
    "exports.create",
    "Export a period's coefficients to a file",
    roles=STAFF | PAYROLL,
    description=(
        "The file is written by itself; read the export until its `status` is `completed`. The "
        "same period and state give the same bytes. Results without enough data have an empty "
        "coefficient; a pilot's do not appear. With `content` `differences` it is what is due of "
        "corrected results (422 `no_differences` where nothing is). With `differences` "
        "`same_file` the file of a locked month has the lines that are due after its rows."
    ),
    body=ExportBody,
    answer=ExportAnswer,
    status=201,
)
def create_export(request: Request) -> Answer:
    export = service.create(request.context, request.body)
    body = service.described(export, request.language)
    return created(f"/v1/exports/{export.id}", body)


@routes.get(
    "/v1/exports/{export_id}",
    "exports.read",
    "An export: status, checksum, link",
    roles=PAY_READERS,
    description=(
        "The first answer with a link makes a file `fetched` (`delivery`, event `export.fetched`): "
        "payroll may have it from then on."
    ),
    answer=ExportAnswer,
    problems=(404, 409),
)
def export(request: Request, export_id: str) -> Answer:
    found = service.existing(request.context, export_id)
    return Answer(service.fetched(request.context, found, request.language))


@routes.get(
    "/v1/exports/readiness",
    "exports.readiness",
    "Whether a period may go to payroll, and what stands in the way",
    roles=PAY_READERS,
    description=(
        "Of a period that is not locked: what locking would refuse, each with its count and the "
        "member of `accept` that takes it, and that it is not locked. Of a locked one: its "
        "snapshot, until that is taken. The counts are those of the board. `exportable`: a file "
        "of the results as they stand can be made at any time. `differences` counts what is on its "
        "way of corrected results of the scheme."
    ),
    query=ReadinessQuery,
    answer=ReadinessAnswer,
    problems=(404,),
)
def export_readiness(request: Request) -> Answer:
    context, query = request.context, request.query
    check_asked_period(context, query["period"])
    found = readiness.readiness(context, query["period"], query["scheme"])
    return Answer(readiness.described(found))


@routes.get(
    "/v1/export-schedule",
    "export_schedule.read",
    "When exports are made by themselves",
    roles=READERS,
    answer=ScheduleAnswer,
)
def export_schedule(request: Request) -> Answer:
    return _schedule(request, service.schedule(request.context))


@routes.put(
    "/v1/export-schedule",
    "export_schedule.change",
    "Set when exports are made by themselves",
    roles=STAFF,
    description=(
        "Every month on `day` at `hour`, in the tenant's time zone, the month before is exported, "
        "once, whatever is saved when. A month that is shorter is due on its last day. A schedule "
        "that is switched on begins with the first due time from then on. A month that is due "
        "already is exported as the schedule before says, also when this one switches it off. A "
        "day moved to before today makes the month due at once, unless it was exported already; "
        "one moved to a day still to come makes this month due then, on the same condition. "
        "With `latest_day` a due month waits for its lock until that day, and is then exported as "
        "it stands; with `only_when_locked` it waits for its lock however long, and is overdue "
        "from `latest_day` on (`waiting`, event `export_schedule.overdue`)."
    ),
    body=ScheduleBody,
    answer=ScheduleAnswer,
    needs_if_match=True,
    problems=(412,),
)
def put_export_schedule(request: Request) -> Answer:
    changed = service.change_schedule(request.context, request.body, request.expected)
    return _schedule(request, changed)


def _schedule(request: Request, found: Schedule) -> Answer:
    """Answer with the schedule. The ETag includes the body: ``next_due`` has no revision."""
    body = service.described_whole_schedule(request.context, found)
    return Answer(body, etag=of_revision(found.revision, exact_json.write(body)))
