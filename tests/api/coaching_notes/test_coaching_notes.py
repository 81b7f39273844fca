"""Coaching notes: written by the superior of today, seen and remarked on by the person."""

from dataclasses import replace
from typing import Any

import pytest

from chalicelib.coaching_notes import erasure, service
from chalicelib.coaching_notes.records import coaching_note_write, read_coaching_note
from chalicelib.people.identity import place
from tests.api.answer import Reply
from tests.api.client import Api
from tests.api.company import Company
from tests.api.named import is_named
from tests.api.people.worker import Worker
from tests.api.uploads.sending import Desk, csv_of, published
from tests.api.world import World

PATH = "/v1/coaching-notes"
NOTE = {
    "employee_id": "1001",
    "day": "2026-11-04",
    "observed": "three calls without a greeting",
    "advice": "say your name first",
}


@pytest.fixture
def people(acme: Company) -> Company:
    """1001 of team red, 1003 of team blue; 1002 leads team red."""
    for employee_id, team in (("1001", "red"), ("1002", "red"), ("1003", "blue")):
        person = {"name": f"name of {employee_id}", "team": team}
        acme.hr.put(f"/v1/employees/{employee_id}", person).ok(201)
    return acme


@pytest.fixture
def lead(people: Company) -> Api:
    return people.with_key(role="supervisor", employee_id="1002", teams=["red"])


@pytest.fixture
def note(people: Company, lead: Api) -> Any:
    return lead.post(PATH, NOTE).ok(201)


def change(caller: Api, one: Any, **said: Any) -> Reply:
    return caller.patch(f"{PATH}/{one['id']}", said, if_match="*")


def acknowledge(caller: Api, one: Any, **said: Any) -> Reply:
    return caller.post(f"{PATH}/{one['id']}/acknowledge", said, if_match="*")


def ids(caller: Api, **query: Any) -> list[str]:
    return [one["id"] for one in caller.get(PATH, query=query).ok()["items"]]


def test_the_superior_writes_it_and_the_person_reads_all_of_it(note: Any, people: Company) -> None:
    assert {name: note[name] for name in NOTE} == NOTE
    assert (note["status"], note["team"], note["seen_at"]) == ("written", "red", None)
    assert note["recorded"]["employee_id"] == "1002"
    read = people.agent.get(f"{PATH}/{note['id']}").ok()
    assert (read["observed"], read["advice"]) == (NOTE["observed"], NOTE["advice"])
    assert ids(people.agent) == [note["id"]]


def test_the_person_says_that_it_was_seen_and_remarks_then_or_later(
    note: Any, people: Company
) -> None:
    first = acknowledge(people.agent, note).ok()
    assert (first["status"], first["seen_at"], first["remarks"]) == (
        "seen", "2026-11-05T08:00:00.000Z", [],
    )  # fmt: skip
    assert acknowledge(people.agent, note).ok()["revision"] == first["revision"] == 2
    said = acknowledge(people.agent, note, remark="it was a bad line").ok()
    # It was said of the second revision: the first acknowledgement made it.
    assert [(one["remark"], one["revision"]) for one in said["remarks"]] == [
        ("it was a bad line", 2)
    ]


def test_a_changed_note_waits_for_the_person_anew_and_keeps_the_remarks(
    note: Any, people: Company, lead: Api
) -> None:
    acknowledge(people.agent, note, remark="not so").ok()
    after = change(lead, note, observed="one call without a greeting").ok()
    assert (after["status"], after["seen_at"], after["revision"]) == ("written", None, 3)
    assert [(one["remark"], one["revision"]) for one in after["remarks"]] == [("not so", 1)]
    assert change(lead, note, observed="one call without a greeting").ok()["revision"] == 3
    lead.patch(f"{PATH}/{note['id']}", {"advice": "x"}, if_match='"1"').problem(412)
    assert ids(people.hr, status="written") == [note["id"]]
    assert ids(people.hr, status="seen") == []


