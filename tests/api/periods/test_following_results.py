"""Another system follows a month's results and coefficients by sync tokens."""

import pytest

from chalicelib.results import removing
from chalicelib.scorecards import explained_pages
from tests.api.clock import Clock
from tests.api.company import Company
from tests.api.fixtures import Calls
from tests.api.people.worker import Worker
from tests.api.settled_month import settled
from tests.api.uploads.sending import Desk, csv_of
from tests.api.uploads.test_withdrawal import withdrawn
from tests.api.web.following import Follower
from tests.api.world import World

CARDS = "/v1/periods/2026-10/scorecards"
COEFFICIENTS = "/v1/periods/2026-10/bonus-coefficients"
DESK = {"scheme": "desk"}
#: Longer than the margin by which a token goes back.
LATER = {"minutes": 7}


def followed(company: Company, clock: Clock, path: str = CARDS, **query: str) -> Follower:
    """A copy that is complete, some time ago."""
    clock.advance(**LATER)
    copy = Follower(company.admin, path, query=query, of_results=True)
    copy.follow()
    clock.advance(**LATER)
    return copy


@pytest.mark.parametrize("path", [CARDS, COEFFICIENTS])
def test_of_a_file_with_one_new_row_just_this_person_comes(
    october: Desk, acme: Company, clock: Clock, path: str
) -> None:
    copy = followed(acme, clock, path)
    assert copy.follow() == []
    october.send(csv_of("1002,Bob,red,4000,100,90,100"))  # 32 + 60 = 92.00, above Ann's 88.00

    assert copy.follow() == ["1002 desk"]
    assert copy.copy["1002 desk"]["total"] == "92.00"
    clock.advance(**LATER)
    copy.follow()
    clock.advance(**LATER)
    assert copy.follow() == []


@pytest.mark.parametrize("path", [CARDS, COEFFICIENTS])
def test_publishing_and_locking_change_every_result_once(
    october: Desk, acme: Company, world: World, clock: Clock, path: str
) -> None:
    copy = followed(acme, clock, path)
    everybody = ["1001 desk", "1002 desk", "1003 desk"]
    for step in ("publish", "lock"):
        acme.hr.post(f"/v1/periods/2026-10/{step}", DESK).ok()
        Worker(world).work()
        assert sorted(copy.follow()) == everybody
        assert {one["updated_at"] for one in copy.copy.values()} == {
            clock.now.strftime("%Y-%m-%dT%H:%M:%S.000Z")
        }
        clock.advance(**LATER)
        copy.follow()
        clock.advance(**LATER)
        assert copy.follow() == []
    assert copy.copy == copy.listed_anew()


@pytest.mark.parametrize("limit", [1, 200])
def test_a_result_that_went_void_before_the_lock_is_told_after_it(
    october: Desk, acme: Company, world: World, clock: Clock, limit: int
) -> None:
    """Payroll asks once a month: the void result and the lock come between two syncs."""
    copy = followed(acme, clock, COEFFICIENTS)
    why = {**DESK, "reason": "the tickets were the team's"}
    acme.hr.post("/v1/employees/1001/scorecards/2026-10/void", why).ok(202)
    for message in world.messages("uploads"):
        october.deliver_body(message)
    settled(acme.hr, "lock", "2026-10", "desk").ok()
    Worker(world).work()
    clock.advance(**LATER)

    assert copy.follow(limit) == ["1002 desk", "1003 desk"]
    assert copy.gone == ["1001 desk"]
    assert copy.copy == copy.listed_anew()


def test_who_leaves_the_team_of_a_filter_is_removed(
    october: Desk, acme: Company, clock: Clock
) -> None:
    red = followed(acme, clock, team="red")
    boss = Follower(acme.supervisor, CARDS, of_results=True)
    other = Follower(acme.with_role("supervisor", team="blue"), CARDS, of_results=True)
    boss.follow()
    other.follow()
    october.send(csv_of("1002,Bob,green,7200,100,80,100"))

    assert (red.follow(limit=1), red.gone) == ([], ["1002 desk"])
    assert (boss.follow(), boss.gone) == ([], ["1002 desk"])
    assert (other.follow(), other.gone) == ([], [])
    assert red.copy.keys() == red.listed_anew().keys()


def test_who_gets_another_grade_than_the_filters_is_removed(
    october: Desk, acme: Company, clock: Clock
) -> None:
    poor = followed(acme, clock, grade="poor")
    assert "1002 desk" in poor.copy
    october.send(csv_of("1002,Bob,red,4000,100,90,100"))

    assert poor.follow() == []
    assert poor.gone == ["1002 desk"]


def test_after_an_erasure_the_month_is_listed_anew(
    october: Desk, acme: Company, world: World, clock: Clock
) -> None:
    copy = followed(acme, clock)
    acme.admin.post("/v1/employees/1002/erase", {"files": "keep"}).ok(202)
    Worker(world).work()

    asked = acme.admin.get(CARDS, query={"sync": str(copy.token)})
    asked.problem(410, "sync_view_changed")

    anew = Follower(acme.admin, CARDS, of_results=True)
    assert "1002 desk" not in anew.follow()
    anew.follow()


