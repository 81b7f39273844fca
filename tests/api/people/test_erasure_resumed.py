"""An erasure that stops anywhere goes on: out of time, killed, or the period is busy."""

from typing import Any

import pytest

from chalicelib.tenancy.platform import Platform
from tests.api.clock import Clock
from tests.api.company import Company
from tests.api.people.erased import TRACES, cards, pseudonym, stored
from tests.api.people.worker import Worker
from tests.api.uploads.sending import Desk
from tests.api.world import World
from tests.faults.killing import NEVER, Killed, interrupted_at, killed_at
from tests.profiles import choose

#: Writes of an erasure of Bob from the history, files included.
WRITES = 90
#: The action of the event of an erasure's end.
ENDED = "employees.erased"


@pytest.fixture
def asked(history: Desk, acme: Company) -> Any:
    return acme.admin.post("/v1/employees/1002/erase", {"files": "delete"}).ok(202)


@pytest.mark.long
def test_with_no_time_for_more_than_a_piece_each_run_does_one(
    asked: Any, acme: Company, worker: Worker, world: World
) -> None:
    # 20 s are kept free: with 19 s left, the time is up as soon as a piece is done.
    runs = worker.work(milliseconds=19_000, most=120)
    assert runs > 8
    assert acme.admin.get(f"/v1/erasures/{asked['id']}").ok()["status"] == "completed"
    assert not any(trace in item for item in stored(world) for trace in TRACES)


@pytest.mark.long
def test_it_makes_so_many_writes(
    asked: Any, worker: Worker, world: World, platform: Platform
) -> None:
    """The test below kills the worker at each of these writes."""
    (message,) = set(world.messages("jobs"))
    with killed_at(platform, NEVER, after=False) as writes:
        worker.deliver(message)
    assert len(writes) == WRITES, "say so above"


@pytest.mark.long
@pytest.mark.deep
@pytest.mark.parametrize("write", choose(quick=(1, 5, 11, 20, WRITES), long=range(1, WRITES + 1)))
def test_a_worker_that_dies_at_any_write_is_followed_by_one_that_ends_it(
    asked: Any,
    acme: Company,
    worker: Worker,
    world: World,
    clock: Clock,
    platform: Platform,
    write: int,
) -> None:
    before = cards(acme)
    (message,) = set(world.messages("jobs"))
    with pytest.raises(Killed), killed_at(platform, write, after=False):
        worker.deliver(message)
    # The dead worker's lease of a period expires.
    clock.advance(minutes=2)
    worker.deliver(message)
    worker.work()
    assert acme.admin.get(f"/v1/erasures/{asked['id']}").ok()["status"] == "completed"
    assert not any(trace in item for item in stored(world) for trace in TRACES)
    assert cards(acme).keys() == {"1001", "1003", pseudonym(acme)}
    assert sorted(card["total"] for card in cards(acme).values()) == sorted(
        card["total"] for card in before.values()
    )


@pytest.mark.long
@pytest.mark.deep
@pytest.mark.parametrize("write", choose(quick=(20, WRITES - 1), long=range(1, WRITES + 1)))
def test_a_worker_that_is_overtaken_at_any_write_leaves_the_end_of_the_other(
    asked: Any, acme: Company, worker: Worker, world: World, platform: Platform, write: int
) -> None:
    """The same message delivered twice: the second worker ends the erasure first."""
    (message,) = set(world.messages("jobs"))
    with interrupted_at(platform, write, lambda: worker.deliver(message)):
        worker.deliver(message)
    worker.work()
    (stored_erasure,) = (
        item for item in world.items() if item["pk"]["S"] == "acme#erasures" and "id" in item
    )
    assert stored_erasure["status"]["S"] == "completed"
    assert not {"employee_id", "pseudonym", "notes", "done"} & stored_erasure.keys()
    ends = [item for item in world.items() if item.get("action", {}).get("S") == ENDED]
    assert len(ends) == 1
    assert not any(trace in item for item in stored(world) for trace in TRACES)


@pytest.mark.long
def test_it_waits_for_whoever_writes_the_period(
    asked: Any, acme: Company, worker: Worker, world: World, clock: Clock
) -> None:
    world.dynamodb.update_item(
        TableName="servicescore",
        Key={"pk": {"S": "acme#periods"}, "sk": {"S": "2026-09#desk"}},
        UpdateExpression="SET writer = :run, writer_until = :until",
        ExpressionAttributeValues={
            ":run": {"S": "run_of_an_upload"},
            ":until": {"S": "2026-11-05T08:05:00.000Z"},
        },
    )
    (message,) = set(world.messages("jobs"))
    worker.deliver(message)
    assert world.delayed("jobs") == 1
    assert "1002" in cards(acme)
    clock.advance(minutes=6)
    worker.deliver(message)
    assert "1002" not in cards(acme)


def test_a_message_that_comes_before_its_record_is_sent_again_a_few_times(
    acme: Company, worker: Worker, world: World
) -> None:
    import json

    early = {"kind": "erase_person", "tenant": "acme", "erasure": "ers_none", "attempt": 4}
    worker.deliver(json.dumps(early))
    assert world.delayed("jobs") == 1
    worker.deliver(json.dumps({**early, "attempt": 5}))
    assert world.delayed("jobs") == 1
