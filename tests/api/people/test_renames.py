"""Another id for the same person: everything follows, and the old id leads to nobody."""

from typing import Any

import pytest

from tests.api.company import Company
from tests.api.people.calling import Caller
from tests.api.people.erased import cards
from tests.api.uploads.sending import Desk, csv_of


def test_the_person_stays_the_same_and_the_old_id_leads_to_nobody(hr: Caller) -> None:
    before = hr.put("A", name="Ann", team="red", bonus_base="10")
    after = hr.rename("A", "B")
    blank = {"id": None, "former_ids": None, "updated_at": None}
    assert {**after, **blank} == {**before, **blank}
    assert (after["id"], after["former_ids"]) == ("B", ["A"])
    assert hr.get("B") == after
    detail = hr.api.get("/v1/employees/A").problem(404)["detail"]
    assert detail == "The id A was changed to B."


def test_a_person_gets_the_first_id_back(hr: Caller) -> None:
    person = hr.put("A")["person"]
    hr.rename("A", "B")
    again = hr.rename("B", "A")
    assert (again["id"], again["person"], again["former_ids"]) == ("A", person, ["B"])
    assert hr.get("A")["person"] == person
    hr.api.get("/v1/employees/B").problem(404)
    # The id B was this person's alone, so it needs no word.
    assert hr.rename("A", "B")["former_ids"] == ["A"]


def test_each_of_a_chain_of_ids_is_a_former_one(hr: Caller) -> None:
    person = hr.put("A")["person"]
    for former, new in (("A", "B"), ("B", "C"), ("C", "D"), ("D", "B")):
        hr.rename(former, new)
    assert (hr.get("B")["person"], hr.get("B")["former_ids"]) == (person, ["A", "C", "D"])
    for former in "ACD":
        detail = hr.api.get(f"/v1/employees/{former}").problem(404)["detail"]
        assert detail == f"The id {former} was changed to B."
    assert hr.present() == {"B": person}


def test_two_people_swap_their_ids_by_a_third(hr: Caller) -> None:
    ann, bob = hr.put("A", name="Ann")["person"], hr.put("B", name="Bob")["person"]
    hr.rename("A", "between")
    # A was somebody else's: that has to be said.
    problem = hr.api.post("/v1/employees/B/rename", {"employee_id": "A"})
    assert "`reuse: true`" in problem.problem(409, "employee_id_used")["detail"]
    hr.rename("B", "A", reuse=True)
    hr.rename("between", "B", reuse=True)
    assert hr.present() == {"A": bob, "B": ann}
    assert (hr.get("A")["name"], hr.get("B")["name"]) == ("Bob", "Ann")


def test_an_id_that_somebody_has_is_nobody_elses(hr: Caller) -> None:
    hr.put("A")
    hr.put("B", status="left")
    for body in ({"employee_id": "B"}, {"employee_id": "B", "reuse": True}):
        hr.api.post("/v1/employees/A/rename", body).problem(409, "employee_id_taken")


def test_the_own_id_is_no_change(hr: Caller) -> None:
    before = hr.put("A")
    assert hr.rename("A", "A") == before


def test_nobody_and_somebody_deleted_get_no_other_id(hr: Caller) -> None:
    hr.put("A")
    hr.delete("A")
    for gone in ("A", "nobody"):
        hr.api.post(f"/v1/employees/{gone}/rename", {"employee_id": "B"}).problem(404)


def test_ids_in_other_systems_follow(hr: Caller) -> None:
    hr.put("A", external_ids={"hris": "7"})
    hr.rename("A", "B")
    assert hr.get("B")["external_ids"] == {"hris": "7"}
    body = {"external_ids": {"hris": "7"}, "new_person": True}
    taken = hr.api.put("/v1/employees/A", body).problem(409, "external_id_taken")
    assert taken["employee_id"] == "B"
    found = hr.api.get("/v1/employees", query={"external_id": "hris:7"}).ok()["items"]
    assert [one["id"] for one in found] == ["B"]


