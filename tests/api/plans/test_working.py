"""How people work with plans: complete, agree, follow up; and which roles may do so."""

from decimal import Decimal
from typing import Any

import pytest

from tests.api.clock import Clock
from tests.api.company import Company
from tests.api.settled_month import settled
from tests.api.uploads.sending import SCHEME, Desk, csv_of, published

PATH = "/v1/improvement-plans"
# 72 s, 80 %: 8 + 40 = 48, poor. 1001 meets both targets. 2001 of team blue is poor too.
MONTH = csv_of(
    "1001,Ann,red,3000,100,90,100", "1002,Bob,red,7200,100,80,100", "2001,Cy,blue,7200,100,80,100"
)
AGENT_2 = {"employee_id": "1002"}


@pytest.fixture
def bob(desk: Desk) -> Any:
    """Bob's plan for the answer time."""
    desk.send(MONTH)
    query = {"employee_id": "1002", "indicator": "answer_time"}
    return desk.caller.get(PATH, query=query).ok()["items"][0]


def test_a_plan_is_completed_and_agreed(desk: Desk, acme: Company, bob: Any, clock: Clock) -> None:
    path = f"{PATH}/{bob['id']}"
    clock.advance(days=1)
    body = {
        "cause": {"zh": "午间人手不足", "en": "Too few at noon"},
        "measure": "Roster two more at noon",
        "owner": {"employee_id": "1001", "name": "Ann"},
        "due_date": "2026-12-15",
        "expected_value": "45",
        "status": "agreed",
        "note": "Talked on Monday",
    }

    after = acme.supervisor.patch(path, body, if_match=desk.caller.get(path).etag).ok()

    assert after["cause"] == {"zh": "午间人手不足", "en": "Too few at noon"}
    assert after["owner"] == {"employee_id": "1001", "name": "Ann"}
    assert (after["status"], after["due_date"]) == ("agreed", "2026-12-15")
    assert after["expected_effect"]["en"] == "Answer time ≤ 45 s"
    (note,) = after["progress_notes"]
    assert (note["text"], note["role"], note["at"]) == (
        "Talked on Monday",
        "supervisor",
        "2026-11-06T08:00:00.000Z",
    )


def test_null_puts_the_proposed_words_back(desk: Desk, bob: Any) -> None:
    path = f"{PATH}/{bob['id']}"
    mine = desk.caller.patch(path, {"cause": "Mine"}, if_match=desk.caller.get(path).etag)
    assert mine.ok()["cause"] == {"zh": "Mine", "en": "Mine"}

    after = desk.caller.patch(path, {"cause": None}, if_match=mine.etag).ok()

    assert after["cause"] == bob["cause"]


def test_two_people_cannot_overwrite_each_other(desk: Desk, bob: Any) -> None:
    path = f"{PATH}/{bob['id']}"
    etag = desk.caller.get(path).etag
    desk.caller.patch(path, {"note": "first"}, if_match=etag).ok()

    desk.caller.patch(path, {"note": "second"}, if_match=etag).problem(412)
    desk.caller.patch(path, {"note": "second"}).problem(428)


@pytest.mark.parametrize(
    ("steps", "refused"),
    [
        (["agreed", "in_progress", "done", "in_progress"], "draft"),
        (["agreed", "done"], "cancelled"),
        (["cancelled", "draft"], "done"),
        (["in_progress", "agreed", "draft"], "done"),
    ],
)
def test_a_plan_moves_on_step_by_step(desk: Desk, bob: Any, steps: list[str], refused: str) -> None:
    path = f"{PATH}/{bob['id']}"
    for step in steps:
        answer = desk.caller.patch(path, {"status": step}, if_match="*").ok()
        assert answer["status"] == step

    problem = desk.caller.patch(path, {"status": refused}, if_match="*").problem(409)
    assert problem["code"] == "status_not_reachable"
    assert refused not in problem["allowed"]


def test_the_audit_log_tells_what_was_changed(desk: Desk, acme: Company, bob: Any) -> None:
    desk.caller.patch(f"{PATH}/{bob['id']}", {"status": "agreed"}, if_match="*").ok()

    events = acme.auditor.get("/v1/audit-events").ok()["items"]
    (event,) = [event for event in events if event["action"] == "plans.change"]
    assert event["target"] == f"improvement-plans/{bob['id']}"
    assert (event["before"], event["after"]) == ({"status": "draft"}, {"status": "agreed"})


