"""For a caller, another company's things are the same as things that do not exist.

The tests combine every route with everything that it can name. ``acme`` asks once for a thing of
``globex`` and once for a thing of nobody. The two answers differ only in the name asked for.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from unittest import mock

import pytest

from chalicelib.store.keys import Key, joined
from chalicelib.tenancy import guard
from chalicelib.tenancy.current_tenant import acting_as
from chalicelib.tenancy.platform import Platform
from chalicelib.tenancy.roles import Role
from chalicelib.tenancy.scope import TenantScope
from chalicelib.web import serve
from tests.api.answer import Reply
from tests.api.client import Api
from tests.api.company import Company
from tests.api.fixtures import Calls
from tests.api.unlimited import unlimited
from tests.api.web.permissions import PERMISSIONS
from tests.api.web.walking import PRIVATE, ask
from tests.api.world import World
from tests.isolation.likeness import likeness
from tests.isolation.requests import ABSENT, Asked, all_requests, needed_in_query
from tests.isolation.things import MARK, Things, furnish, scheme

#: What its admin does not read, and how that is told: comments before a round is closed, statistics
#: before its raters are examined, and forms of other raters.
NOT_READ = {
    "rating_rounds.comments": 409,
    "rating_tasks.read": 404,
    "rating_rounds.statistics": 404,
}
ROLES = ("admin", "hr", "auditor", "supervisor", "agent", "payroll")


@pytest.fixture
def things(globex: Company, world: World) -> Things:
    return furnish(globex, world)


@pytest.fixture
def callers(acme: Company, operator: Api) -> dict[str, Api]:
    """Return the callers of a company with a scheme and people of its own, under other names.

    Of all their requests none is one too many.
    """
    unlimited(operator)
    acme.admin.post("/v1/schemes", scheme("ours")).ok(201)
    acme.hr.put("/v1/employees/1001", {"team": "red"}).ok(201)
    return acme.callers()


def _asked(caller: Api, asked: Asked, names: Any) -> Reply:
    path, query, body = asked.filled(names)
    if_match = "*" if asked.route.needs_if_match else None
    return caller.call(asked.route.method, path, body, query=query, if_match=if_match)


def _differences(callers: dict[str, Api], things: Things) -> tuple[list[str], int]:
    """Return the requests whose two answers differ, and the number of requests made."""
    told, count = [], 0
    for asked in all_requests():
        for role, caller in callers.items():
            if Role(role) not in PERMISSIONS[asked.route.operation]:
                continue
            theirs = likeness(_asked(caller, asked, things.names), things.names)
            absent = likeness(_asked(caller, asked, ABSENT), ABSENT)
            count += 1
            if theirs != absent:
                told.append(f"{role} {asked}:\n  theirs {theirs}\n  absent {absent}")
    return told, count


def _of(world: World, tenant: str) -> list[Any]:
    return [item for item in world.items() if item["pk"]["S"].startswith(f"{tenant}#")]


def test_what_another_company_has_is_answered_as_what_is_not_there(
    callers: dict[str, Api], things: Things
) -> None:
    told, count = _differences(callers, things)
    assert told == []
    assert count >= 60


@pytest.mark.long
def test_nothing_of_the_other_company_is_changed_by_any_request(
    callers: dict[str, Api], things: Things, world: World
) -> None:
    before = (_of(world, "globex"), world.objects())
    for asked in all_requests():
        for caller in callers.values():
            _asked(caller, asked, things.names)
    assert (_of(world, "globex"), world.objects()) == before


@pytest.mark.long
def test_no_answer_holds_anything_of_the_other_company(
    callers: dict[str, Api], things: Things, world: World
) -> None:
    """Call lists, reads and errors of every route without naming the other company's things."""
    for route in PRIVATE:
        for role, caller in callers.items():
            text = ask(caller, route).text
            assert MARK not in text, f"{role} {route.operation}: {text}"
            assert "globex" not in text, f"{role} {route.operation}: {text}"


def test_the_company_itself_reads_what_the_others_cannot(globex: Company, things: Things) -> None:
    """This proves that the answers above are refusals of things that exist."""
    read = 0
    for asked in all_requests():
        route = asked.route
        plain = set(asked.query) == needed_in_query(route)
        own = route.method == "GET" and plain and route.tag != "Templates"
        if own and Role.ADMIN in PERMISSIONS[route.operation]:
            reply = _asked(globex.admin, asked, things.names)
            assert reply.status == NOT_READ.get(route.operation, 200), f"{asked}: {reply.text}"
            read += 1
    assert read >= 8


