"""The limit of people holds whatever registers people at the same time, and the number is exact."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError

from chalicelib.people import counting
from chalicelib.tenancy.current_tenant import acting_as
from chalicelib.tenancy.platform import Platform
from chalicelib.tenancy.scope import TenantScope
from infra import headcount as command
from infra.headcount import recounts
from tests.api.client import Api
from tests.api.clock import Clock
from tests.api.company import Company
from tests.api.people.interrupting import before_the_write, dying
from tests.api.people.worker import Worker
from tests.api.settled_month import settled
from tests.api.uploads.sending import Desk, csv_of
from tests.api.world import TABLE, World
from tests.faults.killing import Killed

ACME = TenantScope("acme")
KEY = {"pk": {"S": "acme#headcount"}, "sk": {"S": "people"}}


def drift(world: World) -> None:
    """Store nine people, whatever is on the register."""
    more = {"UpdateExpression": "SET people = :n", "ExpressionAttributeValues": {":n": {"N": "9"}}}
    world.dynamodb.update_item(TableName=TABLE, Key=KEY, **more)


def people_of(first: int, number: int) -> dict[str, Any]:
    people = [{"id": str(first + place), "status": "active"} for place in range(number)]
    return {"employees": people}


def counted(platform: Platform) -> tuple[int, int]:
    """The number that is stored, and the number of people that are on the register."""
    with acting_as(ACME):
        found = counting.recount(platform.table, ACME, 1, mend=False)
    return found.stored, found.counted


@pytest.fixture
def fifty(acme: Company, operator: Api) -> Company:
    operator.patch("/v1/tenants/acme", {"limits": {"max_employees": 50}}).ok()
    acme.hr.put("/v1/employees/1", {"status": "active"}).ok(201)
    acme.hr.delete("/v1/employees/1").ok(204)
    return acme


def test_four_batches_of_forty_at_once_make_forty_of_fifty(
    fifty: Company, platform: Platform
) -> None:
    """Each has counted nobody when it writes: 40 fit in 50, and 80 do not."""
    answers: list[int] = []

    def send(first: int) -> Callable[[], None]:
        def batch() -> None:
            answer = fifty.hr.post("/v1/employees/batch", people_of(first, 40))
            answers.append(answer.status)

        return batch

    with before_the_write(platform, send(2000), send(3000), send(4000)):
        send(1000)()

    assert sorted(answers) == [200, 422, 422, 422]
    assert counted(platform) == (40, 40)


def test_what_is_registered_meanwhile_takes_the_last_place(
    fifty: Company, platform: Platform
) -> None:
    fifty.hr.post("/v1/employees/batch", people_of(1000, 49)).ok()

    def other() -> None:
        fifty.hr.put("/v1/employees/2001", {"status": "active"}).ok(201)

    with before_the_write(platform, other):
        problem = fifty.hr.put("/v1/employees/2002", {"status": "active"}).problem(
            422, "too_many_employees"
        )

    assert "there are 50" in problem["detail"]
    assert counted(platform) == (50, 50)


def test_a_file_registers_as_many_as_there_are_places_when_it_is_written(
    fifty: Company, desk: Desk, platform: Platform
) -> None:
    """Three new people, three places when they are scored, one when they are written. Bob, 1002,
    is on the register already."""
    fifty.hr.post("/v1/employees/batch", people_of(5000, 46)).ok()
    assert counted(platform) == (47, 47)
    rows = [f"{number},N,red,4000,100,88,100" for number in (6001, 6002, 6003)]

    def others() -> None:
        fifty.hr.post("/v1/employees/batch", people_of(7000, 2)).ok()

    with before_the_write(platform, others):
        upload = desk.send(csv_of(*rows))

    assert (upload["status"], upload["counts"]["scored"], upload["counts"]["failed"]) == (
        *("completed_with_errors", 1, 2),
    )
    errors = desk.caller.get(f"/v1/uploads/{upload['id']}/errors").ok()["items"]
    assert [(one["row"], one["errors"][0]["code"]) for one in errors] == [
        (3, "too_many_employees"),
        (4, "too_many_employees"),
    ]
    cards = desk.caller.get("/v1/periods/2026-10/scorecards").ok()["items"]
    assert [card["employee_id"] for card in cards] == ["6001"]
    assert counted(platform) == (50, 50)


@pytest.mark.long
def test_each_way_on_and_off_the_register_is_counted(
    desk: Desk, acme: Company, platform: Platform, worker: Worker
) -> None:
    """Bob is there from the beginning: 1. A file brings Ann and Cy: 3. A batch brings two and
    changes Ann: 5. One goes, comes back, goes: 4. Bob is erased, and erased again: 3."""
    assert counted(platform) == (1, 1)
    desk.send(csv_of("1001,Ann,red,4000,100,88,100", "1003,Cy,red,4000,100,88,100"))
    assert counted(platform) == (3, 3)
    three = [{"id": one, "status": "active"} for one in ("1001", "a", "b")]
    of_one = {"mode": "change", "employees": [{**one, "new_person": True} for one in three]}
    acme.hr.post("/v1/employees/batch", of_one).ok()
    assert counted(platform) == (5, 5)
    acme.hr.delete("/v1/employees/a").ok(204)
    acme.hr.put("/v1/employees/a", {"rehired": True}).ok(201)
    acme.hr.patch("/v1/employees/a", {"team": "red"}).ok()
    acme.hr.delete("/v1/employees/a").ok(204)
    assert counted(platform) == (4, 4)
    for _ in range(2):
        acme.admin.post("/v1/employees/1002/erase", {"files": "keep"}).ok(202)
        worker.work()
    # Who is a tombstone already is erased and not counted again.
    acme.admin.post("/v1/employees/a/erase", {"files": "keep"}).ok(202)
    assert counted(platform) == (3, 3)


@pytest.mark.parametrize("moment", ["before-call", "after-call"])
def test_a_file_whose_worker_dies_at_each_transaction_counts_its_people_once(
    desk: Desk, platform: Platform, clock: Clock, moment: str
) -> None:
    """150 new people are two transactions, the end of the upload is the third."""
    rows = csv_of(*(f"{number},N,red,4000,100,88,100" for number in range(6000, 6150)))
    upload = desk.announce()
    message = desk.message(desk.put(upload, rows))
    with dying(platform, 3, moment):
        for _ in range(3):
            with pytest.raises(Killed):
                desk.run_once(message)
            clock.advance(minutes=10)
        desk.run_once(message)
    assert desk.caller.get(f"/v1/uploads/{upload['id']}").ok()["counts"]["scored"] == 150
    assert counted(platform) == (151, 151)


def test_a_batch_of_people_with_their_number_fits_in_a_transaction(
    acme: Company, platform: Platform
) -> None:
    """48 people and their events are 96 writes; with the number, the entry in the log of changes
    and the kept answer 99."""
    acme.hr.put("/v1/employees/1", {"status": "active"}).ok(201)
    made: list[int] = []
    with before_the_write(platform, *(lambda: made.append(1) for _ in range(9))):
        acme.hr.post("/v1/employees/batch", people_of(1000, 48), idempotency_key="x").ok()
    assert len(made) == 1
    assert counted(platform) == (49, 49)


@pytest.mark.long
def test_a_batch_fits_in_transactions_when_a_pending_lock_needs_all_former_ids(
    desk: Desk, acme: Company, platform: Platform
) -> None:
    """Five writes for each: the person, the event, the new id, the freed one, the kept one. So 19
    people are 95 writes, and 49 people three transactions; the last has the new person and answer.
    """

    def known_as(system: str) -> dict[str, Any]:
        people = people_of(2000, 49)["employees"]
        other = "new" if system == "old" else "old"
        ids = [{system: one["id"], other: None} for one in people]
        return {
            "employees": [
                {**one, "external_ids": ids} for one, ids in zip(people, ids, strict=True)
            ]
        }

    desk.send(csv_of("1002,Bob,red,4000,100,88,100"))
    acme.hr.post("/v1/employees/batch", known_as("old")).ok()
    settled(acme.hr, "publish", "2026-10", "desk").ok()
    settled(acme.hr, "lock", "2026-10", "desk").ok()
    batch = known_as("new")
    batch["employees"].append({"id": "3000", "status": "active"})
    made: list[int] = []
    with before_the_write(platform, *(lambda: made.append(1) for _ in range(9))):
        acme.hr.post("/v1/employees/batch", batch, idempotency_key="x").ok()
    assert len(made) == 3
    assert counted(platform) == (51, 51)


def test_a_register_from_before_its_number_was_kept_is_counted_at_the_first_use(
    fifty: Company, platform: Platform, world: World
) -> None:
    fifty.hr.post("/v1/employees/batch", people_of(1000, 49)).ok()
    world.dynamodb.delete_item(TableName=TABLE, Key=KEY)

    fifty.hr.put("/v1/employees/2001", {"status": "active"}).ok(201)
    fifty.hr.put("/v1/employees/2002", {"status": "active"}).problem(422, "too_many_employees")

    assert counted(platform) == (50, 50)


def test_a_recount_finds_drift_and_mends_it_when_it_is_asked_to(
    fifty: Company, platform: Platform, world: World
) -> None:
    fifty.hr.post("/v1/employees/batch", people_of(1000, 7)).ok()
    drift(world)
    assert counted(platform) == (9, 7)
    with acting_as(ACME):
        mended = counting.recount(platform.table, ACME, 1, mend=True)
    assert (mended.stored, mended.counted) == (9, 7)
    assert counted(platform) == (7, 7)


def test_a_recount_that_meets_a_change_counts_again(
    fifty: Company, platform: Platform, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody comes and somebody goes during the count: the number is the same, the people are
    not."""
    fifty.hr.post("/v1/employees/batch", people_of(1000, 3)).ok()
    count, counts = counting._count, []

    def slow(*arguments: Any) -> int:
        found = count(*arguments)
        counts.append(found)
        if len(counts) == 1:
            fifty.hr.put("/v1/employees/2001", {"status": "active"}).ok(201)
            fifty.hr.delete("/v1/employees/1000").ok(204)
        return found

    monkeypatch.setattr(counting, "_count", slow)
    with acting_as(ACME):
        counting.recount(platform.table, ACME, 1, mend=True)
    # The first use of the register's numbers counted it before.
    assert len(counts) == 2
    assert counted(platform) == (3, 3)


