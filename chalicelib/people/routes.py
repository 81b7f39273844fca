"""/v1/employees."""

from chalicelib.people import batches, presenting, renaming, service
from chalicelib.people.schemas import (
    EmployeeAnswer,
    EmployeeBatchAnswer,
    EmployeeBatchBody,
    EmployeeBody,
    EmployeeListAnswer,
    EmployeeQuery,
    RehireBody,
    RenameBody,
)
from chalicelib.tenancy.roles import EVERYBODY, LEADERS, STAFF
from chalicelib.web.answers import Answer, created, no_content
from chalicelib.web.paging import listed, position
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
        "`bonus_base` is null for a supervisor."
    ),
    query=EmployeeQuery,
    answer=EmployeeListAnswer,
)
def employees(request: Request) -> Answer:
    query = request.query
    found, after = service.page(request.context, query, query["limit"], position(request))
    return listed(request, presenting.shown_all(request.context, found), after)


@routes.get(
    "/v1/employees/{employee_id}",
    "employees.read",
    "One person",
    roles=EVERYBODY,
    description="`bonus_base` is null for a supervisor and an agent.",
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
    "Make or replace a person",
    roles=STAFF,
    description=(
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
    "Make or replace up to 500 people",
    roles=STAFF,
    description=(
        "Some fifty at a time are written together, none over what another request does meanwhile "
        "(412, 409); sending the same batch again completes it. New people beyond the company's "
        "limit refuse the batch as a whole (422 `too_many_employees`), and so do ids in other "
        "systems that are somebody else's (422 `external_id_taken`)."
    ),
    body=EmployeeBatchBody,
    answer=EmployeeBatchAnswer,
    problems=(409, 412),
)
def employees_batch(request: Request) -> Answer:
    outcomes = batches.put_many(request.context, request.body["employees"])
    return Answer({"items": [{"id": one, "outcome": outcome} for one, outcome in outcomes]})
