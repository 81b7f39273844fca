"""A list of a team's people reads these people, however many others there are."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from pynamodb.expressions.operand import Path

from chalicelib.people import of_teams
from chalicelib.people.of_teams import item_of
from chalicelib.people.records import key_of, read_person
from chalicelib.person_keys import PersonKey
from chalicelib.tenancy.keys import key_of_company
from chalicelib.tenancy.platform import Platform
from tests.api.client import Api
from tests.api.clock import Clock
from tests.api.company import Company
from tests.api.fixtures import Calls
from tests.api.worker import worker_in

PEOPLE = "/v1/employees"


@pytest.fixture
def clerk(acme: Company) -> Api:
    """Three of team red, two of team blue, one of none."""
    teams = {"1001": "red", "1002": "blue", "1003": "red", "1004": "blue", "1005": "red"}
    for person, team in teams.items():
        acme.hr.put(f"{PEOPLE}/{person}", {"name": "Ann", "team": team}).ok(201)
    acme.hr.put(f"{PEOPLE}/1006", {"name": "Bo"}).ok(201)
    return acme.hr


def listed(caller: Api, limit: int = 200, **query: Any) -> list[str]:
    """The ids of the whole list, page by page."""
    found: list[str] = []
    cursor: Mapping[str, str] = {}
    while True:
        page = caller.get(PEOPLE, query={"limit": limit, **query, **cursor}).ok()
        assert len(page["items"]) <= limit
        found += [one["id"] for one in page["items"]]
        if page["next"] is None:
            return found
        cursor = {"cursor": page["next"]}


@pytest.mark.parametrize("limit", [1, 2, 200])
def test_pages_give_everybody_of_the_team_once_in_any_spelling(clerk: Api, limit: int) -> None:
    assert listed(clerk, limit, team="red") == ["1001", "1003", "1005"]
    assert listed(clerk, limit, team="ＲＥＤ ") == ["1001", "1003", "1005"]
    assert listed(clerk, limit, team="green") == []
    assert sorted(listed(clerk, limit)) == ["1001", "1002", "1003", "1004", "1005", "1006"]


def test_who_moves_leaves_or_is_deleted_is_listed_as_of_now(clerk: Api) -> None:
    clerk.patch(f"{PEOPLE}/1001", {"team": "blue"}).ok()
    clerk.patch(f"{PEOPLE}/1003", {"status": "left"}).ok()
    clerk.delete(f"{PEOPLE}/1005").ok(204)

    assert listed(clerk, team="red") == ["1003"]
    assert listed(clerk, team="red", status="left") == ["1003"]
    assert listed(clerk, team="red", status="active") == []
    assert listed(clerk, team="blue") == ["1001", "1002", "1004"]


def test_who_changes_teams_on_a_day_to_come_is_listed_where_the_day_says(
    clerk: Api, clock: Clock
) -> None:
    """No write comes on that day. 1002 is in blue until the 9th, and in red from the 10th on."""
    moves = [{"value": "blue"}, {"from": "2026-11-10", "value": "red"}]
    clerk.patch(f"{PEOPLE}/1002", {"dated": {"team": moves}}).ok()

    assert listed(clerk, 1, team="blue") == ["1002", "1004"]
    assert listed(clerk, team="red") == ["1001", "1003", "1005"]
    clock.advance(days=5)  # It is the 10th.
    assert listed(clerk, team="blue") == ["1004"]
    assert listed(clerk, 1, team="red") == ["1002", "1001", "1003", "1005"]


def test_a_supervisor_has_the_own_teams(acme: Company, clerk: Api) -> None:
    boss = acme.with_role("supervisor", teams=["red", "green"])
    for limit in (1, 200):
        assert listed(boss, limit) == ["1001", "1003", "1005"]
    assert listed(boss, team="red") == ["1001", "1003", "1005"]
    assert listed(boss, team="blue") == []


def test_a_page_that_has_read_its_bound_ends_and_the_next_goes_on(
    acme: Company, clerk: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A supervisor of many teams of few people: two queries a page, one of who is to change."""
    monkeypatch.setattr(of_teams, "MOST_QUERIES", 2)
    boss = acme.with_role("supervisor", teams=["green", "red", "blue", "white"])
    assert sorted(listed(boss)) == ["1001", "1002", "1003", "1004", "1005"]
    monkeypatch.setattr(of_teams, "MOST_READ", 1)
    assert sorted(listed(boss)) == ["1001", "1002", "1003", "1004", "1005"]


def filled(platform: Platform, people: range) -> None:
    """Put so many people of team green on the register."""
    with worker_in(platform, "acme") as context:
        one = read_person(context, PersonKey("1001"))
        assert one is not None
        context.table.write_batch(
            (key_of(context, here.key), item_of(context, here))
            for here in (replace(one, id=f"g{n:06d}", team="green") for n in people)
        )


def cost(calls: Calls, caller: Api, query: str) -> int:
    caller.get(f"{PEOPLE}?{query}").ok()
    calls()
    caller.get(f"{PEOPLE}?{query}").ok()
    return len([one for one in calls() if one != "Lease"])


def costs_the_same(
    acme: Company, clerk: Api, calls: Calls, platform: Platform, *sizes: int
) -> None:
    boss = acme.supervisor
    asked = {"team=red": clerk, "team=nobody": clerk, "limit=200": boss}
    before, least = 0, {query: cost(calls, who, query) for query, who in asked.items()}
    for size in sizes:
        filled(platform, range(before, size))
        before = size
        assert {query: cost(calls, who, query) for query, who in asked.items()} == least
        assert listed(clerk, team="red") == listed(boss) == ["1001", "1003", "1005"]
    assert max(least.values()) <= 9


def test_a_team_costs_the_same_among_a_hundred_and_among_a_thousand(
    acme: Company, clerk: Api, calls: Calls, platform: Platform
) -> None:
    costs_the_same(acme, clerk, calls, platform, 100, 1_000)


@pytest.mark.long
def test_and_among_ten_thousand(
    acme: Company, clerk: Api, calls: Calls, platform: Platform
) -> None:
    costs_the_same(acme, clerk, calls, platform, 10_000)


def test_a_company_from_before_is_read_person_by_person(
    acme: Company, clerk: Api, platform: Platform, clock: Clock
) -> None:
    """Its people may lie in no place of the index."""
    with worker_in(platform, "acme") as context:
        context.table.update(key_of_company(context.scope), [Path("people_by_team").remove()])
        key = key_of(context, PersonKey("1003"))
        context.table.update(key, [Path("employee_pk").remove(), Path("employee_sk").remove()])
    clock.advance(minutes=5)

    assert listed(clerk, team="red") == ["1001", "1003", "1005"]
