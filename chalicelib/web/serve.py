"""Serve one request of API Gateway. The steps are the same for every route."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from chalice.app import Request as GatewayRequest
from chalice.app import Response
from marshmallow import Schema

from chalicelib.errors import Invalid, NotFound, ServiceError
from chalicelib.language import Language
from chalicelib.store.consumed_units import counting
from chalicelib.store.errors import ItemTooLarge, NoSuchKey
from chalicelib.store.identifiers import new_id
from chalicelib.store.transactions import Unit
from chalicelib.tenancy import request_count, usage
from chalicelib.tenancy.callers_share import is_persons, share_name
from chalicelib.tenancy.context import Context, OperatorContext
from chalicelib.tenancy.current_tenant import acting_as, acting_as_operator
from chalicelib.tenancy.keys import KEYS, PEOPLES
from chalicelib.tenancy.platform import Platform
from chalicelib.tenancy.principal import Principal
from chalicelib.tenancy.scope import TenantScope
from chalicelib.web import answer_size, etags, faults, repeatable_requests
from chalicelib.web.answers import Answer
from chalicelib.web.bodies import read_body
from chalicelib.web.gateway_request import headers_of, params_of, path_of, query_of, raw_body
from chalicelib.web.languages import preferred_language, supported_language
from chalicelib.web.problems import (
    Problem,
    forbidden,
    needs_a_person,
    of_table,
    problem_of,
    unauthenticated,
    unforeseen,
)
from chalicelib.web.registry import Route
from chalicelib.web.request import Request
from chalicelib.web.request_log import log_request
from chalicelib.web.responses import answer_response, problem_response


@dataclass(slots=True)
class Call:
    """The state of a request while it is served: what was sent, and the results of the steps."""

    platform: Platform
    route: Route
    gateway: GatewayRequest
    params: Mapping[str, str]
    headers: dict[str, str]
    language: Language
    request_id: str
    principal: Principal | None = None
    #: Headers that are added to every answer, errors included.
    extra_headers: dict[str, str] = field(default_factory=dict)


def serve(platform: Platform, route: Route, gateway: GatewayRequest) -> Response:
    """Answer a request and log it.

    Every error becomes a problem+json. An unexpected error becomes a 500 that tells nothing.
    """
    started = time.monotonic()
    headers = headers_of(gateway)
    call = Call(
        platform,
        route,
        gateway,
        params_of(gateway),
        headers,
        language=_language(headers),
        request_id=str(gateway.context.get("requestId") or new_id("req", platform.clock())),
    )
    with counting() as units:
        response, unexpected = _response(call)
    response.headers.update(call.extra_headers)
    seconds = time.monotonic() - started
    log_request(
        route,
        call.principal,
        call.request_id,
        response.status_code,
        seconds,
        stage=platform.settings.stage,
        units=units,
        error=unexpected,
    )
    tenant = call.principal.tenant if call.principal else None
    if tenant is not None:
        used = usage.of_request(units, seconds, platform.settings.memory)
        usage.note(platform, tenant, used, error=unexpected)
    return response


def _response(call: Call) -> tuple[Response, Exception | None]:
    """Return the response and, for an unexpected error, the error. Raises nothing."""
    route = call.route
    try:
        _admit(call)
        answer = _answer(call)
        response = answer_response(route, answer, call.headers, call.language, call.request_id)
    except (Problem, ServiceError, NoSuchKey, ItemTooLarge) as refusal:
        found = of_table(refusal)
        problem = found if isinstance(found, Problem) else problem_of(_placed(found, route))
        reading = route.method == "GET" or route.pure
        response = problem_response(problem, call.language, call.request_id, reading=reading)
    except Exception as error:  # noqa: BLE001 (last resort: the caller gets a problem, the log the reason)
        return problem_response(unforeseen(error), call.language, call.request_id), error
    return response, None


def _placed(error: ServiceError, route: Route) -> ServiceError:
    """Return the error. Where a route takes no body, the faults are of its parameters."""
    return faults.in_address(error) if isinstance(error, Invalid) and route.body is None else error


def _language(headers: Mapping[str, str], principal: Principal | None = None) -> Language:
    """Choose the language by Accept-Language, else by the company's locale, else English."""
    own = supported_language(principal.locale) if principal else None
    return preferred_language(headers.get("accept-language"), default=own or "en")


