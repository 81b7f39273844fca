"""/v1/corrections/files: files that come for a month when it is locked."""

from typing import Any

from chalicelib.late_files import presenting, service
from chalicelib.late_files.records import LateFile
from chalicelib.late_files.schemas import (
    LateFileAnswer,
    LateFileBody,
    LateFileListAnswer,
    LateFileQuery,
    LateRowListAnswer,
    LateRowQuery,
)
from chalicelib.tenancy.roles import READERS, STAFF
from chalicelib.web.answers import Answer, created
from chalicelib.web.paging import listed, position
from chalicelib.web.registry import Routes
from chalicelib.web.request import Request

routes = Routes("Corrections")


@routes.get(
    "/v1/corrections/files",
    "late_files.list",
    "List files that came for locked months, the newest first",
    roles=READERS,
    query=LateFileQuery,
    answer=LateFileListAnswer,
)
def late_files(request: Request) -> Answer:
    query, context = request.query, request.context
    wanted = {name: query[name] for name in ("scheme", "period", "status") if name in query}
    found, after = service.page(context, wanted, query["limit"], position(request))
    return listed(request, presenting.described_all(context, found, request.language), after)


@routes.post(
    "/v1/corrections/files",
    "late_files.look",
    "Look at a file for a locked month: whom it would correct, from what to what",
    roles=STAFF,
    description=(
        "The file is sent as any other (`POST /v1/uploads` with `late`), and is rejected with "
        "`period_locked`; name that upload here. Nothing is corrected before it is ordered "
        "(`POST …/{late_file_id}/take`)."
    ),
    body=LateFileBody,
    answer=LateFileAnswer,
    status=201,
)
def look(request: Request) -> Answer:
    found = service.ask(request.context, request.body)
    return created(f"/v1/corrections/files/{found.id}", _shown(request, found))


@routes.get(
    "/v1/corrections/files/{late_file_id}",
    "late_files.read",
    "A file for a locked month: how far it is, and how many it corrects",
    roles=READERS,
    answer=LateFileAnswer,
    problems=(404,),
)
def late_file(request: Request, late_file_id: str) -> Answer:
    return Answer(_shown(request, service.existing(request.context, late_file_id)))


@routes.get(
    "/v1/corrections/files/{late_file_id}/rows",
    "late_files.rows",
    "Whose results a late file corrects, and which rows it refuses",
    roles=READERS,
    query=LateRowQuery,
    answer=LateRowListAnswer,
    problems=(404,),
)
def late_rows(request: Request, late_file_id: str) -> Answer:
    context, query = request.context, request.query
    late = service.existing(context, late_file_id)
    found, after = service.rows(
        context, late, query.get("outcome"), query["limit"], position(request)
    )
    shown = [presenting.described_row(row, request.language) for row in found]
    return listed(request, shown, after)


@routes.post(
    "/v1/corrections/files/{late_file_id}/take",
    "late_files.take",
    "Correct everybody's result that a late file changes, as it was seen",
    roles=STAFF,
    description=(
        "Each is a correction of its own (`cause` names the upload). A result that was corrected "
        "since the look stays as it is, and its row says so (`changed_since`). 409 "
        "`not_looked_at`."
    ),
    answer=LateFileAnswer,
    status=202,
    problems=(404, 409),
)
def take(request: Request, late_file_id: str) -> Answer:
    return Answer(_shown(request, service.order(request.context, late_file_id)), 202)


def _shown(request: Request, found: LateFile) -> dict[str, Any]:
    (body,) = presenting.described_all(request.context, [found], request.language)
    return body
