"""A company is deleted: nothing of it is left, nobody else notices, and its id stays taken."""

import inspect
import json
from collections.abc import Iterable, Iterator
from typing import Any
from unittest import mock

import pytest

from chalicelib.store.keys import Key, parts_of
from chalicelib.tenancy.partitions import Partition, partitions
from chalicelib.tenancy.scope import TenantScope
from tests.api.client import Api
from tests.api.clock import Clock
from tests.api.company import Company
from tests.api.people.worker import Worker
from tests.api.sign_in.provider import Provider, serving, usual_key
from tests.api.uploads.sending import Desk, csv_of
from tests.api.world import BUCKET, World
from tests.isolation.things import CODE, EMPLOYEE, MARK, PERIOD, TEAM, Things, furnish, scheme

PATH = "/v1/tenants/globex/delete"
CONFIRMED = {"confirm": "globex"}


@pytest.fixture
def worker(world: World) -> Worker:
    return Worker(world)


@pytest.fixture
def things(globex: Company, world: World, worker: Worker) -> Things:
    made = furnish(globex, world)
    schedule = {"enabled": True, "day": 5, "hour": 8}
    globex.admin.put("/v1/export-schedule", schedule, if_match="*").ok()
    worker.work()
    return made


@pytest.fixture
def provider(clock: Clock) -> Iterator[Provider]:
    with serving(Provider(clock, usual_key())) as found:
        yield found


@pytest.fixture
def everything(globex: Company, world: World, worker: Worker, operator: Api) -> Things:
    """Of every kind of thing that can be kept of a company, one at least."""
    made = furnish(globex, world)
    globex.admin.put("/v1/export-schedule", {"enabled": True, "day": 5, "hour": 8}, if_match="*")
    key = {"role": "hr", "name": f"{MARK}second key"}
    globex.admin.post("/v1/api-keys", key, idempotency_key="once").ok(201)
    path, trial = f"/v1/schemes/{CODE}", {"effective_from": PERIOD, "teams": [TEAM]}
    drafted = globex.admin.put(path, scheme(CODE), if_match="*")
    globex.admin.post(f"{path}/pilot", trial, if_match=drafted.etag).ok(201)
    row = f"{EMPLOYEE},{MARK}name,{TEAM},9375,125,45,90"
    Desk(world, globex.hr, "globex").send(csv_of(row), scheme=CODE, period=PERIOD)
    worker.work()
    return made


@pytest.fixture
def suspended(operator: Api, things: Things) -> Api:
    operator.patch("/v1/tenants/globex", {"status": "suspended"}).ok()
    return operator


def of(world: World, tenant: str) -> list[Any]:
    return [item for item in world.items() if item["pk"]["S"].startswith(f"{tenant}#")]


def versions(world: World, tenant: str) -> list[str]:
    listed = world.s3.list_object_versions(Bucket=BUCKET)
    entries = [*listed.get("Versions", ()), *listed.get("DeleteMarkers", ())]
    return [one["Key"] for one in entries if f"/{tenant}/" in one["Key"]]


def status(operator: Api) -> str:
    found = operator.get("/v1/tenants").ok()["items"]
    return str(next(one["status"] for one in found if one["id"] == "globex"))


def finish(worker: Worker, clock: Clock, milliseconds: int = 300_000) -> None:
    """The first run, and the last one after all that was begun before has ended."""
    worker.work(milliseconds)
    clock.advance(minutes=76)
    message = {"kind": "delete_tenant", "tenant": "globex", "attempt": 5}
    worker.deliver(json.dumps(message), milliseconds)
    worker.work(milliseconds)


def test_nothing_of_the_company_is_left(
    suspended: Api, world: World, worker: Worker, clock: Clock
) -> None:
    assert of(world, "globex")
    assert versions(world, "globex")
    assert suspended.post(PATH, CONFIRMED).ok(202)["status"] == "deleting"
    finish(worker, clock)
    assert of(world, "globex") == []
    assert versions(world, "globex") == []
    due = [item for item in world.items() if "due-exports" in item["pk"]["S"]]
    assert due == []
    assert status(suspended) == "deleted"


