"""/v1/employees."""

from chalicelib.people import batches, headcount, listing, presenting, renaming, service
from chalicelib.people.batch_schemas import (
    CONTINUE,
    EmployeeBatchAnswer,
    EmployeeBatchBody,
)
from chalicelib.people.filters import Filters
from chalicelib.people.following import changed_people
from chalicelib.people.schemas import (
    EmployeeAnswer,
    EmployeeBody,
    EmployeeChange,
    EmployeeListAnswer,
    EmployeeQuery,
    HeadcountAnswer,
    RehireBody,
    RenameBody,
)
from chalicelib.teams.sight import folds_named
from chalicelib.tenancy.roles import EVERYBODY, LEADERS, READERS, STAFF
from chalicelib.web import syncing
from chalicelib.web.answers import Answer, created, no_content
from chalicelib.web.path_parameters import checked_employee_id
from chalicelib.web.registry import Routes
from chalicelib.web.request import Request

routes = Routes("Employees")


@routes.get(
    "/v1/employees",
    "employees.list",
    "List people",
    roles=LEADERS,
    description=(
        "A supervisor sees the own teams. Deleted people appear with `modified_since` or "
        "`status=deleted`. A page may hold fewer than `limit` and still have a next one. "
        "`bonus_base` and `leave` are null for a supervisor. With `sync` deleted people "
        "are among the `items`; erased ones, and who is in this list no more, in `removed`."
    ),
    query=EmployeeQuery,
    answer=EmployeeListAnswer,
    problems=(410,),
)
def employees(request: Request) -> Answer:
    query, context = request.query, request.context
    team = folds_named(context, query.get("team"))
    asked = syncing.asked(request, team)
    if asked.since is None:
        found = listing.page(context, query, team, query["limit"], asked.after)
    else:
        filters = Filters(query, team, deleted=True)
        found = changed_people(context, filters, asked.since, query["limit"], asked.after)
    items = presenting.shown_all(context, found.items)
    return syncing.synced(request, asked, items, found.after, found.removed)


@routes.get(
    "/v1/headcount",
    "headcount.read",
    "How many people there are, by status and team",
    roles=READERS,
    description=(
        "Stored numbers, changed with each person: exact, and no register is read. Status and team "
        "are those of the day on which a person was last written. Up to 5,000 teams by their text."
    ),
    answer=HeadcountAnswer,
)
def headcount_read(request: Request) -> Answer:
    return Answer(headcount.described(request.context))


@routes.get(
    "/v1/employees/{employee_id}",
    "employees.read",
    "One person",
    roles=EVERYBODY,
    description="`bonus_base` and `leave` are null for a supervisor and an agent.",
    answer=EmployeeAnswer,
    problems=(404,),
)
def employee(request: Request, employee_id: str) -> Answer:
    found = service.seen(request.context, employee_id)
    body = presenting.shown(request.context, found)
    return Answer(body, etag=presenting.etag_of(found, body))


@routes.put(
    "/v1/employees/{employee_id}",
    "employees.change",
    "Make a person, or name one whole",
    roles=STAFF,
    description=(
        "Every member that has a value is named, or null to empty it (422 `would_empty`). "
        "An id that was a deleted or renamed person's needs `rehired` or `new_person` (409 "
        "`employee_id_used`, `former_employee_id`). "
        "422 `too_many_employees` for a new one beyond the company's limit, 409 "
        "`external_id_taken` for an id in another system that is somebody else's."
    ),
    body=EmployeeBody,
    answer=EmployeeAnswer,
    creates=True,
    takes_if_match=True,
    problems=(409, 412),
)
def put_employee(request: Request, employee_id: str) -> Answer:
    checked_employee_id(employee_id)
    found, new = service.put(request.context, employee_id, request.body, request.expected)
    body = presenting.shown(request.context, found)
    etag = presenting.etag_of(found, body)
    return created(f"/v1/employees/{employee_id}", body, etag) if new else Answer(body, etag=etag)


@routes.patch(
    "/v1/employees/{employee_id}",
    "employees.update",
    "Change what is named of a person",
    roles=STAFF,
    description=(
        'RFC 7396: null empties a member, and `external_ids: {"payroll": null}` removes one '
        "system. What is not named stays. 409 `external_id_taken` as for PUT."
    ),
    body=EmployeeChange,
    answer=EmployeeAnswer,
    takes_if_match=True,
    problems=(404, 409, 412),
)
def change_employee(request: Request, employee_id: str) -> Answer:
    found = service.change(request.context, employee_id, request.body, request.expected)
    body = presenting.shown(request.context, found)
    return Answer(body, etag=presenting.etag_of(found, body))


@routes.delete(
    "/v1/employees/{employee_id}",
    "employees.delete",
    "Remove a person from the register",
    roles=STAFF,
    description="The id stays as a tombstone; results stay readable.",
    status=204,
    takes_if_match=True,
    problems=(404, 412),
)
def delete_employee(request: Request, employee_id: str) -> Answer:
    service.delete(request.context, employee_id, request.expected)
    return no_content()


@routes.post(
    "/v1/employees/{employee_id}/rename",
    "employees.rename",
    "Another id for the same person",
    roles=STAFF,
    description=(
        "Results, plans and keys follow. The old id leads to nobody until somebody else has it. "
        "409 `employee_id_taken`, and `employee_id_used` unless `reuse`."
    ),
    body=RenameBody,
    answer=EmployeeAnswer,
    takes_if_match=True,
    problems=(404, 409, 412),
)
def rename_employee(request: Request, employee_id: str) -> Answer:
    body = request.body
    found = renaming.rename(
        request.context,
        employee_id,
        body["employee_id"],
        reuse=body["reuse"],
        expected=request.expected,
    )
    body = presenting.shown(request.context, found)
    return Answer(body, etag=presenting.etag_of(found, body))


@routes.post(
    "/v1/employees/{employee_id}/rehire",
    "employees.rehire",
    "The return of somebody who left or was deleted",
    roles=STAFF,
    description=(
        "The person has this id from now on, with all former results. `person` brings back "
        "somebody whose former id is somebody else's now."
    ),
    body=RehireBody,
    answer=EmployeeAnswer,
    takes_if_match=True,
    problems=(404, 409, 412),
)
def rehire_employee(request: Request, employee_id: str) -> Answer:
    checked_employee_id(employee_id)
    found = renaming.rehire(request.context, employee_id, request.body, request.expected)
    body = presenting.shown(request.context, found)
    return Answer(body, etag=presenting.etag_of(found, body))


@routes.post(
    "/v1/employees/batch",
    "employees.batch",
    "Up to 500 people, whole or only what is named",
    batch=True,
    roles=STAFF,
    description=(
        "Some fifty at a time are written together, none over what another request does meanwhile "
        "(412, 409); sending the same batch again completes it. With `on_error: reject` a row at "
        "fault refuses the batch before anything is written (422, 409), and so do new people "
        "beyond the company's limit (422 `too_many_employees`) and ids in other systems that are "
        "somebody else's (422 `external_id_taken`). With `continue` the other rows are written."
    ),
    body=EmployeeBatchBody,
    answer=EmployeeBatchAnswer,
    problems=(409, 412),
)
def employees_batch(request: Request) -> Answer:
    body = request.body
    outcomes = batches.write(
        request.context, body["employees"], body["mode"], apart=body["on_error"] == CONTINUE
    )
    return Answer(batches.described(outcomes, request.language))
