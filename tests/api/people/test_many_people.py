"""Batches of people, lists with filters, and the people that a role sees."""

from typing import Any

import pytest

from chalicelib.people.batch_schemas import EmployeeBatchBody
from tests.api.client import Api
from tests.api.clock import Clock
from tests.api.company import Company
from tests.api.fixtures import Calls
from tests.api.world import World


def batch(caller: Api, *people: dict[str, Any], mode: str = "replace") -> list[str]:
    """Outcomes of a batch, in order."""
    body = {"mode": mode, "employees": list(people)}
    return [item["outcome"] for item in caller.post("/v1/employees/batch", body).ok()["items"]]


def ids(caller: Api, **query: Any) -> list[str]:
    """The ids of a whole list, page by page."""
    found: list[str] = []
    cursor: dict[str, str] = {}
    while True:
        page = caller.get("/v1/employees", query={**query, **cursor}).ok()
        found += [item["id"] for item in page["items"]]
        if page["next"] is None:
            return found
        cursor = {"cursor": page["next"]}


@pytest.fixture
def people(acme: Company) -> Company:
    """1001 and 1002 are in team red, 1003 in team blue. 1004 has no team and has left."""
    batch(
        acme.hr,
        {"id": "1001", "team": "red", "external_ids": {"hris": "4711", "crm": "9"}},
        {"id": "1002", "team": "red", "external_ids": {"hris": "47"}},
        {"id": "1003", "team": "blue", "external_ids": {"crm": "4711"}},
        {"id": "1004", "status": "left"},
    )
    return acme


def test_a_batch_makes_changes_and_leaves_alone(people: Company) -> None:
    outcomes = batch(
        people.hr,
        {"id": "1004", "status": "left"},
        {"id": "1003", "team": "red", "mode": "change"},
        {"id": "1005", "status": "active"},
    )
    assert outcomes == ["unchanged", "updated", "created"]


def test_a_batch_takes_500_people_and_no_more(acme: Company) -> None:
    everybody = [{"id": f"{number:05d}", "name": f"客服{number}"} for number in range(501)]
    acme.hr.post("/v1/employees/batch", {"employees": everybody}).problem(422)
    assert ids(acme.hr) == []
    assert EmployeeBatchBody().validate({"employees": everybody[:500]}) == {}


def test_a_batch_larger_than_a_transaction_is_written_whole(acme: Company) -> None:
    """120 people and their events make 240 writes: three transactions of a hundred at most."""
    everybody = [{"id": f"{number:05d}", "name": f"客服{number}"} for number in range(120)]
    assert batch(acme.hr, *everybody) == ["created"] * 120
    assert batch(acme.hr, *everybody) == ["unchanged"] * 120
    assert ids(acme.hr, limit=200) == [one["id"] for one in everybody]


def test_each_of_a_batch_is_in_the_audit_log(people: Company) -> None:
    moved, same = {"id": "1003", "team": "red"}, {"id": "1004", "status": "left"}
    batch(people.hr, moved, same, mode="change")
    events = people.admin.get("/v1/audit-events").ok()["items"]
    of_1003 = [event for event in events if event["target"] == "employees/1003"]
    of_1004 = [event for event in events if event["target"] == "employees/1004"]
    teams = [
        (event["before"] and event["before"]["team"], event["after"]["team"]) for event in of_1003
    ]
    assert sorted(teams, key=str) == [("blue", "red"), (None, "blue")]
    assert len(of_1004) == 1


def test_a_batch_that_stopped_half_way_is_completed_by_sending_it_again(
    acme: Company, world: World
) -> None:
    both = ({"id": "1001", "name": "Ann"}, {"id": "1002", "name": "Bob"})
    batch(acme.hr, both[0])
    assert batch(acme.hr, *both) == ["unchanged", "created"]


def test_one_who_was_deleted_is_created_again(people: Company) -> None:
    people.hr.delete("/v1/employees/1004").ok(204)
    assert batch(people.hr, {"id": "1004", "status": "active", "rehired": True}) == ["created"]


def test_nobody_is_named_twice_in_a_batch(acme: Company) -> None:
    body = {
        "employees": [
            {"id": "1", "status": "active"},
            {"id": "2", "status": "active"},
            {"id": "1", "status": "active"},
        ]
    }
    problem = acme.hr.post("/v1/employees/batch", body).problem(422)
    assert problem["errors"][0]["pointer"] == "/employees/2/id"


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({}, ["1001", "1002", "1003", "1004"]),
        ({"team": "red"}, ["1001", "1002"]),
        ({"status": "left"}, ["1004"]),
        ({"status": "active", "team": "blue"}, ["1003"]),
        ({"external_id": "hris:4711"}, ["1001"]),
        ({"external_id": "crm:4711"}, ["1003"]),
        ({"external_id": "hris:471"}, []),
        ({"limit": 1}, ["1001", "1002", "1003", "1004"]),
    ],
)
def test_a_list_is_what_its_filters_keep(
    people: Company, query: dict[str, Any], expected: list[str]
) -> None:
    assert ids(people.hr, **query) == expected