def test_it_is_seen_by_the_team_the_person_and_the_company_alone(
    note: Any, people: Company
) -> None:
    path = f"{PATH}/{note['id']}"
    for caller in (people.hr, people.auditor, people.supervisor, people.agent):
        caller.get(path).ok()
    colleague = people.with_role("agent", employee_id="1003")
    other = people.with_role("supervisor", team="blue")
    for caller in (colleague, other):
        caller.get(path).problem(404)
        assert ids(caller) == ids(caller, employee_id="1001") == []
    acknowledge(colleague, note).problem(404)
    change(other, note, advice="x").problem(404)
    acknowledge(people.hr, note).problem(403)


def test_who_came_to_another_team_is_coached_by_its_superior_who_reads_what_was_written(
    note: Any, people: Company, lead: Api
) -> None:
    people.hr.patch("/v1/employees/1001", {"team": "blue"}).ok()
    blue = people.with_role("supervisor", team="blue")
    blue.get(f"{PATH}/{note['id']}").ok()
    assert ids(blue, employee_id="1001") == [note["id"]]
    # Without the person, the list goes by the team in which it was written.
    assert ids(blue) == []
    assert change(blue, note, advice="say it twice").ok()["advice"] == "say it twice"
    lead.get(f"{PATH}/{note['id']}").ok()
    change(lead, note, advice="x").problem(409, "other_team")
    lead.post(PATH, NOTE).problem(422)
    assert blue.post(PATH, NOTE).ok(201)["team"] == "blue"


def test_nobody_coaches_themselves_or_people_of_other_teams(people: Company, lead: Api) -> None:
    lead.post(PATH, {**NOTE, "employee_id": "1002"}).problem(409, "own_coaching_note")
    strange = lead.post(PATH, {**NOTE, "employee_id": "1003"}).problem(422)
    nobody = lead.post(PATH, {**NOTE, "employee_id": "9999"}).problem(422)
    assert strange["errors"] == nobody["errors"]
    lead.post(PATH, {**NOTE, "day": "2026-11-06"}).problem(422)
    lead.post(PATH, {**NOTE, "day": "2006-11-04"}).problem(422)
    people.hr.delete("/v1/employees/1003")
    people.hr.post(PATH, {**NOTE, "employee_id": "1003"}).problem(422)


def test_it_may_be_about_an_indicator_of_the_scheme_and_plans_of_the_person(
    acme: Company, world: World
) -> None:
    published(acme)
    Desk(world, acme.hr, "acme").send(
        csv_of("1001,Ann,red,7200,100,80,100", "1003,Cy,blue,7200,100,80,100")
    )

    def plan_of(employee_id: str) -> str:
        query = {"employee_id": employee_id}
        return str(acme.hr.get("/v1/improvement-plans", query=query).ok()["items"][0]["id"])

    def fault(**about: Any) -> tuple[str, str]:
        (one,) = acme.supervisor.post(PATH, {**NOTE, **about}).problem(422)["errors"]
        return one["pointer"], one["code"]

    own, desk = plan_of("1001"), {"scheme": "desk", "indicator": "resolution"}
    for about in (desk, {**desk, "period": "2026-10", "plans": [own]}, {"period": "2026-Q4"}):
        made = acme.supervisor.post(PATH, {**NOTE, **about}).ok(201)
        assert {name: made[name] for name in about} == about
    assert fault(plans=[own, plan_of("1003")]) == ("/plans/1", "unknown_plan")
    assert fault(plans=["pln_x"]) == ("/plans/0", "unknown_plan")
    assert fault(indicator="resolution") == ("/scheme", "required")
    assert fault(scheme="desk", indicator="greeting") == ("/indicator", "unknown_indicator")
    assert fault(scheme="desk", period="2026-Q4") == ("/period", "wrong_kind_of_period")
    assert fault(scheme="desk", period="2025-12") == ("/scheme", "no_scheme_in_effect")
    cleared = change(acme.hr, made, period=None).ok()
    assert cleared["period"] is None
    assert ids(acme.supervisor, indicator="resolution", period="2026-10") != []


