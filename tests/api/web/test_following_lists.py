"""Other systems follow teams, plans, exports and the audit log: what changed comes, no more."""

import pytest

from tests.api.clock import Clock
from tests.api.company import Company
from tests.api.people.worker import Worker
from tests.api.uploads.sending import Desk, csv_of, published
from tests.api.web.following import Follower
from tests.api.world import World

#: Longer than the margin by which a token goes back.
LATER = {"minutes": 7}
DESK = {"scheme": "desk"}
# 1002: 72 s, 80 %: 8 + 40 = 48.00, poor, with plans. 1001: 32 + 56 = 88.00, good, without.
MONTH = csv_of("1001,Ann,red,4000,100,88,100", "1002,Bob,red,7200,100,80,100")


@pytest.fixture
def desk(acme: Company, world: World) -> Desk:
    published(acme)
    return Desk(world, acme.hr, "acme")


def followed(company: Company, path: str, clock: Clock, key: str = "id") -> Follower:
    """A copy that is complete, some time ago."""
    clock.advance(**LATER)
    copy = Follower(company.admin, path, key)
    copy.follow()
    clock.advance(**LATER)
    return copy


@pytest.mark.long
def test_teams_that_changed_come_merged_and_deleted_ones_with_their_status(
    acme: Company, clock: Clock
) -> None:
    for name in ("a", "b", "c", "d", "e"):
        acme.hr.post("/v1/teams", {"names": f"Team {name}", "code": f"t-{name}"}).ok(201)
    acme.hr.put("/v1/employees/boss", {"name": "Boss"}).ok(201)
    boss = acme.with_role("admin", employee_id="boss")
    boss.post("/v1/teams/t-e/merge", {"into": "t-c"}).ok()
    copy = followed(acme, "/v1/teams", clock, "code")
    acme.hr.put("/v1/employees/1", {"team": "made by a person"}).ok(201)
    acme.hr.patch("/v1/teams/t-a", {"aliases": ["A"]}, if_match="*").ok()
    acme.hr.delete("/v1/teams/t-b", if_match="*").ok(204)
    boss.post("/v1/teams/t-c/merge", {"into": "t-d"}).ok()

    got = copy.follow()

    # t-e was merged into t-c, and is t-d now.
    assert len(got) == 6
    assert {code: copy.copy[code]["status"] for code in ("t-a", "t-b", "t-c", "t-d", "t-e")} == {
        "t-a": "active",
        "t-b": "deleted",
        "t-c": "merged",
        "t-d": "active",
        "t-e": "merged",
    }
    assert copy.copy["t-e"]["merged_into"] == "t-d"
    active = {code for code, team in copy.copy.items() if team["status"] == "active"}
    assert active == copy.listed_anew().keys()


def test_a_team_of_another_department_than_the_filters_is_removed(
    acme: Company, clock: Clock
) -> None:
    sales = {"code": "sales", "names": "Sales"}
    body = {"names": "Team a", "code": "t-a", "department": sales}
    acme.hr.post("/v1/teams", body).ok(201)
    copy = Follower(acme.admin, "/v1/teams", "code", {"department": "sales"})
    copy.follow()
    acme.hr.patch("/v1/teams/t-a", {"department": None}, if_match="*").ok()

    assert copy.follow() == []
    assert copy.gone == ["t-a"]


def test_plans_come_when_they_are_drafted_changed_and_withdrawn(
    desk: Desk, acme: Company, clock: Clock
) -> None:
    copy = followed(acme, "/v1/improvement-plans", clock)
    desk.send(MONTH)
    drafted = copy.follow()
    assert len(drafted) == 2
    clock.advance(**LATER)
    copy.follow()
    clock.advance(**LATER)
    noted = drafted[0]
    acme.hr.patch(f"/v1/improvement-plans/{noted}", {"note": "seen"}, if_match="*").ok()

    assert copy.follow() == [noted]
    assert copy.copy[noted]["updated_at"] == clock.now.strftime("%Y-%m-%dT%H:%M:%S.000Z")

    clock.advance(**LATER)
    copy.follow()
    clock.advance(**LATER)
    desk.send(csv_of("1002,Bob,red,3000,100,95,100"))  # good now: no plan is needed

    copy.follow()
    assert copy.gone == [one for one in drafted if one != noted]
    assert copy.copy.keys() == copy.listed_anew().keys()


