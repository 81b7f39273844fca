"""A deleted company: nothing of it is left, no other changes, its id is never used again."""

import json
from collections.abc import Iterable
from typing import Any

import pytest

from chalicelib.store.keys import parts_of
from chalicelib.store.table import Table
from tests.api.client import Api
from tests.api.clock import Clock
from tests.api.company import Company
from tests.api.people.worker import Worker
from tests.api.sign_in.provider import Provider
from tests.api.tenancy import declared
from tests.api.world import BUCKET, World
from tests.isolation.things import MARK, Things, furnish

PATH = "/v1/tenants/globex/delete"
CONFIRMED = {"confirm": "globex"}


@pytest.fixture
def things(globex: Company, world: World, worker: Worker) -> Things:
    made = furnish(globex, world)
    schedule = {"enabled": True, "day": 5, "hour": 8}
    globex.admin.put("/v1/export-schedule", schedule, if_match="*").ok()
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
    """Do the first run and, after everything begun before has ended, the last one."""
    worker.work(milliseconds)
    clock.advance(minutes=76)
    message = {"kind": "delete_tenant", "tenant": "globex", "attempt": 5}
    worker.deliver(json.dumps(message), milliseconds)
    worker.work(milliseconds)


@pytest.mark.long
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
    """The words of the partitions: the part after the tenant."""
    return {parts_of(name)[1] for name in partitions_}


@pytest.mark.long
def test_of_a_company_that_had_everything_only_the_operators_log_and_bill_are_left(
    everything: Things,
    operator: Api,
    provider: Provider,
    world: World,
    worker: Worker,
    clock: Clock,
) -> None:
    """This fails for a kind of partition that the company has none of, which would be untested."""
    operator.put("/v1/tenants/globex/sign-in", provider.settings()).ok()
    stored = of(world, "globex")
    indexed = {item["employee_pk"]["S"] for item in stored if "employee_pk" in item}
    known = {one.word for one in declared.named(declared.key_modules())}
    assert known == kinds(item["pk"]["S"] for item in stored) | kinds(indexed)
    operator.patch("/v1/tenants/globex", {"status": "suspended"}).ok()
    operator.post(PATH, CONFIRMED).ok(202)
    finish(worker, clock)
    left = [item for item in world.items() if "globex" in str(item) or MARK in str(item)]
    kept = {"~operator#tenants", "~operator#audit", "~operator#costs"}
    assert {item["pk"]["S"] for item in left} == kept
    assert [item for item in left if MARK in str(item)] == []
    assert [name for name in world.objects() if "globex" in name] == []


@pytest.mark.long
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


@pytest.mark.long
def test_nobody_else_notices(
    suspended: Api, acme: Company, world: World, worker: Worker, clock: Clock
) -> None:
    furnish(acme, world)
    worker.work()
    before = (of(world, "acme"), versions(world, "acme"))
    suspended.post(PATH, CONFIRMED).ok(202)
    finish(worker, clock)
    assert (of(world, "acme"), versions(world, "acme")) == before


@pytest.mark.long
def test_until_everything_begun_has_ended_what_others_are_found_by_stays(
    suspended: Api, world: World, worker: Worker, clock: Clock
) -> None:
    """A worker that still writes, or an upload form, could store data that nobody removes."""
    suspended.post(PATH, CONFIRMED).ok(202)
    worker.work()
    left = {item["pk"]["S"].removeprefix("globex#") for item in of(world, "globex")}
    assert {"tenant", "uploads", "periods", "keys"} <= left
    assert not {"employees", "audit#2026-11"} & left
    assert world.delayed("jobs") == 1
    assert status(suspended) == "deleting"


@pytest.mark.long
def test_a_run_that_has_no_time_hands_on(
    suspended: Api, world: World, worker: Worker, clock: Clock
) -> None:
    suspended.post(PATH, CONFIRMED).ok(202)
    clock.advance(minutes=76)
    (message,) = world.messages("jobs")
    before = len(of(world, "globex"))
    worker.deliver(message, milliseconds=19_000)
    assert 0 < len(of(world, "globex")) < before
    (again,) = world.messages("jobs")
    assert json.loads(again)["kind"] == "delete_tenant"
    worker.deliver(again)
    assert of(world, "globex") == []


