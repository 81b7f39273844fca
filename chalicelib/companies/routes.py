"""/v1/tenants for the operator; /v1/tenant for a company."""

from chalicelib.api_keys import presenting as api_keys
from chalicelib.companies import service
from chalicelib.companies.schemas import (
    OnboardedAnswer,
    OwnTenantPatch,
    TenantAnswer,
    TenantBody,
    TenantListAnswer,
    TenantPatch,
)
from chalicelib.tenancy.roles import ADMINS, EVERYBODY, OPERATOR
from chalicelib.web.answers import Answer, created
from chalicelib.web.paging import ListQuery, listed, position
from chalicelib.web.registry import Routes
from chalicelib.web.request import Request

routes = Routes("Tenants and keys")


@routes.post(
    "/v1/tenants",
    "tenants.create",
    "Onboard a company",
    roles=OPERATOR,
    description="Operator only. The first admin key's secret comes back this once.",
    body=TenantBody,
    answer=OnboardedAnswer,
    status=201,
    problems=(409,),
)
def onboard(request: Request) -> Answer:
    tenant, key, secret = service.onboard(request.operator, request.body)
    body = {
        "tenant": service.described(tenant, request.operator.time),
        "api_key": {**api_keys.described(key), "secret": secret.text},
    }
    return created(f"/v1/tenants/{tenant.id}", body, str(tenant.revision))


@routes.get(
    "/v1/tenants",
    "tenants.list",
    "List companies",
    roles=OPERATOR,
    query=ListQuery,
    answer=TenantListAnswer,
)
def tenants(request: Request) -> Answer:
    found, after = service.registered(request.operator, request.query["limit"], position(request))
    return listed(
        request, [service.described(tenant, request.operator.time) for tenant in found], after
    )


@routes.patch(
    "/v1/tenants/{tenant_id}",
    "tenants.change",
    "Suspend a company, or change its limits",
    roles=OPERATOR,
    body=TenantPatch,
    answer=TenantAnswer,
    takes_if_match=True,
    problems=(404, 409, 412),
)
def change_tenant(request: Request, tenant_id: str) -> Answer:
    tenant = service.change_registered(request.operator, tenant_id, request.body, request.expected)
    return Answer(service.described(tenant, request.operator.time), etag=str(tenant.revision))


@routes.get(
    "/v1/tenant", "tenant.read", "The caller's own company", roles=EVERYBODY, answer=TenantAnswer
)
def own_tenant(request: Request) -> Answer:
    tenant = service.own(request.context)
    return Answer(service.described(tenant, request.context.time), etag=str(tenant.revision))


@routes.patch(
    "/v1/tenant",
    "tenant.change",
    "Change settings of the own company",
    roles=ADMINS,
    body=OwnTenantPatch,
    answer=TenantAnswer,
    needs_if_match=True,
)
def change_own_tenant(request: Request) -> Answer:
    tenant = service.change_own(request.context, request.body, request.expected)
    return Answer(service.described(tenant, request.context.time), etag=str(tenant.revision))
