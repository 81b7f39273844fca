"""One person on the register: made, read, changed, removed, made again."""

from typing import Any
from urllib.parse import quote

import pytest

from tests.api.clock import Clock
from tests.api.company import Company

ANN = {
    "name": "Ann",
    "team": "red",
    "external_ids": {"hris": "4711", "crm:eu": "a-9"},
    "bonus_base": "1500.50",
}


def audited(company: Company) -> list[dict[str, Any]]:
    """What happened to employees, the newest first."""
    events = company.admin.get("/v1/audit-events").ok()["items"]
    return [event for event in events if event["target"].startswith("employees/")]


def test_a_person_is_made_and_read(acme: Company) -> None:
    made = acme.hr.put("/v1/employees/1001", ANN)
    assert made.headers["location"] == "/v1/employees/1001"
    assert made.ok(201) == {
        "id": "1001",
        "person": "prs_geydami",
        "name": "Ann",
        "team": "red",
        "team_code": "red",
        "status": "active",
        "external_ids": {"hris": "4711", "crm:eu": "a-9"},
        "bonus_base": "1500.50",
        "joined_on": None,
        "left_on": None,
        "employments": [],
        "probation_until": None,
        "fte": None,
        "level": None,
        "stage": None,
        "scheme": None,
        "leave": [],
        "dated": {
            "team": [{"from": None, "value": "red"}],
            **{fact: [] for fact in ("fte", "level", "stage", "scheme")},
        },
        "former_ids": [],
        "updated_at": "2026-11-05T08:00:00.000Z",
        "erased_at": None,
    }
    read = acme.hr.get("/v1/employees/1001")
    assert read.ok() == made.json
    # The revision, and a hash of the team's code, which is stored elsewhere.
    assert read.etag == made.etag
    assert read.etag.startswith('"1-')


def test_a_put_replaces_the_whole_person(acme: Company) -> None:
    acme.hr.put("/v1/employees/1001", ANN).ok(201)
    nothing = {"team": None, "external_ids": None, "bonus_base": None}
    wanted = {"name": "Ann B.", "status": "left", **nothing}
    changed = acme.hr.put("/v1/employees/1001", wanted)
    body = changed.ok(200)
    assert (body["name"], body["team"], body["status"]) == ("Ann B.", None, "left")
    assert (body["external_ids"], body["bonus_base"]) == ({}, None)
    assert changed.etag.startswith('"2-')


def test_the_same_again_changes_nothing(acme: Company, clock: Clock) -> None:
    acme.hr.put("/v1/employees/1001", ANN).ok(201)
    clock.advance(hours=1)
    again = acme.hr.put("/v1/employees/1001", ANN)
    assert again.ok()["updated_at"] == "2026-11-05T08:00:00.000Z"
    assert again.etag.startswith('"1-')
    assert len(audited(acme)) == 1


def test_a_stale_etag_is_refused(acme: Company) -> None:
    first = acme.hr.put("/v1/employees/1001", ANN).etag
    acme.hr.put("/v1/employees/1001", {**ANN, "name": "Ann B."}, if_match=first).ok()
    acme.hr.put("/v1/employees/1001", {"name": "Eve"}, if_match=first).problem(412, "stale_etag")
    acme.hr.delete("/v1/employees/1001", if_match=first).problem(412, "stale_etag")
    assert acme.hr.get("/v1/employees/1001").ok()["name"] == "Ann B."


@pytest.mark.parametrize("if_match", ['"1"', "*"])
def test_no_etag_is_that_of_nobody(acme: Company, if_match: str) -> None:
    acme.hr.put("/v1/employees/1001", ANN, if_match=if_match).problem(412, "stale_etag")
    acme.hr.get("/v1/employees/1001").problem(404)


def test_an_unchanged_person_is_not_sent_again(acme: Company) -> None:
    tag = acme.hr.put("/v1/employees/1001", ANN).etag
    reply = acme.hr.get("/v1/employees/1001", headers={"If-None-Match": tag})
    assert (reply.status, reply.content) == (304, b"")


