"""/v1/tenant/copies."""

from chalicelib.privacy.copying import service
from chalicelib.privacy.copying.schemas import CopyAnswer, CopyListAnswer
from chalicelib.tenancy.roles import ADMINS
from chalicelib.web.answers import Answer, created
from chalicelib.web.paging import ListQuery, listed, position
from chalicelib.web.registry import Routes
from chalicelib.web.request import Request

routes = Routes("Tenants and keys")


@routes.get(
    "/v1/tenant/copies",
    "tenant_copies.list",
    "List copies of everything",
    roles=ADMINS,
    query=ListQuery,
    answer=CopyListAnswer,
)
def copies(request: Request) -> Answer:
    found, after = service.page(request.context, request.query["limit"], position(request))
    return listed(request, [service.described(copy, request.language) for copy in found], after)


@routes.post(
    "/v1/tenant/copies",
    "tenant_copies.create",
    "Copy everything that is kept of the company",
    roles=ADMINS,
    description=(
        "Settings, keys without secrets, schemes, people, uploads, bad rows, results with all "
        "revisions, plans, exports and the audit log, each as this API shows it, as compressed "
        "JSON Lines with a manifest. Made by itself, one at a time: 409 `copy_running` names the "
        "one at work (`copy`). The files are kept for a week."
    ),
    answer=CopyAnswer,
    status=201,
    problems=(409,),
)
def create_copy(request: Request) -> Answer:
    copy = service.create(request.context)
    body = service.described_whole(request.context, copy, request.language)
    return created(f"/v1/tenant/copies/{copy.id}", body)


@routes.get(
    "/v1/tenant/copies/{copy_id}",
    "tenant_copies.read",
    "A copy: status, files, links",
    roles=ADMINS,
    answer=CopyAnswer,
    problems=(404,),
)
def copy(request: Request, copy_id: str) -> Answer:
    found = service.existing(request.context, copy_id)
    return Answer(service.described_whole(request.context, found, request.language))
