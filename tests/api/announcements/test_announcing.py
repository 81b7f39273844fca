"""A month's plan is announced beforehand: what it is, to whom, who was told and who read it."""

from copy import deepcopy
from typing import Any

import pytest

from chalicelib.announcements import telling
from tests.api.announcements.conftest import DECEMBER, DESK, House
from tests.api.clock import Clock
from tests.api.uploads.sending import SCHEME, Desk, csv_of, published

DATES = {"ratings_due": "2027-01-04", "publication": "2027-01-08", "lock": "2027-01-20"}


def version(house: House, target: str = "40", **said: Any) -> Any:
    """Publish another version, by which so many seconds are the target, and no longer 30."""
    document = deepcopy(SCHEME)
    document["dimensions"][0]["indicators"][0]["target"] = target
    admin = house.company.admin
    admin.put("/v1/schemes/desk", document, if_match="*").ok()
    return admin.post("/v1/schemes/desk/publish", said, if_match="*")


def test_everybody_of_the_scheme_is_told_what_counts_and_when(house: House) -> None:
    house.company.admin.patch("/v1/tenant", {"appeal_days": 7}, if_match="*").ok()
    made = house.announce(dates=DATES, note="read it").ok(201)
    assert (made["number"], made["version"], made["telling"]["status"]) == (1, 1, "telling")

    found = house.shown()
    # 2027-01-08 and seven days.
    assert found["dates"] == {"data_due": None, "window_ends": "2027-01-15", **DATES}
    lines = [one["indicator"] for one in found["methods"]]
    assert lines == ["answer_time", "resolution"]
    assert (found["changes"], found["note"]["zh"]) == ([], "read it")
    told = {"status": "told", "told": 3, "not_told_in_time": 0, "acknowledged": 0}
    assert {name: found["telling"][name] for name in told} == told
    own = house.shown(house.company.agent)
    assert own["own"]["told_at"] == "2026-11-05T08:00:00.000Z"
    assert (own["telling"], own["announced_by"]) == (None, None)


@pytest.mark.long
def test_the_rules_in_words_are_kept_in_both_languages(house: House) -> None:
    house.announce().ok(201)
    agent, path = house.company.agent, f"{DECEMBER}/rulebook"
    now = agent.get("/v1/schemes/desk/rulebook?lang=zh").ok()
    kept = agent.get(path, query={**DESK, "lang": "zh"}).ok()
    assert {**kept, "scheme": None} == {**now, "scheme": None}
    page = agent.get(path, query={**DESK, "lang": "en", "format": "html"})
    assert page.status == 200
    assert "Rulebook" in page.text


def test_who_has_not_acknowledged_is_listed_team_by_team(house: House) -> None:
    house.announce().ok(201)
    agent = house.company.agent
    read = agent.post(f"{DECEMBER}/acknowledge", {"number": 1}).ok()
    assert read["own"]["acknowledged_at"] == "2026-11-05T08:00:00.000Z"
    assert agent.post(f"{DECEMBER}/acknowledge", {**DESK, "number": 1}).ok() == read

    assert house.states() == {"1001": "acknowledged", "1002": "told", "1003": "told"}
    assert house.states(state="told") == {"1002": "told", "1003": "told"}
    assert house.states(team="blue") == {"1003": "told"}
    assert house.states(house.company.supervisor, state="told") == {"1002": "told"}
    assert house.shown()["telling"]["acknowledged"] == 1
    log = house.company.admin.get("/v1/audit-events", query={"target": "employees/1001"}).ok()
    actions = [one["action"] for one in log["items"]]
    assert actions.count("announcements.acknowledge") == 1


def test_a_changed_plan_says_what_changed_and_asks_again(house: House, clock: Clock) -> None:
    house.announce(dates=DATES).ok(201)
    house.company.agent.post(f"{DECEMBER}/acknowledge", {"number": 1}).ok()
    house.announce(dates=DATES).problem(409, "nothing_changed")
    version(house, effective_from="2026-12").ok(201)
    clock.advance(days=1)
    house.announce(dates={**DATES, "lock": "2027-01-22"}).ok(201)

    found = house.shown(house.company.agent)
    assert (found["number"], found["version"]) == (2, 2)
    kinds = [one["kind"] for one in found["changes"]]
    assert (kinds[0], kinds[-1], set(kinds)) == ("version", "date", {"version", "rule", "date"})
    assert "2027-01-22" in found["changes"][-1]["words"]["en"]
    assert found["own"] == {
        "told_at": "2026-11-06T08:00:00.000Z",
        "first_told_at": "2026-11-05T08:00:00.000Z",
        "acknowledged_at": None,
    }
    refused = house.company.agent.post(f"{DECEMBER}/acknowledge", {"number": 1})
    assert refused.problem(409, "announcement_replaced")["number"] == 2
    former = house.shown(number=1)
    assert (former["version"], former["superseded_at"]) == (1, "2026-11-06T08:00:00.000Z")
    assert house.states() == {"1001": "told", "1002": "told", "1003": "told"}


