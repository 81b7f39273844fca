"""/v1/api-keys."""

from chalicelib.api_keys import service
from chalicelib.api_keys.presenting import described
from chalicelib.api_keys.schemas import ApiKeyBody, ApiKeyListAnswer, NewApiKeyAnswer
from chalicelib.api_keys.wanted import wanted
from chalicelib.tenancy.api_secret import CACHE_SECONDS
from chalicelib.tenancy.roles import ADMINS
from chalicelib.web.answers import Answer, created, no_content
from chalicelib.web.paging import ListQuery, listed, position
from chalicelib.web.registry import Routes
from chalicelib.web.request import Request

routes = Routes("Tenants and keys")


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
    description=(
        "The secret is shown this once; a hash of it is kept. Several roles see together what each "
        "sees. A key with an employee id is bound to the person: it goes on when the person is "
        "renamed, and ends when the person is deleted. 422 `employee_deleted` for somebody who was."
    ),
    body=ApiKeyBody,
    answer=NewApiKeyAnswer,
    status=201,
)
def make_api_key(request: Request) -> Answer:
    key, secret = service.issue(request.context, wanted(request.body, request.context.now))
    return created(f"/v1/api-keys/{key.id}", {**described(key), "secret": secret.text})


@routes.delete(
    "/v1/api-keys/{key_id}",
    "api_keys.revoke",
    "Revoke a key",
    roles=ADMINS,
    description=(
        f"It is refused within {CACHE_SECONDS} seconds. The last admin key stays that is bound to "
        "nobody and does not expire."
    ),
    status=204,
    problems=(404, 409),
)
def revoke_api_key(request: Request, key_id: str) -> Answer:
    service.revoke(request.context, key_id)
    return no_content()