def test_a_copy_elsewhere_follows_by_modified_since(people: Company, clock: Clock) -> None:
    clock.advance(hours=1)
    since = "2026-11-05T09:00:00Z"
    assert ids(people.hr, modified_since=since) == []
    moved, same = {"id": "1003", "team": "red"}, {"id": "1004", "status": "left"}
    batch(people.hr, moved, same, mode="change")
    people.hr.delete("/v1/employees/1001").ok(204)
    changed = people.hr.get("/v1/employees", query={"modified_since": since}).ok()["items"]
    assert sorted((one["id"], one["status"], one["team"]) for one in changed) == [
        ("1001", "deleted", None),
        ("1003", "active", "red"),
    ]
    assert ids(people.hr) == ["1002", "1003", "1004"]
    assert ids(people.hr, status="deleted") == ["1001"]


def test_what_was_written_in_the_minute_before_is_given_again(
    people: Company, clock: Clock
) -> None:
    # A person has the time when the request began, and can be read when it is written.
    everybody = ["1001", "1002", "1003", "1004"]  # of 08:00:00
    assert sorted(ids(people.hr, modified_since="2026-11-05T08:01:00Z")) == everybody
    assert ids(people.hr, modified_since="2026-11-05T08:01:01Z") == []


def test_a_supervisor_sees_the_own_team(people: Company) -> None:
    assert ids(people.supervisor) == ["1001", "1002"]
    assert ids(people.supervisor, team="blue") == []
    assert people.supervisor.get("/v1/employees/1001").ok()["team"] == "red"
    people.supervisor.get("/v1/employees/1003").problem(404)


def test_a_supervisor_loses_sight_of_one_who_goes_to_another_team(people: Company) -> None:
    batch(people.hr, {"id": "1001", "team": "blue"}, mode="change")
    assert ids(people.supervisor) == ["1002"]
    people.supervisor.get("/v1/employees/1001").problem(404)


def test_an_agent_sees_nobody_else(people: Company) -> None:
    assert people.agent.get("/v1/employees/1001").ok()["id"] == "1001"
    people.agent.get("/v1/employees/1002").problem(404)
    people.agent.get("/v1/employees").problem(403)


@pytest.fixture
def three_at_most(people: Company, operator: Api) -> Company:
    """There are four people. A later limit removes nobody."""
    operator.patch("/v1/tenants/acme", {"limits": {"max_employees": 3}}).ok()
    return people


def test_a_company_beyond_its_limit_makes_nobody_and_changes_everybody(
    three_at_most: Company,
) -> None:
    hr = three_at_most.hr
    hr.put("/v1/employees/1005", {"status": "active"}).problem(422, "too_many_employees")
    moved = {"id": "1001", "team": "blue", "mode": "change"}
    new = {"employees": [moved, {"id": "1005", "status": "active"}]}
    hr.post("/v1/employees/batch", new).problem(422, "too_many_employees")
    assert hr.get("/v1/employees/1001").ok()["team"] == "red"
    assert batch(hr, moved) == ["updated"]


def test_who_is_deleted_makes_room_for_another(three_at_most: Company) -> None:
    hr = three_at_most.hr
    hr.delete("/v1/employees/1001").ok(204)
    hr.put("/v1/employees/1005", {"status": "active"}).problem(422, "too_many_employees")
    hr.delete("/v1/employees/1002").ok(204)
    hr.put("/v1/employees/1005", {"status": "active"}).ok(201)
    hr.put("/v1/employees/1001", {"rehired": True}).problem(422, "too_many_employees")


def test_a_small_batch_is_one_transaction_with_the_answer_that_its_key_keeps(
    acme: Company, calls: Calls
) -> None:
    body = {"employees": [{"id": str(number), "status": "active"} for number in range(3)]}
    # With the first person the register's number is stored.
    acme.hr.put("/v1/employees/9", {"status": "active"}).ok(201)
    calls()
    made = acme.hr.post("/v1/employees/batch", body, idempotency_key="monday").ok()
    writes = [name for name in calls() if name not in ("BatchGetItem", "Lease", "GetItem", "Query")]
    # First the claim of the idempotency key, then all other writes.
    assert writes == ["PutItem", "TransactWriteItems"]
    assert acme.hr.post("/v1/employees/batch", body, idempotency_key="monday").ok() == made
