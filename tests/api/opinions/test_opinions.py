"""Opinions of staff: sent by a person, answered by hr, and an adopted one leads to an award."""

from copy import deepcopy
from typing import Any

import pytest

from chalicelib.opinions import service
from chalicelib.people.records import read_person
from tests.api.answer import Reply
from tests.api.cases.deciding import EXTRAS
from tests.api.client import Api
from tests.api.clock import Clock
from tests.api.company import Company
from tests.api.named import is_named
from tests.api.people.worker import Worker
from tests.api.uploads.sending import SCHEME, published
from tests.api.world import World

PATH = "/v1/opinions"
SERVICE = {"about": "service", "opinion": "the list of calls is slow in the morning"}
AWARD = {"scheme": "desk", "period": "2026-10", "code": "praise"}


@pytest.fixture
def people(acme: Company) -> Company:
    """1001 of team red, 1003 of team blue, and 9 of hr."""
    for employee_id, team in (("1001", "red"), ("1003", "blue"), ("9", "office")):
        person = {"name": f"name of {employee_id}", "team": team, "joined_on": "2026-01-01"}
        acme.hr.put(f"/v1/employees/{employee_id}", person).ok(201)
    return acme


@pytest.fixture
def head(people: Company) -> Api:
    return people.with_role("hr", employee_id="9")


@pytest.fixture
def sent(people: Company) -> Any:
    return people.agent.post(PATH, SERVICE).ok(201)


def answer(caller: Api, one: Any, outcome: str, **more: Any) -> Reply:
    body = {"outcome": outcome, "answer": f"it is {outcome}", **more}
    return caller.post(f"{PATH}/{one['id']}/answer", body, if_match="*")


def ids(caller: Api, **query: Any) -> list[str]:
    return [one["id"] for one in caller.get(PATH, query=query).ok()["items"]]


def with_awards(company: Company) -> None:
    published(company, {**deepcopy(SCHEME), "extras": EXTRAS})


def test_an_opinion_is_open_with_its_age_until_it_is_answered(
    sent: Any, people: Company, head: Api, clock: Clock
) -> None:
    assert (sent["status"], sent["days_open"], sent["team"]) == ("open", 0, "red")
    # Sent on the 5th at 8:00 and answered on the 8th: three days.
    clock.advance(days=3)
    (open_one,) = people.hr.get(PATH, query={"status": "open"}).ok()["items"]
    assert (open_one["id"], open_one["days_open"]) == (sent["id"], 3)
    done = answer(head, sent, "noted").ok()
    assert (done["status"], done["answers"][0]["answer"]) == ("noted", "it is noted")
    clock.advance(days=9)
    assert ids(people.hr, status="open") == []
    read = people.agent.get(f"{PATH}/{sent['id']}").ok()
    assert (read["days_open"], [one["outcome"] for one in read["answers"]]) == (3, ["noted"])


def test_the_sender_reads_the_own_and_no_superior_or_colleague_does(
    sent: Any, people: Company
) -> None:
    path = f"{PATH}/{sent['id']}"
    for caller in (people.agent, people.hr, people.auditor):
        caller.get(path).ok()
        assert ids(caller) == ids(caller, employee_id="1001") == [sent["id"]]
    lead = people.with_key(role="supervisor", teams=["red"], employee_id="1003")
    for caller in (people.supervisor, lead, people.with_role("agent", employee_id="1003")):
        caller.get(path).problem(404)
        assert ids(caller) == ids(caller, employee_id="1001") == []
    own = lead.post(PATH, SERVICE).ok(201)
    assert ids(lead) == [own["id"]]


def test_somebody_sends_it_and_somebody_else_answers(sent: Any, people: Company, head: Api) -> None:
    people.supervisor.post(PATH, SERVICE).problem(403, "needs_a_person")
    people.payroll.post(PATH, SERVICE).problem(403)
    answer(people.hr, sent, "noted").problem(403, "needs_a_person")
    answer(people.agent, sent, "noted").problem(403)
    own = head.post(PATH, SERVICE).ok(201)
    answer(head, own, "adopted").problem(409, "own_opinion")


