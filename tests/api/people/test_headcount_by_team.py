"""The numbers of people by status and team are exact, and no register is read for them."""

from typing import Any

import pytest

from chalicelib.people import counting
from chalicelib.tenancy.current_tenant import acting_as
from chalicelib.tenancy.platform import Platform
from tests.api.company import Company
from tests.api.fixtures import Calls
from tests.api.people.interrupting import before_the_write
from tests.api.people.test_headcount import ACME, KEY, drift
from tests.api.world import TABLE, World
from tests.chaos.check_people import headcount
from tests.chaos.rest import scan
from tests.chaos.stored import items_of, tenant_of


def numbers(company: Company) -> dict[str, Any]:
    found = company.hr.get("/v1/headcount").ok()
    return {**found, "teams": {one["team"]: one["people"] for one in found["teams"]}}


def none_differ(platform: Platform) -> bool:
    with acting_as(ACME):
        return not counting.recount(platform.table, ACME, 1, mend=False).differs


@pytest.fixture
def people(acme: Company) -> Company:
    """Two in red, one in blue, one in none, who left."""
    rows: list[dict[str, Any]] = [
        {"id": "1", "team": "red"},
        {"id": "2", "team": "red"},
        {"id": "3", "team": "blue"},
        {"id": "4", "status": "left"},
    ]
    acme.hr.post("/v1/employees/batch", {"employees": rows}).ok()
    return acme


def test_each_change_of_status_and_team_changes_the_numbers(
    people: Company, platform: Platform
) -> None:
    assert numbers(people) == {
        "people": 4, "active": 3, "left": 1, "without_team": 1, "team_count": 2,
        "teams": {"blue": 1, "red": 2},
    }  # fmt: skip
    people.hr.patch("/v1/employees/1", {"team": "blue"}).ok()
    people.hr.patch("/v1/employees/2", {"status": "left"}).ok()
    people.hr.delete("/v1/employees/3").ok(204)
    people.admin.post("/v1/employees/4/erase", {"files": "keep"}).ok(202)
    people.hr.post("/v1/employees/2/rename", {"employee_id": "22"}).ok()
    assert numbers(people) == {
        "people": 2, "active": 1, "left": 1, "without_team": 0, "team_count": 2,
        "teams": {"blue": 1, "red": 1},
    }  # fmt: skip
    people.hr.post("/v1/employees/22/rehire", {"team": None}).ok()
    people.hr.put("/v1/employees/3", {"rehired": True, "team": "red"}).ok(201)
    assert numbers(people)["teams"] == {"blue": 1, "red": 1}
    assert none_differ(platform)


def test_the_numbers_are_read_without_the_register(people: Company, calls: Calls) -> None:
    people.hr.get("/v1/headcount").ok()
    calls()
    people.hr.get("/v1/headcount").ok()
    # The first is the credential's.
    assert [one for one in calls() if one != "Lease"] == ["BatchGetItem", "GetItem", "Query"]


def test_a_company_from_before_is_counted_at_the_first_use(
    people: Company, platform: Platform, world: World
) -> None:
    item = {**KEY, "people": {"N": "4"}, "changes": {"N": "7"}, "f": {"N": "1"}}
    world.dynamodb.put_item(TableName=TABLE, Item=item)
    people.hr.patch("/v1/employees/1", {"team": "blue"}).ok()
    assert numbers(people)["teams"] == {"blue": 2, "red": 1}
    assert none_differ(platform)


def test_a_change_that_has_read_before_a_recount_is_refused_and_made_again(
    people: Company, platform: Platform, world: World
) -> None:
    """Otherwise it would change numbers that nobody reads any more."""

    def recounted() -> None:
        drift(world)
        with acting_as(ACME):
            counting.recount(platform.table, ACME, 1, mend=True)

    with before_the_write(platform, recounted):
        people.hr.patch("/v1/employees/1", {"team": "blue"}).problem(409, "register_busy")
    people.hr.patch("/v1/employees/1", {"team": "blue"}).ok()
    assert numbers(people)["teams"] == {"blue": 2, "red": 1}
    assert none_differ(platform)


def test_the_checker_of_the_chaos_run_reads_the_numbers_as_they_are_stored(
    people: Company, world: World
) -> None:
    people.hr.patch("/v1/employees/2", {"team": "blue"}).ok()
    items = [i for i in items_of(scan(world.dynamodb, TABLE)) if tenant_of(i) == "acme"]
    assert list(headcount("acme", items)) == []
    (red,) = [one for one in items if one.get("team") == "red" and "#team#" in f"#{one['sk']}"]
    red["people"] += 1
    assert [one.rule for one in headcount("acme", items)] == ["people of a team"]