def kinds(partitions_: Iterable[str]) -> set[str]:
    """What the partitions are of: the part after the tenant."""
    return {parts_of(name)[1] for name in partitions_}


def test_of_a_company_that_had_everything_only_what_the_operators_log_keeps_is_left(
    everything: Things,
    operator: Api,
    provider: Provider,
    world: World,
    worker: Worker,
    clock: Clock,
) -> None:
    """A kind of partition that this company has none of fails here: it would go untested."""
    operator.put("/v1/tenants/globex/sign-in", provider.settings()).ok()
    stored = of(world, "globex")
    indexed = {item["employee_pk"]["S"] for item in stored if "employee_pk" in item}
    known = kinds(_called(TenantScope("globex")))
    assert known == kinds(item["pk"]["S"] for item in stored) | kinds(indexed)
    operator.patch("/v1/tenants/globex", {"status": "suspended"}).ok()
    operator.post(PATH, CONFIRMED).ok(202)
    finish(worker, clock)
    left = [item for item in world.items() if "globex" in str(item) or MARK in str(item)]
    assert {item["pk"]["S"] for item in left} == {"~operator#tenants", "~operator#audit"}
    assert [item for item in left if MARK in str(item)] == []
    assert [name for name in world.objects() if "globex" in name] == []


def test_another_company_may_have_its_provider_and_its_tokens_open_nothing(
    api: Api,
    acme: Company,
    suspended: Api,
    provider: Provider,
    worker: Worker,
    clock: Clock,
) -> None:
    suspended.put("/v1/tenants/globex/sign-in", provider.settings()).ok()
    old = provider.token(exp=int(clock.now.timestamp()) + 90_000)
    suspended.put("/v1/tenants/acme/sign-in", provider.settings()).problem(409, "sign_in_taken")
    suspended.post(PATH, CONFIRMED).ok(202)
    finish(worker, clock)
    api.as_(old).get("/v1/tenant").problem(401)
    suspended.put("/v1/tenants/acme/sign-in", provider.settings()).ok()
    api.as_(old).get("/v1/tenant").problem(401)
    assert api.as_(provider.token()).get("/v1/tenant").ok()["id"] == "acme"


def test_nobody_else_notices(
    suspended: Api, acme: Company, world: World, worker: Worker, clock: Clock
) -> None:
    furnish(acme, world)
    worker.work()
    before = (of(world, "acme"), versions(world, "acme"))
    suspended.post(PATH, CONFIRMED).ok(202)
    finish(worker, clock)
    assert (of(world, "acme"), versions(world, "acme")) == before


def test_until_everything_begun_has_ended_what_others_are_found_by_stays(
    suspended: Api, world: World, worker: Worker, clock: Clock
) -> None:
    """A worker that is still writing, or a form to upload with, would leave what nobody finds."""
    suspended.post(PATH, CONFIRMED).ok(202)
    worker.work()
    left = {item["pk"]["S"].removeprefix("globex#") for item in of(world, "globex")}
    assert {"tenant", "uploads", "periods", "keys"} <= left
    assert not {"employees", "audit#2026-11"} & left
    assert world.delayed("exports") == 1
    assert status(suspended) == "deleting"


def test_a_run_that_has_no_time_hands_on(
    suspended: Api, world: World, worker: Worker, clock: Clock
) -> None:
    suspended.post(PATH, CONFIRMED).ok(202)
    clock.advance(minutes=76)
    (message,) = world.messages("exports")
    before = len(of(world, "globex"))
    worker.deliver(message, milliseconds=19_000)
    assert 0 < len(of(world, "globex")) < before
    (again,) = world.messages("exports")
    assert json.loads(again)["kind"] == "delete_tenant"
    worker.deliver(again)
    assert of(world, "globex") == []


def test_an_active_company_is_not_deleted(operator: Api, globex: Company) -> None:
    operator.post(PATH, CONFIRMED).problem(409, "not_suspended")
    globex.admin.get("/v1/tenant").ok()


def test_the_id_must_be_said_twice(suspended: Api) -> None:
    suspended.post(PATH, {"confirm": "acme"}).problem(422)
    suspended.post(PATH, {}).problem(422)
    assert status(suspended) == "suspended"