def test_the_last_answer_counts_and_the_former_ones_stay(sent: Any, head: Api) -> None:
    first = answer(head, sent, "noted").ok()
    stale = {"outcome": "declined", "answer": "x"}
    head.post(f"{PATH}/{sent['id']}/answer", stale, if_match='"1"').problem(412)
    after = answer(head, sent, "adopted").ok()
    assert [one["outcome"] for one in after["answers"]] == ["noted", "adopted"]
    assert (after["status"], after["case"]) == ("adopted", None)
    assert after["revision"] == first["revision"] + 1 == 3


def test_it_is_on_a_scheme_with_a_version_a_pilot_of_the_own_team_or_the_service(
    people: Company,
) -> None:
    published(people)
    draft = deepcopy(SCHEME)
    draft["dimensions"][0]["indicators"][0]["target"] = "25"
    kept = people.admin.put("/v1/schemes/desk", draft, if_match="*")
    trial = {"effective_from": "2026-11", "teams": ["red"]}
    people.admin.post("/v1/schemes/desk/pilot", trial, if_match=kept.etag).ok(201)
    people.admin.post("/v1/schemes", {**deepcopy(SCHEME), "code": "draft"}).ok(201)
    colleague = people.with_role("agent", employee_id="1003")

    def fault(caller: Api, about: str, **more: Any) -> tuple[str, str]:
        body = {"opinion": "too steep", "about": about, **more}
        (one,) = caller.post(PATH, body).problem(422)["errors"]
        return one["pointer"], one["code"]

    pilot = {"opinion": "too steep", "about": "pilot", "scheme": "desk", "version": 2}
    assert people.agent.post(PATH, pilot).ok(201)["version"] == 2
    rules = {"opinion": "too steep", "about": "scheme", "scheme": "desk"}
    of_rules = colleague.post(PATH, rules).ok(201)
    assert ids(people.hr, scheme="desk", about="scheme") == [of_rules["id"]]
    trying = {"scheme": "desk", "version": 2}
    assert fault(colleague, "pilot", **trying) == ("/version", "not_piloted")
    # The first version is published, the third is none: of both no more is told.
    for version in (1, 3):
        asked = {"scheme": "desk", "version": version}
        assert fault(people.agent, "pilot", **asked) == ("/version", "not_piloted")
    assert fault(people.agent, "pilot", scheme="desk") == ("/version", "required")
    assert fault(people.agent, "scheme") == ("/scheme", "required")
    assert fault(people.agent, "scheme", **trying) == ("/version", "not_of_this_kind")
    assert fault(people.agent, "service", scheme="desk") == ("/scheme", "not_of_this_kind")
    for unknown in ("draft", "none"):
        assert fault(people.agent, "scheme", scheme=unknown) == ("/scheme", "unknown_scheme")


def test_an_adopted_one_proposes_the_award_of_its_sender_which_another_confirms(
    sent: Any, people: Company, head: Api
) -> None:
    with_awards(people)
    done = answer(head, sent, "adopted", award=AWARD).ok()
    case = people.hr.get(f"/v1/cases/{done['case']}").ok()
    assert {name: case[name] for name in ("kind", "code", "employee_id", "status")} == {
        "kind": "award", "code": "praise", "employee_id": "1001", "status": "proposed",
    }  # fmt: skip
    assert case["reason"] == f"Opinion {sent['id']} was adopted."
    path = f"/v1/cases/{case['id']}/confirm"
    head.post(path, None, if_match="*").problem(409, "four_eyes")
    boss = people.with_role("admin", employee_id="1003")
    read = boss.get(f"/v1/cases/{case['id']}").etag
    assert boss.post(path, None, if_match=read).ok()["status"] == "confirmed"
    assert people.agent.get(f"{PATH}/{sent['id']}").ok()["case"] == case["id"]
    answer(head, sent, "declined").problem(409, "award_proposed")


