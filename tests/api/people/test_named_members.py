"""A request changes what it names: PATCH, a PUT that says what it empties, two systems at once."""

from typing import Any

import pytest

from tests.api.clock import Clock
from tests.api.company import Company

PATH = "/v1/employees/1"
ANN = {
    "name": "Ann",
    "team": "red",
    "external_ids": {"hris": "4711", "payroll": "P1"},
    "bonus_base": "1500",
}


@pytest.fixture
def ann(acme: Company) -> Company:
    acme.hr.put(PATH, ANN).ok(201)
    return acme


def told(company: Company) -> dict[str, Any]:
    found = company.hr.get(PATH).ok()
    return {name: found[name] for name in ANN}


def faults(problem: dict[str, Any]) -> list[tuple[str, str]]:
    return [(one["pointer"], one["code"]) for one in problem["errors"]]


def test_a_patch_changes_what_it_names_and_nothing_else(ann: Company) -> None:
    ann.hr.patch(PATH, {"team": "blue"}).ok()
    assert told(ann) == {**ANN, "team": "blue"}
    ann.hr.patch(PATH, {"name": None}).ok()
    assert told(ann) == {**ANN, "team": "blue", "name": None}


def test_a_patch_gives_changes_and_removes_one_system_at_a_time(ann: Company) -> None:
    ann.hr.patch(PATH, {"external_ids": {"crm": "9"}}).ok()
    ann.hr.patch(PATH, {"external_ids": {"payroll": None, "hris": "4712"}}).ok()
    assert told(ann)["external_ids"] == {"crm": "9", "hris": "4712"}
    ann.hr.put("/v1/employees/2", {"external_ids": {"payroll": "P1"}}).ok(201)
    ann.hr.patch(PATH, {"external_ids": None}).ok()
    assert told(ann)["external_ids"] == {}


def test_a_patch_of_nobody_is_404_and_makes_nobody(acme: Company) -> None:
    acme.hr.patch(PATH, {"name": "Ann"}).problem(404, "not_found")
    acme.hr.get(PATH).problem(404)


def test_a_patch_that_changes_nothing_is_no_revision(ann: Company, clock: Clock) -> None:
    clock.advance(hours=1)
    same = ann.hr.patch(PATH, {"team": "red", "bonus_base": "1500.0"})
    assert same.ok()["updated_at"] == "2026-11-05T08:00:00.000Z"
    assert same.etag == ann.hr.get(PATH).etag
    assert same.etag.startswith('"1-')


def test_each_change_takes_the_etag_that_was_read(ann: Company) -> None:
    tag = ann.hr.get(PATH).etag
    ann.hr.patch(PATH, {"name": "An"}, if_match=tag).ok()
    for stale in (
        ann.hr.patch(PATH, {"name": "A"}, if_match=tag),
        ann.hr.put(PATH, ANN, if_match=tag),
        ann.hr.post(f"{PATH}/rename", {"employee_id": "2"}, if_match=tag),
        ann.hr.delete(PATH, if_match=tag),
    ):
        stale.problem(412, "stale_etag")
    ann.hr.patch(PATH, {"status": "left"}).ok()
    ann.hr.post(f"{PATH}/rehire", {"name": "A"}, if_match=tag).problem(412, "stale_etag")


def test_a_put_is_refused_with_all_that_it_would_empty(ann: Company) -> None:
    sent = {"name": "Ann", "external_ids": {"hris": "4711"}}
    problem = ann.hr.put(PATH, sent).problem(422, "would_empty")
    assert sorted(faults(problem)) == [
        ("/bonus_base", "would_empty"),
        ("/external_ids/payroll", "would_empty"),
        ("/team", "would_empty"),
    ]
    assert told(ann) == ANN
    nothing = {"team": None, "bonus_base": None, "external_ids": {"hris": "4711", "payroll": None}}
    ann.hr.put(PATH, {"name": "Ann", **nothing}).ok()
    assert told(ann) == {**dict.fromkeys(ANN), "name": "Ann", "external_ids": {"hris": "4711"}}


def test_a_put_names_a_status_that_was_set_and_dated_facts_too(ann: Company) -> None:
    days = {"joined_on": "2020-01-01", "left_on": None}
    ann.hr.patch(PATH, {"status": "left", "fte": "0.5", **days}).ok()
    problem = ann.hr.put(PATH, ANN).problem(422, "would_empty")
    assert sorted(place for place, _ in faults(problem)) == ["/fte", "/joined_on", "/status"]
    whole = {"status": "left", "dated": {"fte": []}, "employments": [days]}
    assert ann.hr.put(PATH, {**ANN, **whole}).ok()["fte"] is None


def test_two_systems_that_keep_their_own_members_never_empty_each_others(ann: Company) -> None:
    """The HR system keeps name and team, payroll the base and its number. Both send every night."""
    hris = {"name": "Ann B.", "team": "blue", "external_ids": {"hris": "4711"}}
    payroll = {"bonus_base": "1600", "external_ids": {"payroll": "P2"}}
    for _ in range(2):
        for system in (hris, payroll):
            sent = {"mode": "change", "employees": [{"id": "1", **system}]}
            ann.hr.post("/v1/employees/batch", sent).ok()
            # By PUT neither can, since it does not name what the other keeps.
            ann.hr.put(PATH, system).problem(422, "would_empty")
    both = {**hris, **payroll, "external_ids": {"hris": "4711", "payroll": "P2"}}
    assert told(ann) == both


def test_too_many_systems_are_told_whether_by_put_or_by_patch(ann: Company) -> None:
    """Two are there, ten is the most."""
    more = {f"system{number}": "1" for number in range(9)}
    problem = ann.hr.patch(PATH, {"external_ids": more}).problem(422)
    assert faults(problem) == [("/external_ids", "too_many_entries")]
    ann.hr.patch(PATH, {"external_ids": {**more, "hris": None}}).ok()
    assert len(told(ann)["external_ids"]) == 10


def test_the_log_tells_the_changed_members_alone_before_and_after(
    ann: Company, clock: Clock
) -> None:
    clock.advance(seconds=1)
    ann.hr.patch(PATH, {"name": "An", "bonus_base": "1600", "fte": "0.5"}).ok()
    changed, made = ann.admin.get("/v1/audit-events", query={"target": "employees/1"}).ok()["items"]
    assert made["before"] is None
    assert made["after"] == {
        "id": "1", "person": "prs_ge", **ANN, "status": "active", "bonus_base": "set",
    }  # fmt: skip
    assert changed["before"] == {"name": "Ann", "bonus_base": "set", "dated.fte": []}
    entries = [{"from": "2026-11-05", "value": "0.5"}]
    assert changed["after"] == {"name": "An", "bonus_base": "changed", "dated.fte": entries}


def test_the_log_finds_a_person_by_the_id_of_today_a_former_one_and_the_lasting_key(
    ann: Company, clock: Clock
) -> None:
    person = ann.hr.get(PATH).ok()["person"]
    ann.hr.put("/v1/employees/2", {"name": "Bob"}).ok(201)
    clock.advance(seconds=1)
    ann.hr.post(f"{PATH}/rename", {"employee_id": "77"}).ok()

    def actions(name: str) -> list[str]:
        query = {"target": f"employees/{name}"}
        return [
            one["action"] for one in ann.admin.get("/v1/audit-events", query=query).ok()["items"]
        ]

    for name in ("77", "1", person):
        assert actions(name) == ["employees.rename", "employees.change"]
    assert actions("2") == ["employees.change"]
    assert actions("3") == []