def test_a_throttled_transaction_counts_once(fifty: Company, platform: Platform) -> None:
    def throttled() -> None:
        error = {"Code": "TransactionCanceledException", "Message": "x"}
        reasons = [{"Code": "None"}, {"Code": "ThrottlingError"}, {"Code": "None"}]
        answer: Any = {"Error": error, "CancellationReasons": reasons}
        raise ClientError(answer, "TransactWriteItems")

    with before_the_write(platform, throttled):
        fifty.hr.put("/v1/employees/2001", {"status": "active"}).ok(201)
    assert counted(platform) == (1, 1)


def test_the_operators_command_tells_which_companies_differ(
    fifty: Company, globex: Company, platform: Platform, world: World
) -> None:
    fifty.hr.post("/v1/employees/batch", people_of(1000, 7)).ok()
    globex.hr.put("/v1/employees/1", {"status": "active"}).ok(201)
    drift(world)

    def told(*, mend: bool) -> dict[str, tuple[int, int]]:
        found = recounts(platform.table, mend=mend)
        return {company: (one.stored, one.counted) for company, one in found}

    assert told(mend=True) == {"acme": (9, 7), "globex": (1, 1)}
    assert told(mend=False) == {"acme": (7, 7), "globex": (1, 1)}


def test_the_operators_command_writes_nothing_for_a_company_that_is_being_deleted(
    fifty: Company, globex: Company, operator: Api, platform: Platform, world: World
) -> None:
    operator.patch("/v1/tenants/acme", {"status": "suspended"}, if_match="*").ok()
    operator.post("/v1/tenants/acme/delete", {"confirm": "acme"}).ok(202)
    world.dynamodb.delete_item(TableName=TABLE, Key=KEY)  # the deletion has come so far
    assert [company for company, _ in recounts(platform.table, mend=True)] == ["globex"]
    assert "Item" not in world.dynamodb.get_item(TableName=TABLE, Key=KEY)


def test_the_operators_command_says_when_nothing_is_deployed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command.main(["--home", str(tmp_path)]) == 1
    assert "nothing is deployed" in capsys.readouterr().err
    assert command.main(["--stage", "nowhere"]) == 1
    assert "nowhere" in capsys.readouterr().err
