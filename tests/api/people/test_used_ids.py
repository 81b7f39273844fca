"""An id that was used before: a newcomer, a return, and what a request must say of them."""

from typing import Any

import pytest

from tests.api.company import Company
from tests.api.people.calling import Caller
from tests.api.people.erased import cards
from tests.api.people.worker import Worker
from tests.api.uploads.sending import Desk, csv_of

NEW, BACK = {"new_person": True}, {"rehired": True}


def _refused(hr: Caller, employee_id: str, code: str, **body: Any) -> str:
    reply = hr.api.put(f"/v1/employees/{employee_id}", {"status": "active", **body})
    return str(reply.problem(409, code)["detail"])


def test_a_deleted_persons_id_needs_a_word(hr: Caller) -> None:
    hr.put("A", name="Ann")
    hr.delete("A")
    detail = _refused(hr, "A", "employee_id_used")
    assert "`rehired: true`" in detail
    assert "`new_person: true`" in detail


def test_a_former_id_needs_a_word_too_and_cannot_be_rehired(hr: Caller) -> None:
    hr.put("A")
    hr.rename("A", "B")
    assert "former id of B" in _refused(hr, "A", "former_employee_id")
    _refused(hr, "A", "nobody_to_rehire", **BACK)
    hr.api.post("/v1/employees/A/rehire", {}).problem(404)


def test_the_words_mean_nothing_for_a_new_id_and_for_somebody_present(hr: Caller) -> None:
    _refused(hr, "A", "nobody_to_rehire", **BACK)
    person = hr.put("A", **NEW)["person"]
    assert hr.put("A", name="Ann", **NEW)["person"] == person
    assert hr.put("A", name="Ann", **BACK)["person"] == person


def test_a_newcomer_has_nothing_of_the_person_before(hr: Caller, desk: Desk, acme: Company) -> None:
    desk.send(csv_of("A,Ann,red,4000,100,88,100"), period="2026-09")
    members = {"name": "Ann", "team": "red", "external_ids": {"hris": "7"}, "bonus_base": "10"}
    ann = hr.put("A", **members)["person"]
    hr.delete("A")
    bob = hr.put("A", name="Bob", **NEW)
    assert bob["person"] != ann
    assert (bob["external_ids"], bob["bonus_base"], bob["former_ids"]) == ({}, None, [])
    assert hr.api.get("/v1/employees/A/scorecards").ok()["items"] == []
    desk.send(csv_of("A,Bob,red,7200,100,80,100"), period="2026-10")
    assert [card["person"] for card in _cards_of(hr, "A")] == [bob["person"]]
    # Ann's result stays hers, under the id that she was called last.
    assert cards(acme)["A"]["person"] == ann


def _cards_of(hr: Caller, employee_id: str) -> Any:
    return hr.api.get(f"/v1/employees/{employee_id}/scorecards").ok()["items"]


def test_results_of_somebody_deleted_are_read_by_the_id_until_somebody_else_has_it(
    hr: Caller, desk: Desk
) -> None:
    desk.send(csv_of("A,Ann,red,4000,100,88,100"), period="2026-09")
    hr.rename("A", "B")
    hr.delete("B")
    assert len(_cards_of(hr, "B")) == 1
    assert _cards_of(hr, "A") == []
    hr.put("B", **NEW)
    assert _cards_of(hr, "B") == []


def test_each_newcomer_is_another_person(hr: Caller) -> None:
    people = {hr.put("A")["person"]}
    for _ in range(3):
        hr.delete("A")
        people.add(hr.put("A", **NEW)["person"])
    hr.rename("A", "B")
    people.add(hr.put("A", **NEW)["person"])
    assert len(people) == 5
    assert len(hr.present()) == 2


def test_a_newcomer_after_somebody_who_was_renamed_to_the_id(hr: Caller) -> None:
    ann = hr.put("A")["person"]
    hr.rename("A", "B")
    hr.delete("B")
    bob = hr.put("B", **NEW)["person"]
    assert hr.present() == {"B": bob}
    assert bob != ann


def test_whoever_returns_is_the_same_person(hr: Caller, desk: Desk) -> None:
    desk.send(csv_of("A,Ann,red,4000,100,88,100"), period="2026-09")
    person = hr.get("A")["person"]
    for back in (
        lambda: hr.put("A", name="Ann", **BACK),
        lambda: hr.rehire("A", name="Ann"),
    ):
        hr.delete("A")
        found = back()
        assert (found["person"], found["status"], found["name"]) == (person, "active", "Ann")
        assert len(_cards_of(hr, "A")) == 1


def test_a_return_after_a_rename_is_by_the_last_id(hr: Caller) -> None:
    person = hr.put("A")["person"]
    hr.rename("A", "B")
    hr.delete("B")
    hr.api.post("/v1/employees/A/rehire", {}).problem(404)
    assert hr.rehire("B")["person"] == person
    assert hr.present() == {"B": person}


def test_somebody_returns_under_another_id(hr: Caller) -> None:
    ann = hr.put("A")["person"]
    hr.delete("A")
    found = hr.rehire("C", person=ann, team="red")
    assert (found["id"], found["person"], found["former_ids"]) == ("C", ann, ["A"])
    assert found["team"] == "red"
    assert "former id of C" in _refused(hr, "A", "former_employee_id")


