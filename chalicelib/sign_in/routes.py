"""/v1/tenants/{tenant_id}/sign-in: the operator says which provider a company signs in with."""

from chalicelib.sign_in import service
from chalicelib.sign_in.schemas import SignInAnswer, SignInBody
from chalicelib.tenancy.roles import OPERATOR
from chalicelib.web.answers import Answer, no_content
from chalicelib.web.registry import Routes
from chalicelib.web.request import Request

routes = Routes("Tenants and keys")
_PATH = "/v1/tenants/{tenant_id}/sign-in"


@routes.get(_PATH, "tenants.sign_in", "A company's sign-in", roles=OPERATOR, answer=SignInAnswer)
def sign_in(request: Request, tenant_id: str) -> Answer:
    found = service.read(request.operator, tenant_id)
    return Answer(service.described(found), etag=str(found.revision))


@routes.put(
    _PATH,
    "tenants.sign_in_change",
    "Let a company's people sign in with its OpenID Connect provider",
    roles=OPERATOR,
    description=(
        "Its tokens made from now on (`iat`) are then taken as bearer tokens, beside the company's "
        "keys. An issuer and audience belong to one company."
    ),
    body=SignInBody,
    answer=SignInAnswer,
    takes_if_match=True,
    problems=(404, 409, 412),
)
def change_sign_in(request: Request, tenant_id: str) -> Answer:
    found = service.put(request.operator, tenant_id, request.body, request.expected)
    return Answer(service.described(found), etag=str(found.revision))


@routes.delete(
    _PATH,
    "tenants.sign_in_remove",
    "End a company's sign-in",
    roles=OPERATOR,
    status=204,
    problems=(404, 412),
)
def remove_sign_in(request: Request, tenant_id: str) -> Answer:
    service.remove(request.operator, tenant_id)
    return no_content()