def test_an_active_company_is_not_deleted(operator: Api, globex: Company) -> None:
    operator.post(PATH, CONFIRMED).problem(409, "not_suspended")
    globex.admin.get("/v1/tenant").ok()


@pytest.mark.long
def test_the_id_must_be_said_twice(suspended: Api) -> None:
    suspended.post(PATH, {"confirm": "acme"}).problem(422)
    suspended.post(PATH, {}).problem(422)
    assert status(suspended) == "suspended"


def test_a_company_that_never_was_cannot_be_deleted(operator: Api) -> None:
    operator.post("/v1/tenants/nobody/delete", {"confirm": "nobody"}).problem(404)
    operator.post("/v1/tenants/No%20One/delete", {"confirm": "No One"}).problem(404)


@pytest.mark.long
def test_asking_again_changes_nothing(
    suspended: Api, world: World, worker: Worker, clock: Clock
) -> None:
    first = suspended.post(PATH, CONFIRMED).ok(202)
    assert suspended.post(PATH, CONFIRMED).ok(202) == first
    finish(worker, clock)
    after = suspended.post(PATH, CONFIRMED).ok(202)
    assert after["status"] == "deleted"
    assert world.messages("jobs") == []


@pytest.mark.long
def test_a_deleted_companys_id_is_never_given_again(
    suspended: Api, world: World, worker: Worker, clock: Clock
) -> None:
    suspended.post(PATH, CONFIRMED).ok(202)
    new = {"id": "globex", "name": "Globex again"}
    suspended.post("/v1/tenants", new).problem(409, "tenant_exists")
    finish(worker, clock)
    suspended.post("/v1/tenants", new).problem(409, "tenant_exists")
    assert of(world, "globex") == []


@pytest.mark.long
def test_a_deleted_company_cannot_be_woken(suspended: Api, worker: Worker, clock: Clock) -> None:
    suspended.post(PATH, CONFIRMED).ok(202)
    wake = {"status": "active"}
    suspended.patch("/v1/tenants/globex", wake).problem(409, "tenant_deleted")
    finish(worker, clock)
    suspended.patch("/v1/tenants/globex", wake).problem(409, "tenant_deleted")


@pytest.mark.long
def test_the_register_keeps_the_id_and_not_the_name(
    suspended: Api, worker: Worker, clock: Clock
) -> None:
    suspended.post(PATH, CONFIRMED).ok(202)
    finish(worker, clock)
    (found,) = suspended.get("/v1/tenants").ok()["items"]
    assert found["name"] == {"zh": "globex", "en": "globex"}
    assert found["deleted_at"] == "2026-11-05T09:16:00.000Z"


@pytest.mark.long
def test_those_that_others_are_found_by_go_last(
    everything: Things,
    operator: Api,
    worker: Worker,
    clock: Clock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    emptied: list[str] = []
    write_batch = Table.write_batch

    def noted(table: Table, puts: Any, deletes: Any) -> None:
        deletes = list(deletes)
        emptied.extend(key.pk.removeprefix("globex#") for key in deletes)
        write_batch(table, puts, deletes)

    operator.patch("/v1/tenants/globex", {"status": "suspended"}).ok()
    operator.post(PATH, CONFIRMED).ok(202)
    clock.advance(minutes=76)
    monkeypatch.setattr(Table, "write_batch", noted)
    worker.work()
    places = {parts_of(name)[0]: place for place, name in enumerate(emptied)}
    found_by = (
        ("upload-errors", "uploads"),
        ("upload-findings", "uploads"),
        ("scores", "periods"),
        ("scores", "pilot-periods"),
        ("plans", "periods"),
        ("scheme", "schemes"),
    )
    assert [(one, root) for one, root in found_by if places[one] > places[root]] == []
    assert emptied[-1] == "tenant"