def test_an_award_that_is_refused_leaves_the_opinion_open(
    sent: Any, people: Company, head: Api
) -> None:
    with_awards(people)

    def pointer(outcome: str, **award: str) -> str:
        (one,) = answer(head, sent, outcome, award={**AWARD, **award}).problem(422)["errors"]
        return str(one["pointer"])

    assert pointer("declined") == "/award"
    assert pointer("adopted", code="none") == "/award/code"
    assert pointer("adopted", scheme="none") == "/award/scheme"
    assert people.hr.get(f"{PATH}/{sent['id']}").ok()["status"] == "open"
    assert people.hr.get("/v1/cases").ok()["items"] == []
    # Adopted without an award, it may have one with a later answer.
    assert answer(head, sent, "adopted").ok()["case"] is None
    assert answer(head, sent, "adopted", award=AWARD).ok()["case"] is not None


def test_the_award_goes_to_the_sender_whoever_has_the_id_now(
    sent: Any, people: Company, head: Api
) -> None:
    with_awards(people)
    person = people.hr.get("/v1/employees/1001").ok()["person"]
    people.hr.delete("/v1/employees/1001")
    people.hr.put("/v1/employees/1001", {"name": "Another", "new_person": True}).ok(201)
    done = answer(head, sent, "adopted", award=AWARD).ok()
    assert people.hr.get(f"/v1/cases/{done['case']}").ok()["person"] == person


def test_the_log_says_that_it_was_answered_and_no_word(
    sent: Any, people: Company, head: Api, clock: Clock
) -> None:
    answer(head, sent, "declined", answer="not this year").ok()
    log = people.admin.get("/v1/audit-events", query={"target": f"opinions/{sent['id']}"}).text
    assert "opinions.answer" in log
    assert "slow in the morning" not in log
    assert "this year" not in log
    clock.advance(minutes=2)
    query = {"subject": f"opinions/{sent['id']}"}
    events = people.admin.get("/v1/events", query=query).ok()["items"]
    assert [one["type"] for one in events] == ["opinion.sent", "opinion.declined"]


@pytest.mark.long
def test_an_erasure_takes_the_words_and_follows_the_case_to_the_pseudonym(
    sent: Any, people: Company, head: Api, world: World
) -> None:
    with_awards(people)
    other = head.post(PATH, SERVICE).ok(201)
    case = answer(head, sent, "adopted", award=AWARD).ok()["case"]
    people.admin.post("/v1/employees/1001/erase", {"files": "keep"}).ok(202)
    Worker(world).work()
    left = people.hr.get(f"{PATH}/{sent['id']}").ok()
    assert (left["status"], left["opinion"], left["answers"][0]["answer"]) == (
        "adopted", None, None,
    )  # fmt: skip
    assert left["employee_id"] != "1001"
    assert left["case"] != case
    assert people.hr.get(f"/v1/cases/{left['case']}").ok()["person"] == left["person"]
    assert people.hr.get(f"{PATH}/{other['id']}").ok() == other
    stored = [one for one in world.items() if one["pk"]["S"] == "acme#opinions"]
    assert not is_named("1001", stored)
    assert case not in str(stored)


def test_no_opinion_is_left_of_somebody_who_is_erased_meanwhile(
    people: Company, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def erased_after_reading(context: Any, person: Any) -> Any:
        found = read_person(context, person)
        people.admin.post("/v1/employees/1001/erase", {"files": "keep"}).ok(202)
        Worker(world).work()
        return found

    monkeypatch.setattr(service, "read_person", erased_after_reading)
    people.agent.post(PATH, SERVICE).problem(404)
    assert people.hr.get(PATH).ok()["items"] == []
