"""Ids that change hands where people are stored or told of beside the register: batches, locked
periods, exports, copies, and registers of companies from before the lasting person."""

from typing import Any

import pytest

from tests.api.company import Company
from tests.api.exports.payroll import Payroll
from tests.api.people.calling import Caller, called, from_before_shards
from tests.api.people.worker import Worker
from tests.api.settled_month import settled
from tests.api.tenancy.test_copies import copied, rows
from tests.api.uploads.sending import Desk, csv_of, published
from tests.api.world import World

ROW = "{},{},red,4000,100,88,100"


def _batch(hr: Caller, *people: Any) -> Any:
    return hr.api.post("/v1/employees/batch", {"employees": list(people)})


def test_a_batch_tells_newcomers_returns_and_changes_apart(hr: Caller) -> None:
    ann, bob = hr.put("A")["person"], hr.put("B")["person"]
    hr.delete("A")
    hr.delete("B")
    refused = _batch(hr, {"id": "A", "name": "Al"}, {"id": "C", "name": "Cy"})
    refused.problem(409, "employee_id_used")
    assert hr.present() == {}
    people = (
        {"id": "A", "name": "Al", "new_person": True},
        {"id": "B", "name": "Bob", "rehired": True, "joined_on": "2026-11-05"},
        {"id": "C", "name": "Cy"},
    )
    outcomes = [one["outcome"] for one in _batch(hr, *people).ok()["items"]]
    assert outcomes == ["created"] * 3
    now = hr.present()
    assert now["B"] == bob
    assert now["A"] != ann
    # Sent again it changes nothing: the words say nothing of somebody present.
    assert [one["outcome"] for one in _batch(hr, *people).ok()["items"]] == ["unchanged"] * 3
    assert hr.present() == now


def test_a_newcomer_is_not_sent_with_a_change_of_whom_the_id_was(hr: Caller) -> None:
    """Ann gave up A and is changed, and a newcomer gets A: both are told by one item."""
    ann = hr.put("A")["person"]
    hr.rename("A", "B")
    changed, new = {"id": "B", "name": "Ann"}, {"id": "A", "name": "Al", "new_person": True}
    for people in ((changed, new), (new, changed)):
        problem = _batch(hr, {"id": "C", "name": "Cy"}, *people).problem(409, "ids_of_one_another")
        assert "two requests" in problem["detail"]
    assert hr.present() == {"B": ann}
    _batch(hr, changed).ok()
    # Who is as wanted already is not written, so both may be sent.
    outcomes = [one["outcome"] for one in _batch(hr, changed, new).ok()["items"]]
    assert outcomes == ["unchanged", "created"]
    assert hr.present()["A"] != ann


def test_the_same_id_twice_in_a_batch_is_refused(hr: Caller) -> None:
    body = {"id": "A", "name": "Al"}
    (fault,) = _batch(hr, body, body).problem(422)["errors"]
    assert (fault["pointer"], fault["code"]) == ("/employees/1/id", "named_twice")


def _exported(acme: Company, world: World, period: str) -> dict[str, Any]:
    payroll = Payroll(world, acme.hr)
    made = payroll.made(period=period)
    assert made["status"] == "completed"
    return {row["employee_name"]: row for row in payroll.rows(made)}


def test_a_locked_period_has_the_ids_of_the_lock_and_others_those_of_today(
    hr: Caller, acme: Company, world: World, worker: Worker
) -> None:
    """Ann is renamed before the snapshot of the lock is taken, and once more after it."""
    published(acme)
    desk = Desk(world, acme.hr, "acme")
    for period in ("2026-08", "2026-09"):
        desk.send(csv_of(ROW.format("A", "Ann"), ROW.format("Z", "Zoe")), period=period)
    settled(acme.hr, "lock", "2026-08", "desk").ok()
    hr.rename("A", "B")
    hr.put("A", name="Al", new_person=True)
    worker.work()
    hr.rename("B", "C")
    found = {
        period: {row["employee_name"]: row["employee_id"] for row in _rows(acme, period)}
        for period in ("2026-08", "2026-09")
    }
    assert found == {"2026-08": {"Ann": "A", "Zoe": "Z"}, "2026-09": {"Ann": "C", "Zoe": "Z"}}
    for period, ids in found.items():
        exported = _exported(acme, world, period)
        assert {name: row["employee_id"] for name, row in exported.items()} == ids


def _rows(acme: Company, period: str) -> Any:
    return acme.hr.get(f"/v1/periods/{period}/bonus-coefficients").ok()["items"]


@pytest.mark.long
def test_a_copy_joins_people_and_their_results_by_the_person(
    hr: Caller, acme: Company, world: World, worker: Worker
) -> None:
    published(acme)
    desk = Desk(world, acme.hr, "acme")
    desk.send(csv_of(ROW.format("A", "Ann")), period="2026-09")
    hr.rename("A", "B")
    al = hr.put("A", name="Al", new_person=True)["person"]
    desk.send(csv_of(ROW.format("A", "Al")), period="2026-10")
    copy = rows(world, copied(acme, worker))
    people = {one["person"]: one["id"] for one in copy["employees"]}
    assert set(people.values()) == {"A", "B"}
    assert {one["period"]: people[one["person"]] for one in copy["scorecards"]} == {
        "2026-09": "B",
        "2026-10": "A",
    }
    assert people[al] == "A"


def test_a_company_from_before_shards_and_ids_of_their_own_goes_on(
    acme: Company, world: World
) -> None:
    """People who were stored as they were before, with an id and no more, are renamed like all."""
    from_before_shards(world, "acme")
    hr = called(acme)
    ann = hr.put("A", name="Ann", team="red")["person"]
    _as_stored_before(world, "A")
    assert {item["pk"]["S"] for item in _employees(world)} == {"acme#employees"}
    agent = acme.with_role("agent", employee_id="A")
    hr.rename("A", "B")
    al = hr.put("A", name="Al", team="red", new_person=True)["person"]
    assert hr.present() == {"A": al, "B": ann}
    assert agent.get("/v1/employees/B").ok()["person"] == ann
    agent.get("/v1/employees/A").problem(404)
    hr.delete("B")
    assert hr.rehire("C", person=ann)["former_ids"] == ["A", "B"]
    listed = hr.api.get("/v1/employees", query={"limit": 1}).ok()
    rest = hr.api.get("/v1/employees", query={"limit": 1, "cursor": listed["next"]}).ok()
    assert [one["id"] for one in (*listed["items"], *rest["items"])] == ["C", "A"]
    assert {item["pk"]["S"] for item in _employees(world)} == {"acme#employees"}


def _employees(world: World) -> list[Any]:
    return [item for item in world.items() if item["pk"]["S"].startswith("acme#employees")]


def _as_stored_before(world: World, employee_id: str) -> None:
    """Leave of the item what it had before persons had keys of their own."""
    (item,) = (one for one in _employees(world) if one["sk"]["S"] == employee_id)
    later = {"former_ids", "used", "holder", "handed", "person", "id_since", "returned_at"}
    kept = {name: value for name, value in item.items() if name not in later}
    world.dynamodb.put_item(TableName="servicescore", Item=kept)
