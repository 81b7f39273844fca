"""Talks about published results: recorded by the superior, answered by the person."""

from typing import Any

import pytest

from tests.api.answer import Reply
from tests.api.client import Api
from tests.api.company import Company
from tests.api.named import is_named
from tests.api.people.worker import Worker
from tests.api.settled_month import settled
from tests.api.uploads.sending import Desk, csv_of, published
from tests.api.world import World

PATH = "/v1/interviews"
TALK = {
    "employee_id": "1001",
    "period": "2026-10",
    "scheme": "desk",
    "held_on": "2026-11-04",
    "went_well": "calm with angry customers",
    "went_badly": "slow answers",
    "causes": "two systems",
    "agreed": "a course",
}


@pytest.fixture
def month(acme: Company, world: World) -> Desk:
    """October of 1001 of team red and 1003 of team blue, both with plans, published."""
    published(acme)
    desk = Desk(world, acme.hr, "acme")
    desk.send(csv_of("1001,Ann,red,7200,100,80,100", "1003,Cy,blue,7200,100,80,100"))
    settled(acme.hr, "publish", "2026-10", "desk").ok()
    return desk


@pytest.fixture
def held(month: Desk, acme: Company) -> Any:
    return acme.supervisor.post(PATH, TALK).ok(201)


def plan_of(acme: Company, employee_id: str) -> str:
    query = {"employee_id": employee_id}
    return str(acme.hr.get("/v1/improvement-plans", query=query).ok()["items"][0]["id"])


def answer(person: Api, one: Any, took_place: bool, **said: Any) -> Reply:
    body = {"took_place": took_place, **said}
    return person.post(f"{PATH}/{one['id']}/answer", body, if_match="*")


def change(acme: Company, one: Any, **said: Any) -> Reply:
    return acme.supervisor.patch(f"{PATH}/{one['id']}", said, if_match="*")


def test_the_superior_records_and_the_person_confirms_with_a_remark(
    held: Any, acme: Company
) -> None:
    assert {name: held[name] for name in TALK} == TALK
    assert (held["status"], held["team"], held["answers"]) == ("recorded", "red", [])
    done = answer(acme.agent, held, True, remark="fair").ok()
    assert done["status"] == "confirmed"
    assert [(one["took_place"], one["remark"]) for one in done["answers"]] == [(True, "fair")]
    change(acme, held, agreed="more").problem(409, "interview_confirmed")
    answer(acme.agent, held, True).problem(409, "interview_confirmed")


def test_a_denied_one_is_changed_and_asked_anew(held: Any, acme: Company) -> None:
    answer(acme.agent, held, False).problem(422)
    assert answer(acme.agent, held, False, remark="not yet held").ok()["status"] == "denied"
    plan = plan_of(acme, "1001")
    asked = change(acme, held, held_on="2026-11-05", plans=[plan]).ok()
    assert (asked["status"], asked["plans"], len(asked["answers"])) == ("recorded", [plan], 1)
    assert answer(acme.agent, held, True).ok()["status"] == "confirmed"


def test_it_is_changed_as_it_was_read_alone(held: Any, acme: Company) -> None:
    change(acme, held, agreed="other").ok()
    stale = acme.supervisor.patch(f"{PATH}/{held['id']}", {"agreed": "x"}, if_match='"1"')
    stale.problem(412)


def test_who_sees_it_is_the_team_the_person_and_the_company(held: Any, acme: Company) -> None:
    path = f"{PATH}/{held['id']}"
    for caller in (acme.hr, acme.auditor, acme.supervisor, acme.agent):
        caller.get(path).ok()
    colleague = acme.with_role("agent", employee_id="1003")
    other = acme.with_role("supervisor", team="blue")
    for caller in (colleague, other):
        caller.get(path).problem(404)
        assert caller.get(PATH).ok()["items"] == []
    answer(colleague, held, True).problem(404)
    answer(acme.hr, held, True).problem(403)


def test_open_ones_are_listed_for_the_superior(held: Any, acme: Company) -> None:
    blue = acme.hr.post(PATH, {**TALK, "employee_id": "1003"}).ok(201)
    answer(acme.agent, held, True).ok()

    def ids(caller: Api, **query: Any) -> list[str]:
        return [one["id"] for one in caller.get(PATH, query=query).ok()["items"]]

    assert ids(acme.hr, status="recorded", period="2026-10") == [blue["id"]]
    assert ids(acme.supervisor, status="confirmed") == [held["id"]]
    assert ids(acme.hr, employee_id="1003") == [blue["id"]]
    assert ids(acme.hr, team="red") == [held["id"]]


def test_wrong_interviews_are_refused(month: Desk, acme: Company) -> None:
    def refused(caller: Api, **other: Any) -> Reply:
        return caller.post(PATH, {**TALK, **other})

    strange = refused(acme.supervisor, employee_id="1003").problem(422)
    nobody = refused(acme.supervisor, employee_id="9999").problem(422)
    assert strange["errors"] == nobody["errors"]
    refused(acme.supervisor, held_on="2026-11-06").problem(422)
    # Before October began nobody could talk about its result.
    refused(acme.supervisor, held_on="2026-09-30").problem(422)
    theirs = refused(acme.supervisor, plans=[plan_of(acme, "1003")]).problem(422)
    assert theirs["errors"][0]["code"] == "unknown_plan"
    refused(acme.hr, period="2026-09").problem(422)
    month.send(csv_of("1001,Ann,red,4000,100,88,100"), period="2026-09")
    refused(acme.hr, period="2026-09").problem(409, "not_published")
    own = acme.with_key(roles=["supervisor"], employee_id="1001", teams=["red"])
    refused(own).problem(409, "own_interview")


@pytest.mark.long
def test_an_erasure_takes_the_words_and_the_person(held: Any, acme: Company, month: Desk) -> None:
    answer(acme.agent, held, True, remark="Ann agrees").ok()
    acme.admin.post("/v1/employees/1001/erase", {"files": "keep"}).ok(202)
    Worker(month.world).work()
    left = acme.hr.get(f"{PATH}/{held['id']}").ok()
    assert (left["status"], left["went_badly"], left["answers"][0]["remark"]) == (
        "confirmed", None, None,
    )  # fmt: skip
    assert left["employee_id"] != "1001"
    stored = [one for one in month.world.items() if one["pk"]["S"] == "acme#interviews"]
    assert not is_named("1001", stored)
    assert "Ann" not in str(stored)


def test_the_log_has_no_word_of_it(held: Any, acme: Company) -> None:
    answer(acme.agent, held, True, remark="fair").ok()
    log = acme.admin.get("/v1/audit-events", query={"target": f"interviews/{held['id']}"}).text
    assert "interviews.answer" in log
    assert "slow answers" not in log
    assert "fair" not in log
