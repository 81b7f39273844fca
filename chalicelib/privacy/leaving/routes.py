"""/v1/tenants/{tenant_id}/delete."""

from chalicelib.companies import service as tenancy
from chalicelib.companies.schemas import TenantAnswer
from chalicelib.privacy.leaving import service
from chalicelib.privacy.leaving.schemas import DeletionBody
from chalicelib.tenancy.roles import OPERATOR
from chalicelib.web.answers import Answer
from chalicelib.web.registry import Routes
from chalicelib.web.request import Request

routes = Routes("Tenants and keys")


@routes.post(
    "/v1/tenants/{tenant_id}/delete",
    "tenants.delete",
    "Delete a suspended company and all that is kept of it",
    roles=OPERATOR,
    description=(
        "A background job removes every item and every version of every file, the last of them "
        "half an hour later, when nothing that was begun before can still write. From now on "
        "nothing is scored, exported or copied for it any more, and a file that still arrives, "
        "also later, is removed. The register keeps the "
        "id, so that it is never given again. Cannot be undone. One that failed "
        "(`deletion_failed_at`) goes on when it is asked for again."
    ),
    body=DeletionBody,
    answer=TenantAnswer,
    status=202,
    problems=(404, 409),
)
def delete_tenant(request: Request, tenant_id: str) -> Answer:
    found = service.delete(request.operator, tenant_id, request.body["confirm"])
    return Answer(tenancy.described(found, request.operator.time), 202)