@pytest.mark.long
def test_with_the_guard_taken_away_the_scope_alone_holds(
    callers: dict[str, Api], things: Things, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guard, "check_partition", lambda _: None)
    monkeypatch.setattr(guard, "check_object", lambda _: None)
    before = _of(world, "globex")
    told, _ = _differences(callers, things)
    assert told == []
    assert _of(world, "globex") == before


@contextmanager
def _every_key_is_globex(tenant: TenantScope) -> Iterator[None]:
    """Break the second layer: while a request of acme is served, every key names globex."""
    with (
        acting_as(tenant),
        mock.patch.object(
            TenantScope,
            "partition",
            lambda _, collection, *parts: joined("globex", collection.word, *parts),
        ),
        mock.patch.object(TenantScope, "key", lambda _, pk, *sort: Key(pk, joined(*sort))),
        mock.patch.object(
            TenantScope, "object_name", lambda _, area, *parts: f"{area}/globex/{'/'.join(parts)}"
        ),
    ):
        yield


@pytest.mark.long
def test_with_the_scope_broken_the_guard_alone_holds(
    callers: dict[str, Api],
    things: Things,
    world: World,
    calls: Calls,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """No request of any route leaves the process."""
    before = _of(world, "globex")
    monkeypatch.setattr(serve, "acting_as", _every_key_is_globex)
    stopped = 0
    for asked in all_requests():
        for role, caller in callers.items():
            if Role(role) not in PERMISSIONS[asked.route.operation]:
                continue
            calls()
            reply = _asked(caller, asked, things.names)
            # The authorizer's read and the count of requests have scopes of their own.
            assert set(calls()) <= {"BatchGetItem", "Lease"}, f"{role} {asked}"
            # A 200 is an answer that needs no stored data: an agent asks for somebody else.
            assert reply.status >= 400 or reply.json == {"items": [], "next": None}, str(asked)
            stopped += reply.status == 500
    assert stopped >= 60
    assert _of(world, "globex") == before


def test_a_request_that_the_guard_stops_tells_nothing_of_it(
    callers: dict[str, Api],
    things: Things,
    monkeypatch: pytest.MonkeyPatch,
    lines: Callable[[], Any],
) -> None:
    monkeypatch.setattr(serve, "acting_as", _every_key_is_globex)
    reply = callers["admin"].get("/v1/tenant")
    reply.problem(500, "internal_error")
    assert "globex" not in reply.text
    assert lines()[-1]["error"] == "CrossTenantRequest"
    assert "globex" not in str(lines()[-1])


def test_the_company_of_a_request_is_the_keys_whatever_else_is_sent(
    acme: Company, globex: Company
) -> None:
    for headers in ({"X-Tenant": "globex"}, {"X-Tenant-Id": "globex"}, {"Tenant": "globex"}):
        assert acme.admin.get("/v1/tenant", headers=headers).ok()["id"] == "acme"
    acme.admin.patch("/v1/tenant", {"id": "globex"}, if_match="*").problem(422)
    acme.admin.patch("/v1/tenant", {"tenant": "globex"}, if_match="*").problem(422)


def test_a_key_with_another_companys_name_written_into_it_is_no_key(
    acme: Company, globex: Company
) -> None:
    assert acme.admin.key is not None
    forged = acme.admin.key.replace("ssk_acme_", "ssk_globex_")
    acme.admin.as_(forged).get("/v1/tenant").problem(401, "unauthenticated")


def test_an_idempotency_key_of_another_company_replays_nothing(
    acme: Company, globex: Company
) -> None:
    theirs = globex.admin.post("/v1/api-keys", {"role": "hr"}, idempotency_key="same")
    ours = acme.admin.post("/v1/api-keys", {"role": "hr"}, idempotency_key="same")
    assert theirs.ok(201)["secret"] not in ours.text
    assert "idempotency-replayed" not in ours.headers


def test_a_suspended_company_reaches_nothing(
    operator: Api, globex: Company, things: Things, platform: Platform
) -> None:
    callers = globex.callers()
    operator.patch("/v1/tenants/globex", {"status": "suspended"}, if_match="*").ok()
    for caller in callers.values():
        caller.get("/v1/tenant").problem(401, "unauthenticated")