def test_a_deleted_person_is_gone_and_made_anew(acme: Company) -> None:
    acme.hr.put("/v1/employees/1001", ANN).ok(201)
    acme.hr.delete("/v1/employees/1001").ok(204)
    acme.hr.get("/v1/employees/1001").problem(404)
    acme.hr.delete("/v1/employees/1001").problem(404)
    again = acme.hr.put("/v1/employees/1001", {"name": "Ann", "rehired": True})
    body = again.ok(201)
    assert (body["external_ids"], body["joined_on"]) == ({}, "2026-11-05")
    assert again.etag.startswith('"3-')


def test_every_change_is_in_the_audit_log_with_before_and_after(
    acme: Company, clock: Clock
) -> None:
    acme.hr.put("/v1/employees/1001", ANN).ok(201)
    clock.advance(seconds=1)
    acme.hr.put("/v1/employees/1001", {**ANN, "bonus_base": "2000"}).ok()
    clock.advance(seconds=1)
    acme.hr.delete("/v1/employees/1001").ok(204)
    deleted, changed, made = audited(acme)
    assert (made["action"], made["before"], made["after"]["name"]) == (
        "employees.change", None, "Ann",
    )  # fmt: skip
    bases = (changed["before"]["bonus_base"], changed["after"]["bonus_base"])
    assert bases == ("set", "changed")
    assert (deleted["action"], deleted["before"]["name"]) == ("employees.delete", "Ann")
    assert (deleted["after"]["status"], deleted["after"]["name"]) == ("deleted", None)
    assert {event["role"] for event in (deleted, changed, made)} == {"hr"}


@pytest.mark.parametrize(
    "employee_id",
    ["张伟", "客服 07", "a.b-c_d", "1001@east", "é", "张" * 64, "=1+1", "0007", "工号'9"],
)
def test_an_id_may_be_what_companies_have(acme: Company, employee_id: str) -> None:
    path = f"/v1/employees/{quote(employee_id)}"
    made = acme.hr.put(path, {"name": "王芳"})
    assert made.ok(201)["id"] == employee_id
    assert acme.hr.get(path).ok()["name"] == "王芳"
    assert [one["id"] for one in acme.hr.get("/v1/employees").ok()["items"]] == [employee_id]
    acme.hr.delete(path).ok(204)


@pytest.mark.parametrize("employee_id", ["a#b", "a,b", "a;b", "a%b", 'a"b', " a", "a ", "张" * 65])
def test_an_id_holds_nothing_that_a_path_or_a_file_must_escape(
    acme: Company, employee_id: str
) -> None:
    reply = acme.hr.put(f"/v1/employees/{quote(employee_id, safe='')}", {"status": "active"})
    problem = reply.problem(422, "invalid_request")
    assert [fault["code"] for fault in problem["errors"]] == ["not_an_employee_id"]


@pytest.mark.parametrize("employee_id", ["batch", ".", ".."])
def test_nobody_is_called_what_a_path_takes_for_something_else(
    acme: Company, employee_id: str
) -> None:
    body = {
        "employees": [{"id": employee_id, "status": "active"}, {"id": "batch2", "status": "active"}]
    }
    problem = acme.hr.post("/v1/employees/batch", body).problem(422)
    assert [fault["pointer"] for fault in problem["errors"]] == ["/employees/0/id"]


def test_every_fault_of_a_person_is_told_at_once(acme: Company) -> None:
    body = {
        "name": " ",
        "status": "deleted",
        "external_ids": {"x" * 33: "1", "hris": ""},
        "bonus_base": "-1",
        "salary": "1",
    }
    problem = acme.hr.put("/v1/employees/1001", body).problem(422)
    pointers = {fault["pointer"] for fault in problem["errors"]}
    assert {"/name", "/status", "/bonus_base", "/salary"} < pointers
    assert any(pointer.startswith("/external_ids/") for pointer in pointers)


def test_a_person_has_ids_in_at_most_ten_systems(acme: Company) -> None:
    systems = {f"system{number}": "1" for number in range(11)}
    acme.hr.put("/v1/employees/1001", {"external_ids": systems}).problem(422)
    del systems["system0"]
    acme.hr.put("/v1/employees/1001", {"external_ids": systems}).ok(201)


@pytest.mark.parametrize("base", ["0.1", "999999999999", "1500.505", "33333.333333333333"])
def test_a_bonus_base_is_kept_exactly(acme: Company, base: str) -> None:
    acme.hr.put("/v1/employees/1001", {"bonus_base": base}).ok(201)
    assert acme.hr.get("/v1/employees/1001").ok()["bonus_base"] == base
