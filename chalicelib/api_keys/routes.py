"""/v1/api-keys."""

from chalicelib.api_keys import service
from chalicelib.api_keys.presenting import described
from chalicelib.api_keys.schemas import ApiKeyBody, ApiKeyListAnswer, NewApiKeyAnswer
from chalicelib.errors import invalid_value
from chalicelib.language import Text
from chalicelib.tenancy.api_secret import CACHE_SECONDS
from chalicelib.tenancy.roles import ADMINS, Role
from chalicelib.web.answers import Answer, created, no_content
from chalicelib.web.paging import ListQuery, listed, position
from chalicelib.web.registry import Routes
from chalicelib.web.request import Request

routes = Routes("Tenants and keys")

_NOT_HELD_TO_A_TEAM = Text(
    "该角色可查看全公司，不限于某个团队。若只查看一个团队，请使用 supervisor 角色。",
    "This role sees the whole company and is held to no team. A key for one team has the role "
    "supervisor.",
)


@routes.get(
    "/v1/api-keys",
    "api_keys.list",
    "List keys, without their secrets",
    roles=ADMINS,
    query=ListQuery,
    answer=ApiKeyListAnswer,
)
def api_keys(request: Request) -> Answer:
    found, after = service.page(request.context, request.query["limit"], position(request))
    return listed(request, [described(key) for key in found], after)


@routes.post(
    "/v1/api-keys",
    "api_keys.create",
    "Make a key",
    roles=ADMINS,
    description="The secret is shown this once; a hash of it is kept.",
    body=ApiKeyBody,
    answer=NewApiKeyAnswer,
    status=201,
)
def make_api_key(request: Request) -> Answer:
    body = request.body
    role = Role(body["role"])
    if role is Role.SUPERVISOR and not body["team"]:
        raise invalid_value(
            "/team", "required", Text("主管的密钥须指定团队。", "A supervisor's key needs a team.")
        )
    if body["team"] and role not in (Role.SUPERVISOR, Role.AGENT):
        raise invalid_value("/team", "team_not_for_role", _NOT_HELD_TO_A_TEAM)
    if role is Role.AGENT and not body["employee_id"]:
        raise invalid_value(
            "/employee_id",
            "required",
            Text("客服人员的密钥须指定员工编号。", "An agent's key needs an employee id."),
        )
    if body["expires_at"] and body["expires_at"] <= request.context.now:
        raise invalid_value(
            "/expires_at", "in_the_past", Text("应为将来的时间。", "A time to come is expected.")
        )
    key, secret = service.issue(
        request.context,
        role=role,
        name=body["name"],
        team=body["team"],
        employee_id=body["employee_id"],
        expires_at=body["expires_at"],
    )
    return created(f"/v1/api-keys/{key.id}", {**described(key), "secret": secret.text})


@routes.delete(
    "/v1/api-keys/{key_id}",
    "api_keys.revoke",
    "Revoke a key",
    roles=ADMINS,
    description=f"It is refused within {CACHE_SECONDS} seconds; the last admin key stays.",
    status=204,
    problems=(404, 409),
)
def revoke_api_key(request: Request, key_id: str) -> Answer:
    service.revoke(request.context, key_id)
    return no_content()