def _admit(call: Call) -> None:
    """Check the caller, the rate limit, the roles and the person. Raises 401, 429, 403, in order.

    Of the caller's roles only those that the route is open to count from here on.
    """
    if call.route.public and call.route.caller is None:
        return
    call.principal = _caller(call)
    call.language = _language(call.headers, call.principal)
    platform, tenant = call.platform, call.principal.tenant
    count = request_count.SharedCount(
        platform.table, tenant, call.request_id, platform.settings.stage
    )
    own = kept = None
    if tenant is not None:
        own = replace(count, credential=share_name(call.principal))
        kept = replace(count, credential=PEOPLES if is_persons(call.principal) else KEYS)
    now, bulk = platform.clock(), call.route.is_bulk
    taken = platform.rates.take(call.principal, now, count, own, kept, bulk=bulk)
    call.extra_headers.update(taken.headers())
    if not taken.allowed:
        raise taken.refusal()
    if call.route.public:
        return
    acting = call.principal.acting_in(call.route.roles)
    if acting is None:
        raise forbidden(call.route.roles)
    if call.route.decides and acting.person is None:
        raise needs_a_person()
    call.principal = acting


def _caller(call: Call) -> Principal:
    """Return who calls: by the authorizer, or by a secret of the query that a public route reads.

    Raises 401, and 404 for a secret that opens nothing.
    """
    find = call.route.caller
    if find is not None:
        found = find(call.platform, query_of(call.gateway))
        if found is None:
            raise NotFound
        return found
    try:
        return Principal.from_context(call.gateway.context.get("authorizer") or {})
    except (KeyError, ValueError):
        raise unauthenticated() from None


def _answer(call: Call) -> Answer:
    unit = Unit(call.platform.table)
    request = _request(call, unit)
    principal = call.principal
    if principal is None:
        return call.route.view(request, **call.params)
    tenant_block = (
        acting_as_operator()
        if principal.tenant is None
        else acting_as(TenantScope(principal.tenant))
    )
    with tenant_block:
        if not repeatable_requests.recorded(call.route, request):
            answer = _viewed(call, request)
            unit.commit()
            return answer
        return repeatable_requests.once(
            call.platform, request, call.route, raw_body(call.gateway), unit, call.params
        )


def _viewed(call: Call, request: Request) -> Answer:
    """Return the view's answer. What only reads is made to fit into what Lambda can return."""
    view, params = call.route.view, call.params
    if not (call.route.method == "GET" or call.route.pure):
        return view(request, **params)
    return answer_size.fitting(
        lambda query: view(replace(request, query=query), **params), request.query
    )


def _request(call: Call, unit: Unit) -> Request:
    """Validate the request. Raises Problem 400, 413, 415 or 428, and Invalid (422)."""
    route = call.route
    repeatable_requests.check(route, call.headers)
    return Request(
        principal=call.principal,
        _context=_context(call, unit),
        query=faults.loaded_query(route.query(), query_of(call.gateway)) if route.query else {},
        body=_body(call, route.body()) if route.body else {},
        headers=call.headers,
        language=call.language,
        path=path_of(call.gateway),
        request_id=call.request_id,
        called=str(call.gateway.context.get("path") or ""),
        expected=etags.expected(call.headers, required=route.needs_if_match),
        signing_key=call.platform.settings.signing_key,
    )


def _body(call: Call, schema: Schema) -> dict[str, Any]:
    load = faults.loaded_change if call.route.method in ("PUT", "PATCH") else faults.loaded
    return load(schema, read_body(call.gateway, call.headers))


def _context(call: Call, unit: Unit) -> Context | OperatorContext | None:
    principal, now = call.principal, call.platform.clock()
    if principal is None:
        return None
    if principal.tenant is None:
        return OperatorContext(call.platform, principal, unit, now)
    context = Context(call.platform, TenantScope(principal.tenant), principal, unit, now)
    teams = partial(call.platform.contents.led_teams, context)
    return replace(context, principal=principal.leading(teams))
