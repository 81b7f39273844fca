"""/v1/employees/{employee_id}/erase and /v1/erasures/{erasure_id}."""

from chalicelib.privacy.erasing import service
from chalicelib.privacy.erasing.schemas import ErasureAnswer, ErasureBody
from chalicelib.tenancy.roles import ADMINS, READERS
from chalicelib.web.answers import Answer
from chalicelib.web.registry import Routes
from chalicelib.web.request import Request

routes = Routes("Employees")


@routes.post(
    "/v1/employees/{employee_id}/erase",
    "employees.erase",
    "Erase a person for ever",
    roles=ADMINS,
    description=(
        "The register forgets the person at once; a background job then puts a pseudonym of chance "
        "in the person's place in results, plans, row errors and the audit log, and ends their "
        "keys. Figures, ranks and counts stay. Cannot be undone. Also for a deleted person; "
        "`person` names one whose id is somebody else's now. All ids of the person count. Follow "
        "`GET /v1/erasures/{id}`. One that failed goes on when it is asked for again."
    ),
    body=ErasureBody,
    answer=ErasureAnswer,
    status=202,
    problems=(404,),
)
def erase_employee(request: Request, employee_id: str) -> Answer:
    body = request.body
    found = service.erase(request.context, employee_id, body["files"], body["person"])
    return Answer(service.described(found, request.language), 202)


@routes.get(
    "/v1/erasures/{erasure_id}",
    "erasures.read",
    "How far an erasure has come",
    roles=READERS,
    description="Whom it was of is told only while it runs.",
    answer=ErasureAnswer,
    problems=(404,),
)
def erasure(request: Request, erasure_id: str) -> Answer:
    return Answer(
        service.described(service.existing(request.context, erasure_id), request.language)
    )
