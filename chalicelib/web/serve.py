"""One request from API Gateway to its answer: the same steps for every route."""

import time
from collections.abc import Mapping
from typing import Any

from chalice.app import Request as GatewayRequest
from chalice.app import Response

from chalicelib.context import Context, OperatorContext
from chalicelib.platform import Platform
from chalicelib.store.identifiers import new_id
from chalicelib.store.keys import Key
from chalicelib.store.transactions import Unit
from chalicelib.tenancy import operator_keys
from chalicelib.tenancy.acting import acting_as, acting_as_operator
from chalicelib.tenancy.principal import Principal
from chalicelib.tenancy.roles import PERMISSIONS
from chalicelib.tenancy.scope import TenantScope
from chalicelib.web import etags, exact_json, idempotency
from chalicelib.web.answers import Answer
from chalicelib.web.bodies import read_body
from chalicelib.web.faults import loaded
from chalicelib.web.languages import Language, Text, chosen
from chalicelib.web.logs import log_request
from chalicelib.web.problems import Problem, forbidden
from chalicelib.web.registry import Route
from chalicelib.web.request import Request

HEADERS = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Vary": "Accept, Accept-Language, Authorization",
}


def serve(
    platform: Platform, route: Route, gateway: GatewayRequest, params: Mapping[str, str]
) -> Response:
    """Answer a request. Problems become problem+json; anything unforeseen a 500 that tells nothing."""
    started = time.monotonic()
    headers = {name.lower(): value for name, value in (gateway.headers or {}).items()}
    language = chosen(headers.get("accept-language"))
    request_id = str(gateway.context.get("requestId") or new_id("req", platform.clock()))
    principal: Principal | None = None
    try:
        principal = _principal(route, gateway.context)
        answer = _answered(
            platform, route, gateway, params, headers, language, request_id, principal
        )
        response = _response(route, answer, headers, language, request_id)
    except Problem as problem:
        response = _problem(problem, language, request_id)
    except Exception as error:  # noqa: BLE001 (the last resort: the caller gets a problem, the log the reason)
        response = _problem(_unforeseen(), language, request_id)
        log_request(route, principal, request_id, 500, time.monotonic() - started, error)
        return response
    log_request(route, principal, request_id, response.status_code, time.monotonic() - started)
    return response


def _principal(route: Route, gateway_context: Mapping[str, Any]) -> Principal | None:
    """The caller, from what the authorizer handed on; refused when the role may not."""
    if route.public:
        return None
    try:
        principal = Principal.from_context(gateway_context.get("authorizer") or {})
    except (KeyError, ValueError):
        raise _unauthenticated() from None
    if principal.role not in PERMISSIONS[route.operation]:
        raise forbidden()
    return principal


def _answered(
    platform: Platform,
    route: Route,
    gateway: GatewayRequest,
    params: Mapping[str, str],
    headers: Mapping[str, str],
    language: Language,
    request_id: str,
    principal: Principal | None,
) -> Answer:
    unit = Unit(platform.table)
    request = Request(
        principal=principal,
        _context=_context(platform, principal, unit),
        query=loaded(route.query(), _query(gateway)) if route.query else {},
        body=loaded(route.body(), read_body(gateway, headers)) if route.body else {},
        headers=headers,
        language=language,
        path=_path(gateway),
        request_id=request_id,
        expected_revision=etags.expected_revision(headers, required=route.needs_if_match),
        base_url=_base_url(gateway, headers),
        signing_key=platform.settings.signing_key,
    )
    if principal is None:
        return route.view(request, **params)
    if principal.tenant is None:
        with acting_as_operator():
            return _worked(platform, route, gateway, params, request, unit)
    with acting_as(TenantScope(principal.tenant)):
        return _worked(platform, route, gateway, params, request, unit)


def _context(
    platform: Platform, principal: Principal | None, unit: Unit
) -> Context | OperatorContext | None:
    now = platform.clock()
    if principal is None:
        return None
    if principal.tenant is None:
        return OperatorContext(platform, principal, unit, now)
    return Context(platform, TenantScope(principal.tenant), principal, unit, now)