def test_wrong_members_are_all_named(desk: Desk, bob: Any) -> None:
    body = {"status": "finished", "due_date": "soon", "expected_value": "many", "boss": 1}
    problem = desk.caller.patch(f"{PATH}/{bob['id']}", body, if_match="*").problem(422)

    pointers = {error["pointer"] for error in problem["errors"]}
    assert pointers == {"/status", "/due_date", "/expected_value", "/boss"}
    unknown = {"owner": {"employee_id": "9999"}}
    desk.caller.patch(f"{PATH}/{bob['id']}", unknown, if_match="*").problem(422)


def test_a_supervisor_sees_and_changes_the_own_teams_alone(
    desk: Desk, acme: Company, bob: Any
) -> None:
    seen = acme.supervisor.get(PATH).ok()["items"]
    assert {plan["team"] for plan in seen} == {"red"}
    (blue, *_) = desk.caller.get(PATH, query={"team": "blue"}).ok()["items"]
    acme.supervisor.get(f"{PATH}/{blue['id']}").problem(404)
    acme.supervisor.patch(f"{PATH}/{blue['id']}", {"note": "x"}, if_match="*").problem(404)
    body = {"employee_id": "2001", "period": "2026-10", "scheme": "desk", "problem": "x"}
    acme.supervisor.post(PATH, body).problem(422)


def test_an_agent_sees_the_own_plan_once_it_is_agreed(desk: Desk, acme: Company, bob: Any) -> None:
    agent = acme.with_role("agent", **AGENT_2)
    path = f"{PATH}/{bob['id']}"
    agent.get(path).problem(404)
    assert agent.get(PATH).ok()["items"] == []
    desk.caller.patch(path, {"status": "agreed"}, if_match="*").ok()

    assert agent.get(path).ok()["id"] == bob["id"]
    assert [plan["id"] for plan in agent.get(PATH).ok()["items"]] == [bob["id"]]
    acme.agent.get(path).problem(404)
    agent.patch(path, {"note": "x"}, if_match="*").problem(403)


def test_an_agent_sees_drafts_when_the_period_is_published(
    desk: Desk, acme: Company, bob: Any
) -> None:
    agent = acme.with_role("agent", **AGENT_2)
    acme.hr.post("/v1/periods/2026-10/publish", {"scheme": "desk"}).ok()

    assert len(agent.get(PATH).ok()["items"]) == 2
    agent.get(f"{PATH}/{bob['id']}").ok()


def test_an_agent_is_not_told_the_outcome_before_it_is_published(
    desk: Desk, acme: Company, bob: Any
) -> None:
    agent = acme.with_role("agent", **AGENT_2)
    acme.hr.post("/v1/periods/2026-10/publish", {"scheme": "desk"}).ok()
    desk.send(csv_of("1002,Bob,red,2800,100,85,100"), period="2026-11")
    path = f"{PATH}/{bob['id']}"

    assert agent.get(path).ok()["outcome"] is None
    settled(acme.hr, "publish", "2026-11", "desk").ok()
    assert agent.get(path).ok()["outcome"]["reached"] is True


def test_a_plan_is_made_by_hand_for_an_indicator_of_a_good_result(desk: Desk, bob: Any) -> None:
    body = {"employee_id": "1001", "period": "2026-10", "scheme": "desk"}
    made = desk.caller.post(PATH, {**body, "indicator": "answer_time"}).ok(201)

    assert (made["origin"], made["status"], made["figures"]["points"]) == (
        "person",
        "draft",
        "40.00",
    )
    desk.caller.post(PATH, {**body, "indicator": "answer_time"}).problem(409, "plan_exists")
    desk.send(MONTH)
    assert desk.caller.get(f"{PATH}/{made['id']}").ok() == made


def test_a_plan_can_be_about_something_else(desk: Desk, bob: Any) -> None:
    body = {"employee_id": "1002", "period": "2026-10", "scheme": "desk", "problem": "态度"}
    made = desk.caller.post(PATH, body).ok(201)

    assert (made["indicator"], made["problem"]) == (None, {"zh": "态度", "en": "态度"})
    assert made["cause"] is None
    assert len(desk.caller.get(PATH, query={"employee_id": "1002"}).ok()["items"]) == 3
    del body["problem"]
    desk.caller.post(PATH, body).problem(422)