def test_plans_that_a_single_row_brings_come_too(desk: Desk, acme: Company, clock: Clock) -> None:
    """The row adjusts the settled month: the plans of nobody else are read."""
    desk.send(MONTH)
    copy = followed(acme, "/v1/improvement-plans", clock)

    desk.send(csv_of("1001,Ann,red,7200,100,80,100"))  # poor now, as 1002 is

    assert len(copy.follow()) == 2
    assert copy.copy.keys() == copy.listed_anew().keys()


def test_an_erased_persons_plans_are_removed_and_come_under_the_pseudonym(
    desk: Desk, acme: Company, world: World, clock: Clock
) -> None:
    desk.send(MONTH)
    copy = followed(acme, "/v1/improvement-plans", clock)
    before = sorted(copy.copy)
    acme.admin.post("/v1/employees/1002/erase", {"files": "keep"}).ok(202)
    Worker(world).work()

    copy.follow()

    assert sorted(copy.gone) == before
    assert copy.copy.keys() == copy.listed_anew().keys()
    assert "Bob" not in str(copy.copy)


def test_a_supervisor_is_told_of_plans_of_the_own_teams_alone(
    desk: Desk, acme: Company, clock: Clock
) -> None:
    desk.send(MONTH)
    clock.advance(**LATER)
    blue = Follower(acme.with_role("supervisor", team="blue"), "/v1/improvement-plans")
    red = Follower(acme.supervisor, "/v1/improvement-plans")
    blue.follow()
    assert len(red.follow()) == 2
    clock.advance(**LATER)
    desk.send(csv_of("1002,Bob,red,3000,100,95,100"))

    assert (red.follow(), len(red.gone)) == ([], 2)
    assert (blue.follow(), blue.gone) == ([], [])


def test_exports_come_when_they_are_asked_for_and_when_they_end(
    desk: Desk, acme: Company, world: World, clock: Clock
) -> None:
    desk.send(MONTH)
    copy = followed(acme, "/v1/exports", clock)
    made = acme.hr.post("/v1/exports", {**DESK, "period": "2026-10"}).ok(201)["id"]
    assert copy.follow() == [made]
    clock.advance(**LATER)
    copy.follow()
    clock.advance(**LATER)
    Worker(world).work()

    assert copy.follow() == [made]
    assert copy.copy[made]["status"] == "completed"
    assert copy.copy[made]["updated_at"] == copy.copy[made]["finished_at"]
    clock.advance(**LATER)
    copy.follow()
    clock.advance(**LATER)
    assert copy.follow() == []


def test_an_export_of_which_nothing_came_is_told_as_failed_after_six_hours(
    desk: Desk, acme: Company, clock: Clock
) -> None:
    desk.send(MONTH)
    copy = followed(acme, "/v1/exports", clock)
    made = acme.hr.post("/v1/exports", {**DESK, "period": "2026-10"}).ok(201)["id"]
    clock.advance(hours=1)
    copy.follow()
    clock.advance(hours=6)

    assert copy.follow() == [made]
    assert copy.copy[made]["status"] == "failed"


def test_events_of_the_audit_log_come_in_order_and_go_on_over_months(
    acme: Company, clock: Clock
) -> None:
    hr = acme.hr
    copy = followed(acme, "/v1/audit-events", clock)
    for number in range(3):
        hr.put(f"/v1/employees/{number}", {"name": "x"}).ok(201)
        clock.advance(days=20)

    got = copy.follow(limit=1)

    assert [copy.copy[one]["target"] for one in got] == [f"employees/{n}" for n in range(3)]


def test_events_from_which_an_erasure_took_a_person_come_again(
    acme: Company, world: World, clock: Clock
) -> None:
    acme.hr.put("/v1/employees/1", {"name": "Bob Secret"}).ok(201)
    copy = followed(acme, "/v1/audit-events", clock)
    assert "Bob Secret" in str(copy.copy)
    clock.advance(days=40)
    acme.admin.post("/v1/employees/1/erase", {"files": "keep"}).ok(202)
    Worker(world).work()

    copy.follow(limit=1)

    assert "Bob Secret" not in str(copy.copy)
    changed = next(one for one in copy.copy.values() if one["after"] == {"status": "active"})
    assert changed["at"] < changed["updated_at"]
