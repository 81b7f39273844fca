"""An erased person in a directory: the entry moves with the result, and leaves no trace."""

import pytest

from chalicelib.periods import directory, ordered_pieces, pieces
from chalicelib.periods.records import PeriodRecord, read_period
from chalicelib.person_keys import PersonKey
from chalicelib.results import outdated_marks
from chalicelib.tenancy.platform import Platform
from tests.api.clock import Clock
from tests.api.company import Company
from tests.api.people.erased import cards, erased, pseudonym, with_his_id
from tests.api.people.worker import Worker
from tests.api.settled_month import settled
from tests.api.uploads.sending import Desk
from tests.api.worker import worker_in
from tests.api.world import World
from tests.faults.killing import NEVER, Killed, killed_at
from tests.profiles import choose

#: Writes of the erasure of Bob when nothing is small enough for the period's item.
WRITES = 86
#: What has the id afterwards: the tombstone, the logs of the erasure and of changes.
LEFT = {"audit", "changes", "employees"}


@pytest.fixture(autouse=True, params=["in pieces", "in the period's item"])
def _size(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.param == "in pieces":
        monkeypatch.setattr(pieces, "MOST_INSIDE", 0)
        for name, size in {"AIM": 60, "MOST": 120, "SMALL": 1}.items():
            monkeypatch.setattr(ordered_pieces, name, size)


in_pieces = pytest.mark.parametrize("_size", ["in pieces"], indirect=True)


def record_of(platform: Platform) -> PeriodRecord:
    with worker_in(platform, "acme") as context:
        found = read_period(context.table, context.scope, "2026-09", "desk")
    assert found is not None
    return found


def traces(world: World) -> set[str]:
    """The collections of the items that have Bob's id."""
    return {item["pk"]["S"].split("#")[1] for item in with_his_id(world)}


def changed_at(platform: Platform) -> dict[str, str]:
    with worker_in(platform, "acme") as context:
        record = read_period(context.table, context.scope, "2026-09", "desk")
        assert record is not None
        return {one.person: one.changed_at for one in directory.everybody(context, record)}


@pytest.mark.long
def test_the_entry_of_the_pseudonym_has_the_time_of_the_persons(
    history: Desk, acme: Company, worker: Worker, platform: Platform, clock: Clock
) -> None:
    before = changed_at(platform)
    clock.advance(hours=1)

    erased(acme, worker)

    name = pseudonym(acme)
    assert changed_at(platform) == {
        "1001": before["1001"],
        "1003": before["1003"],
        name: before["1002"],
    }
    listing = record_of(platform).listing
    assert listing is not None
    assert listing["removed_at"] == listing["at"] >= "2026-11-05T09:00:00.000Z"


@pytest.mark.long
def test_a_locked_periods_directory_forgets_the_person_too(
    history: Desk, acme: Company, worker: Worker, world: World
) -> None:
    settled(acme.hr, "publish", "2026-09", "desk").ok()
    settled(acme.hr, "lock", "2026-09", "desk").ok()

    erased(acme, worker)

    assert traces(world) == LEFT
    assert cards(acme).keys() == {"1001", "1003", pseudonym(acme)}


@pytest.mark.long
@in_pieces
def test_what_a_dead_count_of_outdated_results_has_left_goes_too(
    history: Desk, acme: Company, worker: Worker, world: World, platform: Platform
) -> None:
    """It has written the pieces of marks, and died before they became current."""
    record = record_of(platform)
    with worker_in(platform, "acme") as context:
        marks = {PersonKey(one): "2" for one in ("1001", "1002")}
        context.table.write_batch(outdated_marks.part_of(context, record, marks).writes)
    before = len(world.items())

    erased(acme, worker)

    assert traces(world) == LEFT
    assert len(world.items()) < before


@in_pieces
def test_it_makes_so_many_writes(
    history: Desk, acme: Company, worker: Worker, world: World, platform: Platform
) -> None:
    acme.admin.post("/v1/employees/1002/erase", {"files": "keep"}).ok(202)
    (message,) = set(world.messages("jobs"))
    with killed_at(platform, NEVER, after=False) as writes:
        worker.deliver(message)
    assert len(writes) == WRITES, "say so above"


@pytest.mark.long
@pytest.mark.deep
@in_pieces
@pytest.mark.parametrize("write", choose(quick=(6, 8), long=range(1, WRITES + 1)))
def test_a_worker_that_dies_at_any_write_leaves_no_piece_with_the_person(
    history: Desk,
    acme: Company,
    worker: Worker,
    world: World,
    clock: Clock,
    platform: Platform,
    write: int,
) -> None:
    acme.admin.post("/v1/employees/1002/erase", {"files": "keep"}).ok(202)
    (message,) = set(world.messages("jobs"))
    with pytest.raises(Killed), killed_at(platform, write, after=True):
        worker.deliver(message)
    clock.advance(minutes=2)
    worker.deliver(message)
    worker.work()

    assert traces(world) == LEFT
    assert cards(acme).keys() == {"1001", "1003", pseudonym(acme)}