@pytest.mark.long
@pytest.mark.parametrize("path", [CARDS, COEFFICIENTS])
def test_a_result_of_which_a_withdrawn_file_was_all_is_removed_and_comes_again_with_another_file(
    october: Desk, acme: Company, clock: Clock, path: str
) -> None:
    """Di is of no team: this is told to whoever follows everybody."""
    di = csv_of("1004,Di,,4000,100,88,100")
    wrong = october.send(di)
    copy = followed(acme, clock, path)
    withdrawn(october, wrong)

    assert (copy.follow(limit=1), copy.gone) == ([], ["1004 desk"])
    assert copy.copy.keys() == copy.listed_anew().keys()
    clock.advance(**LATER)
    copy.follow()
    clock.advance(**LATER)
    assert (copy.follow(), copy.gone) == ([], [])

    october.send(di)
    assert (copy.follow(), copy.gone) == (["1004 desk"], [])
    assert copy.copy["1004 desk"]["revision"] == 2


def test_a_supervisor_is_told_of_removed_results_of_the_own_team_alone(
    october: Desk, acme: Company, clock: Clock
) -> None:
    wrong = october.send(csv_of("1004,Di,red,4000,100,88,100"))
    clock.advance(**LATER)
    red = Follower(acme.supervisor, CARDS, of_results=True)
    blue = Follower(acme.with_role("supervisor", team="blue"), CARDS, of_results=True)
    red.follow()
    blue.follow()
    clock.advance(**LATER)
    withdrawn(october, wrong)

    assert (red.follow(), red.gone) == ([], ["1004 desk"])
    assert (blue.follow(), blue.gone) == ([], [])


def test_a_sync_reads_the_log_only_where_results_were_removed(
    october: Desk, acme: Company, clock: Clock, calls: Calls
) -> None:
    copy = followed(acme, clock)

    def queries() -> int:
        clock.advance(**LATER)
        copy.follow()
        clock.advance(**LATER)
        calls()
        copy.follow()
        return calls().count("Query")

    # The periods of the month; then these twice, and the log: a page of its own goes first.
    assert queries() == 1
    withdrawn(october, october.send(csv_of("1004,Di,red,4000,100,88,100")))
    assert queries() == 3


def test_whoever_follows_a_month_of_which_very_much_was_withdrawn_lists_it_anew(
    october: Desk, acme: Company, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(removing, "MOST_TOLD", 0)
    wrong = october.send(csv_of("1004,Di,red,4000,100,88,100"))
    copy = followed(acme, clock)
    withdrawn(october, wrong)

    told = acme.admin.get(CARDS, query={"sync": str(copy.token)}).problem(410, "sync_view_changed")
    assert "withdrawn" in told["detail"]


@pytest.mark.long
def test_of_a_removed_result_whose_person_is_erased_before_the_next_sync_the_month_is_listed_anew(
    october: Desk, acme: Company, world: World, clock: Clock
) -> None:
    """The erasure takes the person out of the log, so the log cannot tell any more."""
    acme.hr.put("/v1/employees/1004", {"name": "Di", "team": "red"}).ok(201)
    wrong = october.send(csv_of("1004,Di,red,4000,100,88,100"))
    copy = followed(acme, clock)
    withdrawn(october, wrong)
    acme.admin.post("/v1/employees/1004/erase", {"files": "keep"}).ok(202)
    Worker(world).work()

    asked = acme.admin.get(CARDS, query={"sync": str(copy.token)})
    asked.problem(410, "sync_view_changed")


def test_a_token_of_another_month_or_list_is_400(october: Desk, acme: Company) -> None:
    token = acme.admin.get(CARDS).ok()["sync_token"]
    for path, query in (
        (COEFFICIENTS, {}),
        ("/v1/periods/2026-09/scorecards", {}),
        (CARDS, {"team": "red"}),
    ):
        reply = acme.admin.get(path, query={"sync": token, **query})
        reply.problem(400, "bad_sync_token")


def test_results_in_lists_have_the_persons_ids_in_other_systems(
    october: Desk, acme: Company
) -> None:
    acme.hr.patch("/v1/employees/1002", {"external_ids": {"payroll": "P2", "crm": "C"}}).ok()
    for path in (CARDS, COEFFICIENTS, "/v1/improvement-plans"):
        items = acme.admin.get(path).ok()["items"]
        ids = {one["employee_id"]: one["external_ids"] for one in items}
        assert ids["1002"] == {"crm": "C", "payroll": "P2"}
        assert ids.get("1001", {}) == {}


def test_a_list_is_explained_as_single_results_are(october: Desk, acme: Company) -> None:
    items = acme.admin.get(CARDS, query={"explain": "true"}).ok()["items"]
    for item in items:
        path = f"/v1/employees/{item['employee_id']}/scorecards/2026-10"
        alone = acme.admin.get(path, query={"explain": "true"}).ok()
        # What its person said of a result, and its judged tickets, are told with it alone.
        assert alone.pop("inspections") == []
        assert {**alone, "external_ids": {}} == {**item, "acknowledgement": None}
        own = f"/v1/employees/{item['employee_id']}/scorecards"
        assert acme.admin.get(own, query={"explain": "true"}).ok()["items"] == [item]


def test_a_page_of_a_person_is_explained_for_fifty_months_at_most(
    october: Desk, acme: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The bound is lowered to one; two months have results."""
    monkeypatch.setattr(explained_pages, "MOST", 1)
    october.send(csv_of("1001,Ann,red,4000,100,88,100"), period="2026-09")
    own, query = "/v1/employees/1001/scorecards", {"limit": 200, "explain": "true"}
    first = acme.admin.get(own, query=query).ok()
    second = acme.admin.get(own, query={**query, "cursor": first["next"]}).ok()
    assert [one["period"] for one in (*first["items"], *second["items"])] == ["2026-10", "2026-09"]
    assert all("explanation" in line for line in second["items"][0]["lines"])
    assert second["next"] is None
    assert len(acme.admin.get(own, query={"limit": 200}).ok()["items"]) == 2
