"""Requests with an Idempotency-Key: do the work once, also when the request is sent again."""

from collections.abc import Mapping

from chalicelib.store.identifiers import new_id
from chalicelib.store.keys import Key
from chalicelib.store.transactions import Unit
from chalicelib.tenancy import operator_scope
from chalicelib.tenancy.platform import Platform
from chalicelib.tenancy.principal import Principal
from chalicelib.tenancy.scope import TenantScope
from chalicelib.web import idempotency
from chalicelib.web.answers import Answer
from chalicelib.web.keys import key_of_idempotency_record
from chalicelib.web.registry import Route
from chalicelib.web.request import Request

HEADER = "idempotency-key"


def recorded(route: Route, request: Request) -> bool:
    """Say whether the answer is stored: for a POST with a key, on a route that writes."""
    return route.method == "POST" and not route.pure and HEADER in request.headers


def check(route: Route, headers: Mapping[str, str]) -> None:
    """Check the form of the Idempotency-Key, before all other checks. Raises Problem 400."""
    if route.method == "POST" and HEADER in headers:
        idempotency.check_header(headers[HEADER])


def once(
    platform: Platform,
    request: Request,
    route: Route,
    body: bytes,
    unit: Unit,
    params: Mapping[str, str],
) -> Answer:
    """Do the work and commit it with its answer, or return the stored answer.

    An error releases the key, so that a corrected request may use it. Raises the route's errors
    and those of :func:`chalicelib.web.idempotency.begin`.
    """
    header = request.headers[HEADER]
    now = platform.clock()
    begun = idempotency.begin(
        platform.table, _key(request, route, header), header, body, now, new_id("clm", now)
    )
    if isinstance(begun, Answer):
        return begun
    try:
        answer = route.view(request, **params)
        idempotency.finish(unit, begun, answer, request.language)
        unit.commit()
    except Exception:
        idempotency.release(platform.table, begun)
        raise
    return answer


def _key(request: Request, route: Route, header: str) -> Key:
    caller = request.principal
    reach = _reach(caller) if caller else ()
    digest = idempotency.digest_of(route.method, request.path, header, reach)
    if caller is None or caller.tenant is None:
        return operator_scope.idempotency(digest)
    return key_of_idempotency_record(TenantScope(caller.tenant), digest)


def _reach(caller: Principal) -> tuple[str | None, ...]:
    """Return texts that differ for callers who see different things.

    Of one role and at most one team they are as they always were, so that an update of the service
    finds the records of before.
    """
    roles = " ".join(role.value for role in caller.ordered_roles)
    if caller.round is not None:
        # What a rater said under one link is not read under the next.
        return roles, caller.credential, caller.person
    if len(caller.teams) <= 1 and not caller.departments:
        return roles, next(iter(caller.teams), None), caller.person
    teams, departments = sorted(caller.teams), sorted(caller.departments)
    return roles, None, caller.person, *teams, None, *departments
