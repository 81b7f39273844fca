"""One copy of a company at a time. The answer names the copy at work; a dead one gives way."""

from typing import Any

import pytest

from chalicelib.jobs.batch import MOST_TRIES
from chalicelib.privacy.copying import running
from chalicelib.privacy.copying.keys import key_of_copy_at_work
from chalicelib.tenancy.current_tenant import acting_as
from chalicelib.tenancy.platform import Platform
from chalicelib.tenancy.scope import TenantScope
from tests.api.clock import Clock
from tests.api.company import Company
from tests.api.people.worker import Worker
from tests.api.world import World

PATH = "/v1/tenant/copies"


@pytest.fixture
def worker(world: World) -> Worker:
    return Worker(world)


def ask(company: Company) -> Any:
    return company.admin.post(PATH).ok(201)


def status(company: Company, copy: Any) -> str:
    return str(company.admin.get(f"{PATH}/{copy['id']}").ok()["status"])


def test_a_second_copy_is_refused_and_told_which_one_is_at_work(
    acme: Company, worker: Worker, world: World
) -> None:
    first = ask(acme)
    (body,) = world.messages("jobs")
    refusal = acme.admin.post(PATH).problem(409, "copy_running")
    assert refusal["copy"] == first["id"]

    # 60 s are kept free: with 59 s left a run makes one part, and the copy stays running.
    worker.deliver(body, milliseconds=59_000)
    assert status(acme, first) == "running"
    assert acme.admin.post(PATH).problem(409, "copy_running")["copy"] == first["id"]
    assert [one["id"] for one in acme.admin.get(PATH).ok()["items"]] == [first["id"]]


def test_another_company_is_not_held_up(acme: Company, globex: Company) -> None:
    ask(acme)
    ask(globex)


def test_a_copy_that_has_ended_leaves_the_place(acme: Company, worker: Worker) -> None:
    first = ask(acme)
    worker.work()
    second = ask(acme)
    worker.work()
    assert (status(acme, first), status(acme, second)) == ("completed", "completed")


def test_a_copy_that_an_erasure_removed_leaves_the_place(
    acme: Company, worker: Worker, world: World
) -> None:
    acme.hr.put("/v1/employees/1", {"name": "Ann"}).ok(201)
    first = ask(acme)
    world.messages("jobs")
    acme.admin.post("/v1/employees/1/erase", {"files": "keep"}).ok(202)
    worker.work()
    assert status(acme, first) == "removed"
    ask(acme)


def test_a_copy_that_was_given_up_leaves_the_place(
    acme: Company, worker: Worker, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = ask(acme)
    (body,) = world.messages("jobs")
    with monkeypatch.context() as broken:
        broken.setattr(running, "write_part", None)
        worker.deliver(body, received=MOST_TRIES)
    assert status(acme, first) == "failed"
    ask(acme)


@pytest.mark.parametrize(("hours", "expected"), [(5, 409), (6, 201)])
def test_a_copy_whose_worker_died_leaves_the_place_after_six_hours_without_a_part(
    acme: Company, worker: Worker, world: World, clock: Clock, hours: int, expected: int
) -> None:
    first = ask(acme)
    (body,) = world.messages("jobs")
    clock.advance(hours=3)
    worker.deliver(body, milliseconds=59_000)
    world.messages("jobs")
    clock.advance(hours=hours)
    assert acme.admin.post(PATH).status == expected
    assert status(acme, first) == ("failed" if expected == 201 else "running")


def test_one_that_goes_on_after_it_was_given_up_waits_for_the_one_in_its_place(
    acme: Company, worker: Worker, world: World, clock: Clock
) -> None:
    first = ask(acme)
    (old,) = world.messages("jobs")
    clock.advance(hours=6)
    second = ask(acme)
    (new,) = world.messages("jobs")
    worker.deliver(new, milliseconds=59_000)
    (rest,) = world.messages("jobs")

    worker.deliver(old)
    assert world.delayed("jobs") == 1, "it is there again in a minute"
    assert status(acme, first) == "failed"
    worker.deliver(rest)
    assert status(acme, second) == "completed"

    worker.deliver(old)
    assert status(acme, first) == "completed"


def test_of_two_that_are_asked_for_at_once_one_is_made(
    acme: Company, platform: Platform, world: World
) -> None:
    """Another copy takes the place after it was read and before it is written."""
    raced: list[str] = []

    def other(model: Any, **_: Any) -> None:
        if model.name == "TransactWriteItems" and not raced:
            raced.append("cpy_other")
            key = key_of_copy_at_work(TenantScope("acme"))
            place = {"pk": {"S": key.pk}, "sk": {"S": key.sk}}
            item = {**place, "copy": {"S": raced[0]}, "f": {"N": "1"}}
            world.dynamodb.put_item(TableName=platform.table.name, Item=item)

    events = platform.table.connection.connection.client.meta.events
    events.register("before-call.dynamodb.*", other)
    try:
        refusal = acme.admin.post(PATH).problem(409, "copy_running")
    finally:
        events.unregister("before-call.dynamodb.*", other)
    assert refusal["copy"] == "cpy_other"
    with acting_as(TenantScope("acme")):
        assert acme.admin.get(PATH).ok()["items"] == []
