"""Publishing names those who were not told of the plan before the month began; a version for a
month that has begun needs its reason."""

from typing import Any

import pytest

from chalicelib.publication import kept_check, missing
from tests.api.announcements.conftest import DESK, House
from tests.api.announcements.test_announcing import version
from tests.api.clock import Clock
from tests.api.uploads.sending import Desk, csv_of

NOVEMBER, DECEMBER = (f"/v1/periods/2026-{month}" for month in (11, 12))
ROWS = [f"{one},,,4000,100,88,100" for one in ("1001", "1002", "1003", "1004")]


@pytest.fixture
def desk(house: House) -> Desk:
    return Desk(house.worker.world, house.company.hr, "acme")


def publish(house: House, path: str, **accept: int) -> Any:
    return house.company.hr.post(f"{path}/publish", {**DESK, "accept": accept})


def obstacle(house: House, path: str) -> int:
    board = house.company.hr.get(f"{path}/board", query=DESK).ok()
    found = [one["count"] for one in board["obstacles"] if one["code"] == "not_told"]
    return sum(found)


def test_who_came_after_the_telling_is_named(house: House, desk: Desk, clock: Clock) -> None:
    house.announce(f"{DECEMBER}/announcement").ok(201)
    house.company.hr.put("/v1/employees/1004", {"name": "Di"}).ok(201)
    clock.advance(days=60)
    desk.send(csv_of(*ROWS), period="2026-12")
    assert obstacle(house, DECEMBER) == 1
    refused = publish(house, DECEMBER).problem(409, "not_told")
    assert (refused["not_told"], refused["employees"]) == (
        1,
        [{"employee_id": "1004", "employee_name": "Di"}],
    )
    # Told now, it is too late all the same.
    house.company.hr.post(f"{DECEMBER}/announcement/tell", DESK).ok(202)
    house.worker.work()
    assert house.shown(path=f"{DECEMBER}/announcement")["telling"]["not_told_in_time"] == 1
    publish(house, DECEMBER).problem(409, "not_told")
    publish(house, DECEMBER, not_told=1).ok()
    # Who publishes has accepted it for the lock.
    house.company.hr.post(f"{DECEMBER}/lock", DESK).ok()


@pytest.mark.long
def test_who_joins_in_the_month_is_told_in_time_on_the_first_day(
    house: House, desk: Desk, clock: Clock
) -> None:
    house.announce(f"{DECEMBER}/announcement").ok(201)
    joined = {"name": "Di", "employments": [{"joined_on": "2026-12-14"}]}
    house.company.hr.put("/v1/employees/1004", joined).ok(201)
    # The evening of the first day in Shanghai: 2026-12-14T23:00+08:00.
    clock.advance(days=39, hours=7)
    house.company.hr.post(f"{DECEMBER}/announcement/tell", DESK).ok(202)
    house.worker.work()
    clock.advance(days=25)
    desk.send(csv_of(*ROWS), period="2026-12")
    publish(house, DECEMBER).ok()


def test_where_nothing_is_announced_the_company_says_whether_it_is_asked(
    house: House, desk: Desk
) -> None:
    desk.send(csv_of(*ROWS[:3]))
    october = "/v1/periods/2026-10"
    assert obstacle(house, october) == 0
    house.company.admin.patch("/v1/tenant", {"announced_plans": True}, if_match="*").ok()
    assert obstacle(house, october) == 3
    assert publish(house, october).problem(409, "not_told")["not_told"] == 3
    house.company.admin.patch("/v1/tenant", {"announced_plans": False}, if_match="*").ok()
    publish(house, october).ok()


def test_of_a_large_register_they_are_counted_when_the_period_is_settled(
    house: House, desk: Desk, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (missing, kept_check):
        monkeypatch.setattr(module, "MOST_AT_ONCE", 2)
    house.announce(f"{DECEMBER}/announcement").ok(201)
    house.company.hr.put("/v1/employees/1004", {"name": "Di"}).ok(201)
    clock.advance(days=60)
    desk.send(csv_of(*ROWS[:3]), period="2026-12")
    assert obstacle(house, DECEMBER) == 0
    # The count of before and the difference that the one new result makes.
    desk.send(csv_of(ROWS[3]), period="2026-12")
    assert obstacle(house, DECEMBER) == 1
    publish(house, DECEMBER, not_told=1).ok()


@pytest.mark.long
def test_of_a_large_register_announced_too_late_nobody_was_told_in_time(
    house: House, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (missing, kept_check):
        monkeypatch.setattr(module, "MOST_AT_ONCE", 2)
    desk.send(csv_of(*ROWS[:3]))
    house.announce("/v1/periods/2026-10/announcement").ok(201)
    assert obstacle(house, "/v1/periods/2026-10") == 3


def test_a_version_for_a_month_that_has_begun_needs_a_reason_that_people_read(
    house: House,
) -> None:
    path = f"{NOVEMBER}/announcement"
    house.announce(path).ok(201)
    refused = version(house, effective_from="2026-11").problem(422)
    assert [(one["pointer"], one["code"]) for one in refused["errors"]] == [
        ("/reason", "reason_required")
    ]
    made = version(house, effective_from="2026-11", reason="the law changed").ok(201)
    assert made["reason"] == "the law changed"
    listed = house.company.admin.get("/v1/schemes/desk/versions").ok()["items"]
    assert [one["reason"] for one in listed] == [None, "the law changed"]
    about = house.company.agent.get("/v1/schemes/desk/rulebook").ok()["scheme"]
    assert about["reason"] == "the law changed"
    # The announcement of the changed plan takes the version's reason.
    assert house.announce(path).ok(201)["reason"] == "the law changed"
    house.announce(path, dates={"lock": "2026-12-20"}).problem(422)
    house.announce(path, dates={"lock": "2026-12-20"}, reason="a holiday").ok(201)


def test_what_the_company_insisted_on_is_told_with_the_announcement(
    house: House, desk: Desk
) -> None:
    """By a target of 20 s Ann falls from 88 to 80, in the month that has begun."""
    path = f"{NOVEMBER}/announcement"
    house.announce(path).ok(201)
    desk.send(csv_of("1001,Ann,red,4000,100,88,100"), period="2026-11")
    said = {"effective_from": "2026-11", "reason": "the law changed"}
    version(house, "20", **said).problem(409, "worse_off")
    version(house, "20", **said, accept={"worse_off": 1}).ok(201)

    made = house.announce(path).ok(201)
    assert made["worse_off"] == 1
    shown = house.shown(house.company.agent, path)
    assert (shown["worse_off"], shown["reason"]) == (1, "the law changed")
    words = [one["words"]["en"] for one in shown["changes"]]
    assert "It leaves 1 person worse off in this period; the company insists on it." in words
    log = house.company.admin.get("/v1/audit-events", query={"limit": 200}).ok()["items"]
    announced = [one["after"] for one in log if one["action"] == "announcements.announce"]
    assert sorted(one.get("worse_off") or 0 for one in announced) == [0, 1]


def test_a_version_of_months_to_come_needs_none(house: House) -> None:
    version(house, effective_from="2026-12").ok(201)
