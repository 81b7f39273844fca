"""/v1/tenants for the operator; /v1/tenant and /v1/api-keys for a tenant."""

from chalicelib.tenancy import keys, service
from chalicelib.tenancy.authorizer import CACHE_SECONDS
from chalicelib.tenancy.roles import Role
from chalicelib.tenancy.schemas import (
    ApiKeyBody,
    ApiKeyListAnswer,
    NewApiKeyAnswer,
    OnboardedAnswer,
    OwnTenantPatch,
    TenantAnswer,
    TenantBody,
    TenantListAnswer,
    TenantPatch,
)
from chalicelib.web.answers import Answer, created, no_content
from chalicelib.web.languages import Text
from chalicelib.web.paging import ListQuery, listed, position
from chalicelib.web.problems import wrong
from chalicelib.web.registry import Routes
from chalicelib.web.request import Request

routes = Routes("Tenants and keys")

_NOT_HELD_TO_A_TEAM = Text(
    "该角色可查看全公司，不限于某个团队。若只查看一个团队，请使用 supervisor 角色。",
    "This role sees the whole company and is held to no team. A key for one team has the role "
    "supervisor.",
)


@routes.post(
    "/v1/tenants",
    "tenants.create",
    "Onboard a company",
    description="Operator only. The first admin key's secret comes back this once.",
    body=TenantBody,
    answer=OnboardedAnswer,
    status=201,
    problems=(409,),
)
def onboard(request: Request) -> Answer:
    tenant, key, secret = service.onboard(request.operator, request.body)
    body = {
        "tenant": service.described(tenant),
        "api_key": {**keys.described(key), "secret": secret.text},
    }
    return created(f"/v1/tenants/{tenant.id}", body, str(tenant.revision))


@routes.get(
    "/v1/tenants", "tenants.list", "List companies", query=ListQuery, answer=TenantListAnswer
)
def tenants(request: Request) -> Answer:
    found, after = service.registered(request.operator, request.query["limit"], position(request))
    return listed(request, [service.described(tenant) for tenant in found], after)


@routes.patch(
    "/v1/tenants/{tenant_id}",
    "tenants.change",
    "Suspend a company, or change its limits",
    body=TenantPatch,
    answer=TenantAnswer,
    problems=(404, 409, 412),
)
def change_tenant(request: Request, tenant_id: str) -> Answer:
    tenant = service.change_registered(request.operator, tenant_id, request.body, request.expected)
    return Answer(service.described(tenant), etag=str(tenant.revision))


@routes.get("/v1/tenant", "tenant.read", "The caller's own company", answer=TenantAnswer)
def own_tenant(request: Request) -> Answer:
    tenant = service.own(request.context)
    return Answer(service.described(tenant), etag=str(tenant.revision))


@routes.patch(
    "/v1/tenant",
    "tenant.change",
    "Change names, time zone or locale",
    body=OwnTenantPatch,
    answer=TenantAnswer,
    needs_if_match=True,
)
def change_own_tenant(request: Request) -> Answer:
    tenant = service.change_own(request.context, request.body, request.expected)
    return Answer(service.described(tenant), etag=str(tenant.revision))


@routes.get(
    "/v1/api-keys",
    "api_keys.list",
    "List keys, without their secrets",
    query=ListQuery,
    answer=ApiKeyListAnswer,
)
def api_keys(request: Request) -> Answer:
    found, after = keys.page(request.context, request.query["limit"], position(request))
    return listed(request, [keys.described(key) for key in found], after)


@routes.post(
    "/v1/api-keys",
    "api_keys.create",
    "Make a key",
    description="The secret is shown this once; a hash of it is kept.",
    body=ApiKeyBody,
    answer=NewApiKeyAnswer,
    status=201,
)
def make_api_key(request: Request) -> Answer:
    body = request.body
    role = Role(body["role"])
    if role is Role.SUPERVISOR and not body["team"]:
        raise wrong(
            "/team", "required", Text("主管的密钥须指定团队。", "A supervisor's key needs a team.")
        )
    if body["team"] and role not in (Role.SUPERVISOR, Role.AGENT):
        raise wrong("/team", "team_not_for_role", _NOT_HELD_TO_A_TEAM)
    if role is Role.AGENT and not body["employee_id"]:
        raise wrong(
            "/employee_id",
            "required",
            Text("客服人员的密钥须指定员工编号。", "An agent's key needs an employee id."),
        )
    if body["expires_at"] and body["expires_at"] <= request.context.now:
        raise wrong(
            "/expires_at", "in_the_past", Text("应为将来的时间。", "A time to come is expected.")
        )
    key, secret = keys.issue(
        request.context,
        role=role,
        name=body["name"],
        team=body["team"],
        employee_id=body["employee_id"],
        expires_at=body["expires_at"],
    )
    return created(f"/v1/api-keys/{key.id}", {**keys.described(key), "secret": secret.text})


@routes.delete(
    "/v1/api-keys/{key_id}",
    "api_keys.revoke",
    "Revoke a key",
    description=f"It is refused within {CACHE_SECONDS} seconds; the last admin key stays.",
    status=204,
    problems=(404, 409),
)
def revoke_api_key(request: Request, key_id: str) -> Answer:
    keys.revoke(request.context, key_id)
    return no_content()