def _worked(
    platform: Platform,
    route: Route,
    gateway: GatewayRequest,
    params: Mapping[str, str],
    request: Request,
    unit: Unit,
) -> Answer:
    """Do the work once, whatever is repeated, and commit what it wrote."""
    header = request.headers.get("idempotency-key")
    if route.method != "POST" or header is None or route.pure:
        answer = route.view(request, **params)
        unit.commit()
        return answer
    idempotency.check_header(header)
    now = platform.clock()
    begun = idempotency.begin(
        platform.table,
        _idempotency_key(request, route.method, header),
        header,
        gateway.raw_body or b"",
        now,
        new_id("clm", now),
    )
    if isinstance(begun, Answer):
        return begun
    try:
        answer = route.view(request, **params)
        idempotency.finish(unit, begun, answer)
        unit.commit()
    except Exception:
        idempotency.release(platform.table, begun)
        raise
    return answer


def _idempotency_key(request: Request, method: str, header: str) -> Key:
    digest = idempotency.digest_of(method, request.path, header)
    if request.principal is None or request.principal.tenant is None:
        return operator_keys.idempotency(digest)
    return TenantScope(request.principal.tenant).idempotency(digest)


def _query(gateway: GatewayRequest) -> dict[str, str]:
    found = gateway.query_params or {}
    repeated = [name for name in found if len(found.getlist(name)) > 1]
    if repeated:
        raise Problem(
            400,
            "repeated_parameter",
            Text(
                f"查询参数重复:{repeated[0]}", f"The query parameter {repeated[0]} is given twice."
            ),
        )
    return {name: found[name] for name in found}


def _path(gateway: GatewayRequest) -> str:
    """The path as called, with its parameters in place: what cursors and idempotency are bound to."""
    path = gateway.path
    for name, value in (gateway.uri_params or {}).items():
        path = path.replace(f"{{{name}}}", value)
    return path


def _base_url(gateway: GatewayRequest, headers: Mapping[str, str]) -> str:
    stage_path = str(gateway.context.get("path") or "")
    own = _path(gateway)
    prefix = stage_path[: -len(own)] if stage_path.endswith(own) else ""
    proto = headers.get("x-forwarded-proto", "https")
    return f"{proto}://{headers.get('host', '')}{prefix}"


def _response(
    route: Route, answer: Answer, headers: Mapping[str, str], language: Language, request_id: str
) -> Response:
    text = (
        answer.content
        if answer.content is not None
        else ("" if answer.status == 204 else exact_json.write(answer.body))
    )
    out = {**HEADERS, "X-Request-Id": request_id, "Content-Language": language, **answer.headers}
    if answer.status != 204:
        out["Content-Type"] = answer.content_type
    if answer.status in (200, 201):
        out["ETag"] = etags.quoted(answer.etag) if answer.etag else etags.of_content(text)
        if route.method == "GET" and etags.unchanged(headers, out["ETag"]):
            return Response("", {**out}, 304)
    return Response(text, out, answer.status)


def _problem(problem: Problem, language: Language, request_id: str) -> Response:
    body = exact_json.write(problem.body(language, request_id))
    return Response(
        body,
        {
            **HEADERS,
            "X-Request-Id": request_id,
            "Content-Language": language,
            "Content-Type": "application/problem+json",
            **problem.headers,
        },
        problem.status,
    )


def _unauthenticated() -> Problem:
    return Problem(
        401,
        "unauthenticated",
        Text(
            "需要有效的凭证:Authorization: Bearer <key>。",
            "A valid credential is needed: Authorization: Bearer <key>.",
        ),
        headers={"WWW-Authenticate": "Bearer"},
    )


def _unforeseen() -> Problem:
    return Problem(
        500,
        "internal_error",
        Text(
            "服务内部错误。请稍后重试;若持续出现,请提供请求编号。",
            "Something went wrong on our side. Try again; if it goes on, tell us the request id.",
        ),
    )