def test_somebody_whose_id_is_somebody_elses_returns_under_another(hr: Caller) -> None:
    ann = hr.put("A")["person"]
    hr.delete("A")
    bob = hr.put("A", **NEW)["person"]
    hr.api.post("/v1/employees/A/rehire", {"person": ann}).problem(409, "employee_id_taken")
    hr.rehire("C", person=ann)
    assert hr.present() == {"A": bob, "C": ann}
    # Bob gives the id up, and it is his until somebody says otherwise.
    hr.delete("A")
    assert hr.rehire("A")["person"] == bob


def test_the_own_id_comes_back_from_somebody_who_had_it_meanwhile(hr: Caller) -> None:
    ann = hr.put("A")["person"]
    hr.delete("A")
    bob = hr.put("A", **NEW)["person"]
    hr.delete("A")
    path, body = "/v1/employees/A/rehire", {"person": ann}
    hr.api.post(path, body).problem(409, "employee_id_used")
    found = hr.rehire("A", person=ann, reuse=True)
    assert (found["person"], found["former_ids"]) == (ann, [])
    hr.delete("A")
    assert hr.rehire("A")["person"] == ann
    # Bob's last id is Ann's now.
    assert hr.rehire("D", person=bob)["former_ids"] == ["A"]
    assert hr.present() == {"A": ann, "D": bob}


def test_somebody_who_left_returns_and_somebody_present_does_not(hr: Caller) -> None:
    hr.put("A", status="left", team="red")
    assert (hr.rehire("A")["status"], hr.get("A")["team"]) == ("active", "red")
    hr.api.post("/v1/employees/A/rehire", {}).problem(409, "not_left")
    hr.api.post("/v1/employees/nobody/rehire", {}).problem(404)
    for unknown in ("prs_nonsense", "prs_" + "a" * 40, "A"):
        hr.api.post("/v1/employees/A/rehire", {"person": unknown}).problem(404)


def test_somebody_who_was_erased_does_not_return(hr: Caller, acme: Company, worker: Worker) -> None:
    ann = hr.put("A")["person"]
    hr.rename("A", "B")
    acme.admin.post("/v1/employees/B/erase", {"files": "keep"}).ok(202)
    worker.work()
    hr.api.post("/v1/employees/B/rehire", {}).problem(409, "person_erased")
    hr.api.post("/v1/employees/C/rehire", {"person": ann}).problem(409, "person_erased")
    _refused(hr, "B", "nobody_to_rehire", **BACK)
    # Every id of hers stays known as used.
    for used in "AB":
        assert hr.put(used, **NEW)["person"] != ann


def test_somebody_is_renamed_onto_a_deleted_persons_id(hr: Caller, desk: Desk) -> None:
    desk.send(csv_of("B,Bob,red,7200,100,80,100"), period="2026-09")
    bob = hr.get("B")["person"]
    hr.delete("B")
    ann = hr.put("A")["person"]
    path, body = "/v1/employees/A/rename", {"employee_id": "B"}
    hr.api.post(path, body).problem(409, "employee_id_used")
    hr.rename("A", "B", reuse=True)
    assert hr.get("B")["person"] == ann
    assert _cards_of(hr, "B") == []
    assert hr.rehire("D", person=bob)["former_ids"] == ["B"]
    assert len(_cards_of(hr, "D")) == 1


def test_the_places_on_the_register_are_counted_exactly(hr: Caller, operator: Any) -> None:
    """Three at most: a rename takes no place, a newcomer and a return each take one."""
    limits = {"limits": {"max_employees": 3}}
    operator.patch("/v1/tenants/acme", limits, if_match="*").ok()
    full = "too_many_employees"
    ann = hr.put("A")["person"]
    hr.put("B")
    hr.rename("A", "C")
    hr.put("A", **NEW)
    hr.api.put("/v1/employees/D", {"status": "active"}).problem(422, full)
    hr.delete("C")
    hr.put("C", **NEW)
    hr.api.post("/v1/employees/D/rehire", {"person": ann}).problem(422, full)
    hr.delete("B")
    hr.rehire("D", person=ann)
    hr.api.put("/v1/employees/B", {"status": "active", **BACK}).problem(422, full)
    hr.put("A", status="left")
    hr.rehire("A")
    hr.api.put("/v1/employees/E", {"status": "active"}).problem(422, full)


def test_an_id_goes_from_one_person_to_another_so_many_times_at_most(
    hr: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chalicelib.people.id_changes.MOST_HOLDERS", 2)
    hr.put("A")
    hr.delete("A")
    hr.put("A", **NEW)
    hr.delete("A")
    _refused(hr, "A", "id_used_too_often", **NEW)
    assert hr.rehire("A")["id"] == "A"


def test_a_return_that_is_sent_again_changes_nothing(hr: Caller) -> None:
    """The return has set the day that it began. The second request does not name it."""
    hr.put("A", name="Ann", joined_on="2026-01-01")
    hr.delete("A")
    back = {"employees": [{"id": "A", "name": "Ann", **BACK}]}
    assert hr.api.post("/v1/employees/batch", back).ok()["items"][0]["outcome"] == "created"
    joined = hr.api.get("/v1/employees/A").ok()["joined_on"]

    assert hr.api.post("/v1/employees/batch", back).ok()["items"][0]["outcome"] == "unchanged"
    assert hr.put("A", name="Ann", **BACK)["joined_on"] == joined