def test_it_concerns_the_named_teams_or_those_whom_the_scheme_scores(house: House) -> None:
    published(house.company, {**SCHEME, "code": "phone"})
    dated = {"scheme": [{"value": "phone"}]}
    house.company.hr.patch("/v1/employees/1002", {"dated": dated}).ok()
    house.announce(teams=["RED"]).ok(201)
    # 1002 is scored by another scheme, 1003 is in another team.
    assert house.states() == {"1001": "told"}
    house.agent("1003").get(DECEMBER).problem(404)
    house.agent("1002").post(f"{DECEMBER}/acknowledge", {**DESK, "number": 1}).problem(404)
    house.announce(teams=["nowhere"]).problem(422)
    house.announce().ok(201)
    assert house.states() == {"1001": "told", "1003": "told"}


@pytest.mark.long
def test_who_comes_later_is_told_when_asked_or_by_acknowledging(house: House) -> None:
    house.announce().ok(201)
    for one in ("1004", "1005"):
        house.company.hr.put(f"/v1/employees/{one}", {"team": "red"}).ok(201)
    assert house.states(state="not_told") == {"1004": "not_told", "1005": "not_told"}
    house.agent("1005").post(f"{DECEMBER}/acknowledge", {"number": 1}).ok()
    assert house.states(state="not_told") == {"1004": "not_told"}
    house.company.hr.post(f"{DECEMBER}/tell", DESK).ok(202)
    house.worker.work()
    assert house.states(team="red", state="told") == {
        "1001": "told",
        "1002": "told",
        "1004": "told",
    }
    assert house.shown()["telling"]["told"] == 5


def test_telling_that_dies_goes_on_and_tells_nobody_twice(
    house: House, monkeypatch: pytest.MonkeyPatch, clock: Clock
) -> None:
    monkeypatch.setattr(telling, "CHUNK", 1)
    house.company.hr.post(DECEMBER, DESK).ok(201)
    (body,) = house.worker.world.messages("jobs")
    kept, ended = telling._store, []

    def dies(*given: Any, **changes: Any) -> Any:
        ended.append(changes)
        if len(ended) == 2:
            raise RuntimeError
        return kept(*given, **changes)

    monkeypatch.setattr(telling, "_store", dies)
    assert house.worker.deliver(body)["batchItemFailures"]
    monkeypatch.setattr(telling, "_store", kept)
    clock.advance(minutes=2)
    assert house.worker.deliver(body) == {"batchItemFailures": []}
    assert house.worker.deliver(body) == {"batchItemFailures": []}

    assert house.shown()["telling"]["told"] == 3
    times = [house.shown(house.agent(one))["own"]["told_at"] for one in ("1001", "1002", "1003")]
    # The second was told before the death.
    assert times == [f"2026-11-05T08:0{minute}:00.000Z" for minute in (0, 0, 2)]


def test_an_erased_person_is_told_of_under_the_pseudonym(house: House) -> None:
    house.announce().ok(201)
    house.company.agent.post(f"{DECEMBER}/acknowledge", {"number": 1}).ok()
    house.company.admin.post("/v1/employees/1001/erase", {"files": "keep"}).ok(202)
    house.worker.work()
    told = [item["sk"]["S"] for item in house.worker.world.items() if "#told#" in item["pk"]["S"]]
    assert len(told) == 3
    assert "1001" not in told
    assert house.shown()["telling"]["acknowledged"] == 1


@pytest.mark.long
def test_a_plan_is_not_announced_of_what_is_published(house: House) -> None:
    desk = Desk(house.worker.world, house.company.hr, "acme")
    desk.send(csv_of(*(f"{one},,,4000,100,88,100" for one in ("1001", "1002", "1003"))))
    house.company.hr.post("/v1/periods/2026-10/publish", DESK).ok()
    october = DECEMBER.replace("2026-12", "2026-10")
    house.announce(october).problem(409, "already_published")
    house.company.hr.post(f"{october}/tell", DESK).problem(404)


def test_days_long_after_the_period_are_refused(house: House) -> None:
    # 92 days after 2026-12-31.
    late = {**DESK, "dates": {"lock": "2027-04-03"}}
    refused = house.company.hr.post(DECEMBER, late).problem(422)
    assert refused["errors"][0]["code"] == "not_of_period"
    house.announce(dates={"lock": "2027-04-02"}).ok(201)


@pytest.mark.parametrize(
    "dates", [{"publication": "2027-01-03"}, {"publication": "2027-01-09", "lock": "2027-01-08"}]
)
def test_days_that_do_not_follow_each_other_are_refused(
    house: House, dates: dict[str, str]
) -> None:
    said = {"ratings_due": "2027-01-04", **dates}
    refused = house.company.hr.post(DECEMBER, {**DESK, "dates": said}).problem(422)
    assert refused["errors"][0]["code"] == "out_of_order"