def test_the_log_says_what_was_written_and_no_word_of_it(
    note: Any, people: Company, lead: Api
) -> None:
    acknowledge(people.agent, note, remark="it was a bad line").ok()
    change(lead, note, advice="say your name twice").ok()
    query = {"target": f"coaching-notes/{note['id']}"}
    log = people.admin.get("/v1/audit-events", query=query).ok()["items"]
    assert [(one["action"], one["after"]["changed"]) for one in reversed(log)] == [
        ("coaching_notes.record", ["observed", "advice", "day"]),
        ("coaching_notes.acknowledge", ["remarks"]),
        ("coaching_notes.change", ["advice"]),
    ]
    for word in ("greeting", "your name", "bad line"):
        assert word not in str(log)


def test_an_erasure_takes_the_words_about_the_person_and_reads_no_other_note(
    note: Any, people: Company, world: World
) -> None:
    acknowledge(people.agent, note, remark="Ann agrees").ok()
    other = people.hr.post(PATH, {**NOTE, "employee_id": "1003"}).ok(201)
    erase(people, world, "1001")
    left = people.hr.get(f"{PATH}/{note['id']}").ok()
    assert (left["status"], left["observed"], left["advice"], left["remarks"][0]["remark"]) == (
        "seen", None, None, None,
    )  # fmt: skip
    assert people.hr.get(f"{PATH}/{other['id']}").ok() == other
    change(people.hr, note, advice="x").problem(409, "person_erased")
    assert not is_named("1001", stored(world))
    assert "Ann" not in stored(world)


def test_an_erasure_takes_the_author_out_of_what_they_wrote(
    note: Any, people: Company, world: World
) -> None:
    erase(people, world, "1002")
    left = people.hr.get(f"{PATH}/{note['id']}").ok()
    assert left["observed"] == NOTE["observed"]
    assert left["recorded"]["employee_id"] not in (None, "1002")
    assert not is_named("1002", stored(world))


def erase(company: Company, world: World, employee_id: str) -> None:
    company.admin.post(f"/v1/employees/{employee_id}/erase", {"files": "keep"}).ok(202)
    Worker(world).work()


def stored(world: World) -> str:
    """Everything that is stored of coaching notes."""
    found = [one for one in world.items() if one["pk"]["S"].startswith("acme#coaching-note")]
    assert found
    return str(found)


def test_no_note_is_written_about_somebody_who_is_erased_meanwhile(
    people: Company, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def erased_after_reading(context: Any, employee_id: str) -> Any:
        found = place(context, employee_id)
        erase(people, world, employee_id)
        return found

    monkeypatch.setattr(service, "place", erased_after_reading)
    (fault,) = people.hr.post(PATH, NOTE).problem(422)["errors"]
    assert fault["code"] == "unknown_employee"
    assert not any(one["pk"]["S"].startswith("acme#coaching-note") for one in world.items())


def test_a_note_that_is_changed_while_it_is_erased_loses_its_words_all_the_same(
    note: Any, people: Company, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    changes = iter(["Ann says it twice"])

    def changed_after_reading(context: Any, note_id: str) -> Any:
        found = read_coaching_note(context, note_id)
        assert found is not None
        for words in changes:
            later = replace(found, advice=words, revision=found.revision + 1)
            context.table.put(*coaching_note_write(context, later))
        return found

    monkeypatch.setattr(erasure, "read_coaching_note", changed_after_reading)
    erase(people, world, "1001")
    left = people.hr.get(f"{PATH}/{note['id']}").ok()
    assert (left["advice"], left["revision"]) == (None, 3)
    assert "Ann" not in stored(world)