def test_a_company_that_never_was_cannot_be_deleted(operator: Api) -> None:
    operator.post("/v1/tenants/nobody/delete", {"confirm": "nobody"}).problem(404)
    operator.post("/v1/tenants/No%20One/delete", {"confirm": "No One"}).problem(404)


def test_asking_again_changes_nothing(
    suspended: Api, world: World, worker: Worker, clock: Clock
) -> None:
    first = suspended.post(PATH, CONFIRMED).ok(202)
    assert suspended.post(PATH, CONFIRMED).ok(202) == first
    finish(worker, clock)
    after = suspended.post(PATH, CONFIRMED).ok(202)
    assert after["status"] == "deleted"
    assert world.messages("exports") == []


def test_a_deleted_companys_id_is_never_given_again(
    suspended: Api, world: World, worker: Worker, clock: Clock
) -> None:
    suspended.post(PATH, CONFIRMED).ok(202)
    new = {"id": "globex", "name": "Globex again"}
    suspended.post("/v1/tenants", new).problem(409, "tenant_exists")
    finish(worker, clock)
    suspended.post("/v1/tenants", new).problem(409, "tenant_exists")
    assert of(world, "globex") == []


def test_a_deleted_company_cannot_be_woken(suspended: Api, worker: Worker, clock: Clock) -> None:
    suspended.post(PATH, CONFIRMED).ok(202)
    wake = {"status": "active"}
    suspended.patch("/v1/tenants/globex", wake).problem(409, "tenant_deleted")
    finish(worker, clock)
    suspended.patch("/v1/tenants/globex", wake).problem(409, "tenant_deleted")


def test_the_register_keeps_the_id_and_not_the_name(
    suspended: Api, worker: Worker, clock: Clock
) -> None:
    suspended.post(PATH, CONFIRMED).ok(202)
    finish(worker, clock)
    (found,) = suspended.get("/v1/tenants").ok()["items"]
    assert found["name"] == {"zh": "globex", "en": "globex"}
    assert found["deleted_at"] == "2026-11-05T09:16:00.000Z"


def _called(scope: TenantScope) -> list[str]:
    """The partition of every key that a scope can make."""
    found = []
    samples = {"shard": 0, "shards": 1, "version": 1, "revision": 1, "first_row": 1}
    for name, method in inspect.getmembers(TenantScope, inspect.isfunction):
        if name.startswith("_") or "object" in name or name in ("prefixes", "export_manifest"):
            continue
        needed = list(inspect.signature(method).parameters)[1:]
        given = [samples.get(parameter, SAMPLE.get(parameter, "x")) for parameter in needed]
        made = method(scope, *given)
        if isinstance(made, Key):
            found.append(made.pk)
        elif isinstance(made, str):
            found.append(made)
    return found


SAMPLE = {"period": "2026-10", "scheme": "desk", "code": "desk", "month": "2026-11"}
#: Partitions of the index: their items lie in others.
OF_THE_INDEX = ("acme#employee#x", "acme#employee-plans#x")


def all_partitions() -> list[Partition]:
    """The partitions of a company with one period, one scheme and one upload of each name."""
    context = mock.Mock()
    context.scope = TenantScope("acme")
    context.principal.shards = 1
    context.time = "2026-11-05T08:00:00.000Z"
    kept = {
        "acme#periods": ["2026-10#desk"],
        "acme#pilot-periods": ["2026-10#desk~2"],
        "acme#uploads": ["x"],
        "acme#schemes": ["desk"],
    }
    context.table.query_all = lambda name, **_: [{"sk": sk} for sk in kept.get(name, [])]
    return list(partitions(context, "2026-11"))


def test_no_key_that_a_scope_makes_lies_where_nobody_looks() -> None:
    """A new partition must be told to :mod:`chalicelib.tenancy.partitions`, or this fails."""
    known = {one.name for one in all_partitions()}
    made = {name for name in _called(TenantScope("acme")) if name.startswith("acme#")}
    assert made - known - set(OF_THE_INDEX) == set()
    assert len(made) >= 14


def test_those_that_others_are_found_by_come_last() -> None:
    roots = [one.root for one in all_partitions()]
    assert roots == sorted(roots)
    assert all_partitions()[-1].name == "acme#tenant"