def test_only_the_version_that_the_caller_knows_is_renamed(hr: Caller) -> None:
    hr.put("A")
    old = hr.api.get("/v1/employees/A").etag
    hr.put("A", name="Ann")
    body = {"employee_id": "B"}
    hr.api.post("/v1/employees/A/rename", body, if_match=old).problem(412)
    current = hr.api.get("/v1/employees/A").etag
    made = hr.api.post("/v1/employees/A/rename", body, if_match=current)
    made.ok()
    assert made.etag == hr.api.get("/v1/employees/B").etag


def test_a_rename_that_is_sent_twice_is_done_once(hr: Caller) -> None:
    hr.put("A")
    path, body = "/v1/employees/A/rename", {"employee_id": "B"}
    first = hr.api.post(path, body, idempotency_key="once").ok()
    assert hr.api.post(path, body, idempotency_key="once").ok() == first
    # Without a key the second finds nobody with the id.
    hr.api.post(path, body).problem(404)


def test_the_whole_history_of_a_person_has_one_target(
    hr: Caller, acme: Company, clock: Any
) -> None:
    person = hr.put("A", name="Ann")["person"]
    clock.advance(seconds=1)
    hr.rename("A", "B")
    clock.advance(seconds=1)
    hr.put("B", name="Anna")
    hr.put("A", name="Bob", new_person=True)
    by_id, by_person = (
        acme.admin.get("/v1/audit-events", query={"target": f"employees/{one}"}).ok()["items"]
        for one in ("B", person)
    )
    assert by_id == by_person
    events = by_id
    assert [event["action"] for event in events] == [
        "employees.change",
        "employees.rename",
        "employees.change",
    ]
    # The first names the key, and each has what changed alone.
    assert events[-1]["after"]["person"] == person
    assert (events[0]["before"], events[0]["after"]) == ({"name": "Ann"}, {"name": "Anna"})
    assert {event["target"] for event in events} == {"employees/A"}
    (renamed,) = [event for event in events if event["action"] == "employees.rename"]
    assert (renamed["before"]["id"], renamed["after"]["id"]) == ("A", "B")


def test_results_of_every_period_follow(hr: Caller, desk: Desk, acme: Company) -> None:
    row = "{},,red,4000,100,88,100"
    desk.send(csv_of(row.format("1001")), period="2026-09")
    hr.rename("1001", "9001")
    desk.send(csv_of(row.format("9001")), period="2026-10")
    found = hr.api.get("/v1/employees/9001/scorecards").ok()["items"]
    assert [card["period"] for card in found] == ["2026-10", "2026-09"]
    assert cards(acme).keys() == cards(acme, "2026-10").keys() == {"9001"}
    assert hr.api.get("/v1/employees/1001/scorecards").ok()["items"] == []


def test_a_copy_in_another_system_learns_of_a_rename_and_of_a_reuse(hr: Caller, clock: Any) -> None:
    """A rename shows in the same `person`, a newcomer is another `person` under the old id."""
    ann = hr.put("A", name="Ann")["person"]
    clock.advance(hours=1)
    since = {"modified_since": "2026-11-05T09:00:00Z"}
    assert hr.api.get("/v1/employees", query=since).ok()["items"] == []
    hr.rename("A", "B")
    bob = hr.put("A", name="Bob", new_person=True)["person"]
    changed = hr.api.get("/v1/employees", query=since).ok()["items"]
    assert {one["person"]: one["id"] for one in changed} == {ann: "B", bob: "A"}


def test_a_person_changes_the_id_fifty_times_at_most(
    hr: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chalicelib.people.id_changes.MOST_FORMER_IDS", 2)
    hr.put("A")
    hr.rename("A", "B")
    hr.rename("B", "C")
    hr.api.post("/v1/employees/C/rename", {"employee_id": "D"}).problem(409, "too_many_ids")
    # An id that the person had before makes no new one.
    assert hr.rename("C", "A")["former_ids"] == ["B", "C"]