@pytest.mark.parametrize(
    "wrong",
    [
        {"employee_id": "9999"},
        {"period": "2026-09"},
        {"scheme": "other"},
        {"indicator": "unknown"},
    ],
)
def test_a_plan_needs_a_result_with_the_figure(desk: Desk, bob: Any, wrong: Any) -> None:
    body = {"employee_id": "1001", "period": "2026-10", "scheme": "desk"}
    desk.caller.post(PATH, {**body, "indicator": "answer_time", **wrong}).problem(422)


@pytest.mark.long
def test_lists_are_filtered_and_paged(desk: Desk, acme: Company, bob: Any) -> None:
    published(acme, {**SCHEME, "code": "second"})
    desk.send(MONTH, scheme="second")
    desk.send(MONTH, period="2026-09")

    def ids(**query: str) -> list[str]:
        found: list[str] = []
        cursor: dict[str, str] = {}
        while True:
            page = desk.caller.get(PATH, query={"limit": "3", **query, **cursor}).ok()
            assert len(page["items"]) <= 3
            found += [plan["id"] for plan in page["items"]]
            if page["next"] is None:
                return found
            cursor = {"cursor": page["next"]}

    # Two people, two indicators each, in three results: October by two schemes, September by one.
    assert len(ids()) == len(set(ids())) == 12
    assert ids(period="2026-09") == [plan for plan in ids() if plan.startswith("pln_2026-09")]
    assert len(ids(scheme="second")) == 4
    assert len(ids(indicator="resolution")) == 6
    assert len(ids(employee_id="1002")) == 6
    assert len(ids(employee_id="1002", period="2026-10")) == 4
    assert len(ids(team="blue", status="draft")) == 6
    assert ids(status="done") == []


def test_the_owner_is_the_teams_supervisor_where_the_keys_tell(desk: Desk, acme: Company) -> None:
    acme.with_role("supervisor", team="blue", employee_id="2000")
    desk.send(MONTH)

    blue = desk.caller.get(PATH, query={"team": "blue"}).ok()["items"]
    assert {plan["owner"]["employee_id"] for plan in blue} == {"2000"}


def test_another_value_to_reach_brings_other_points(desk: Desk, bob: Any) -> None:
    # Resolution at 80 % has 40 points; 60 at 90 %, two less for each per cent below: 85 % has 50.
    query = {"employee_id": "1002", "indicator": "resolution"}
    plan = desk.caller.get(PATH, query=query).ok()["items"][0]
    assert (plan["expected_value"], Decimal(plan["expected_points"])) == ("90", 20)

    after = desk.caller.patch(f"{PATH}/{plan['id']}", {"expected_value": "85"}, if_match="*").ok()
    assert Decimal(after["expected_points"]) == 10

    again = desk.caller.patch(f"{PATH}/{plan['id']}", {"expected_value": None}, if_match="*").ok()
    assert Decimal(again["expected_points"]) == 20


def test_a_day_that_has_passed_is_refused_unless_the_plan_has_it(
    desk: Desk, bob: Any, clock: Clock
) -> None:
    path = f"{PATH}/{bob['id']}"
    free = {"employee_id": "1002", "period": "2026-10", "scheme": "desk", "problem": "x"}
    for refused in (
        desk.caller.patch(path, {"due_date": "2026-11-04"}, if_match="*"),
        desk.caller.post(PATH, {**free, "due_date": "2026-11-04"}),
    ):
        (fault,) = refused.problem(422)["errors"]
        assert (fault["pointer"], fault["code"]) == ("/due_date", "day_has_passed")
    far = desk.caller.patch(path, {"due_date": "9026-11-05"}, if_match="*").problem(422)
    assert [one["code"] for one in far["errors"]] == ["too_far"]
    desk.caller.patch(path, {"due_date": "2026-11-05"}, if_match="*").ok()

    clock.advance(days=3)

    desk.caller.patch(path, {"due_date": "2026-11-05", "note": "late"}, if_match="*").ok()
