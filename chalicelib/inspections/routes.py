"""/v1/inspections and /v1/inspection-tasks."""

from typing import Any

from chalicelib.inspections import changing, handing_on, presenting, service, tasks
from chalicelib.inspections.draw_schemas import DrawAnswer, DrawQuery
from chalicelib.inspections.records import Inspection
from chalicelib.inspections.schemas import (
    InspectionBody,
    InspectionHandOn,
    InspectionListAnswer,
    InspectionPatch,
    InspectionQuery,
)
from chalicelib.inspections.statistics_schemas import InspectionAnswer
from chalicelib.inspections.task_schemas import TaskAnswer, TaskBody, TaskListAnswer, TaskQuery
from chalicelib.inspections.tasks import Task
from chalicelib.tenancy.roles import INSPECTORS, READERS, STAFF
from chalicelib.web import exact_json
from chalicelib.web.answers import Answer, created
from chalicelib.web.etags import of_revision
from chalicelib.web.paging import listed, position
from chalicelib.web.registry import Routes
from chalicelib.web.request import Request

routes = Routes("Inspections")


@routes.get(
    "/v1/inspections",
    "inspections.list",
    "List inspections, the newest first",
    roles=READERS,
    query=InspectionQuery,
    answer=InspectionListAnswer,
)
def inspections(request: Request) -> Answer:
    query, context = request.query, request.context
    found, after = service.page(context, query, query["limit"], position(request))
    return listed(request, presenting.described_all(context, found, request.language), after)


@routes.post(
    "/v1/inspections",
    "inspections.create",
    "Draw contacts of each person for inspectors to judge",
    roles=STAFF,
    description=(
        "The draw is made in the background: `drawing`, then `open`. Its seed and frame are kept, "
        "so that anybody can draw again. The source must be judged by inspection in the scheme "
        "(`judged_by`). 409 for a locked period."
    ),
    body=InspectionBody,
    answer=InspectionAnswer,
    status=201,
    problems=(409,),
)
def create_inspection(request: Request) -> Answer:
    made = service.create(request.context, request.body)
    shown = _shown(request, made)
    return created(f"/v1/inspections/{made.id}", shown.body, shown.etag)


@routes.get(
    "/v1/inspections/{inspection_id}",
    "inspections.read",
    "An inspection: the draw, what is judged, how far it is, what is said of the inspectors",
    roles=READERS,
    answer=InspectionAnswer,
    problems=(404,),
)
def inspection(request: Request, inspection_id: str) -> Answer:
    return _shown(request, service.existing(request.context, inspection_id))


@routes.patch(
    "/v1/inspections/{inspection_id}",
    "inspections.change",
    "Close, reopen or cancel an inspection",
    roles=STAFF,
    description=(
        "`closed`: what was judged becomes the figures of the source, as an upload of its own; "
        "409 `tasks_open` unless their number is accepted. `open` takes a closed one back to its "
        "inspectors; its figures stand until it is closed again. `cancelled`: nothing of it "
        "counts. 409 for a locked period."
    ),
    body=InspectionPatch,
    answer=InspectionAnswer,
    needs_if_match=True,
    problems=(404, 409, 412),
)
def change_inspection(request: Request, inspection_id: str) -> Answer:
    changed = changing.change(request.context, inspection_id, request.body, request.expected)
    return _shown(request, changed)


@routes.post(
    "/v1/inspections/{inspection_id}/hand-on",
    "inspections.hand_on",
    "Hand the open tasks of an inspector on to others",
    roles=STAFF,
    description=(
        "Of an open inspection, in the background: `handing_on`, then `open`. What was submitted "
        "stays with who judged it; drafts are lost. Tasks go by the seed to who has fewest, never "
        "to who judges the ticket already or whose contact it is; one that nobody may judge stays. "
        "The inspector gets no more tasks until named in `to`. 409 `nobody_to_hand_on_to`, "
        "`inspection_not_open`, `under_way`, or a locked period."
    ),
    body=InspectionHandOn,
    answer=InspectionAnswer,
    needs_if_match=True,
    problems=(404, 409, 412),
)
def hand_on(request: Request, inspection_id: str) -> Answer:
    changed = handing_on.hand_on(request.context, inspection_id, request.body, request.expected)
    return _shown(request, changed)


@routes.get(
    "/v1/inspections/{inspection_id}/draw",
    "inspections.draw",
    "What is needed to draw again: the seed, the terms, and the frame with what was drawn",
    roles=READERS,
    description="An entry has up to 100 contacts of one person.",
    query=DrawQuery,
    answer=DrawAnswer,
    problems=(404,),
)
def draw(request: Request, inspection_id: str) -> Answer:
    context, query = request.context, request.query
    found = service.existing(context, inspection_id)
    parts, after = presenting.draw_page(context, found, query["limit"], position(request))
    answer = listed(request, parts, after)
    return Answer({"terms": presenting.described_terms(found), **answer.body})


@routes.get(
    "/v1/inspection-tasks",
    "inspection_tasks.list",
    "List the caller's own tasks, the newest inspection first",
    roles=INSPECTORS,
    description="A page is read before it is filtered by status, so it may be empty and not last.",
    query=TaskQuery,
    answer=TaskListAnswer,
)
def task_list(request: Request) -> Answer:
    query, context = request.query, request.context
    found, after = tasks.page(context, query, query["limit"], position(request))
    return listed(request, presenting.described_tasks(context, found), after)


@routes.get(
    "/v1/inspection-tasks/{inspection_task_id}",
    "inspection_tasks.read",
    "One of the caller's tasks: the contact, the checklist, what was judged so far",
    roles=INSPECTORS,
    description="409 `task_handed_on`: it has gone to another inspector.",
    answer=TaskAnswer,
    problems=(404, 409),
)
def task(request: Request, inspection_task_id: str) -> Answer:
    body, etag = _shown_task(request, tasks.existing(request.context, inspection_task_id))
    return Answer(body, etag=etag)


@routes.put(
    "/v1/inspection-tasks/{inspection_task_id}",
    "inspection_tasks.save",
    "Save or submit what was judged of a contact",
    roles=INSPECTORS,
    description=(
        "409 `inspection_not_open`, `inspector_left`, `task_compared` (both inspectors have "
        "submitted), `task_submitted` (it becomes no draft again), `task_handed_on`."
    ),
    body=TaskBody,
    answer=TaskAnswer,
    needs_if_match=True,
    problems=(404, 409, 412),
)
def save_task(request: Request, inspection_task_id: str) -> Answer:
    saved = tasks.save(request.context, inspection_task_id, request.body, request.expected)
    body, etag = _shown_task(request, saved)
    return Answer(body, etag=etag)


def _shown(request: Request, found: Inspection) -> Answer:
    """Return an inspection, with an ETag that includes how far the inspectors are."""
    body = presenting.described_whole(request.context, found, request.language)
    return Answer(body, etag=of_revision(found.revision, exact_json.write(body)))


def _shown_task(request: Request, found: Task) -> tuple[dict[str, Any], str]:
    body = presenting.described_task(request.context, found)
    return body, of_revision(found.own.revision, exact_json.write(body))
