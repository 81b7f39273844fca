"""A batch of rows of both kinds, refused as a whole or row by row, sent again, killed anywhere."""

from typing import Any

import pytest

from chalicelib.tenancy.platform import Platform
from tests.api.answer import Reply
from tests.api.company import Company
from tests.api.fixtures import Calls
from tests.api.people.interrupting import before_the_write, dying
from tests.api.people.test_headcount import counted
from tests.faults.killing import Killed

BATCH = "/v1/employees/batch"
Row = dict[str, Any]


def sent(company: Company, *rows: Row, mode: str = "change", on_error: str = "continue") -> Reply:
    return company.hr.post(BATCH, {"mode": mode, "on_error": on_error, "employees": list(rows)})


def outcomes(reply: Reply) -> list[tuple[str | None, str, list[tuple[str, str]]]]:
    return [
        (
            item["id"],
            item["outcome"],
            [(error["pointer"], error["code"]) for error in item["errors"]],
        )
        for item in reply.ok()["items"]
    ]


@pytest.fixture
def people(acme: Company) -> Company:
    """Ann, 1, has a team, a base and an id of payroll. Bob is 2. 3 was deleted, 4 is now 44."""
    ann = {"id": "1", "team": "red", "bonus_base": "1", "external_ids": {"payroll": "P1"}}
    others = [{"id": one, "name": f"N{one}"} for one in ("2", "3", "4")]
    acme.hr.post(BATCH, {"employees": [ann, *others]}).ok()
    acme.hr.delete("/v1/employees/3").ok(204)
    acme.hr.post("/v1/employees/4/rename", {"employee_id": "44"}).ok()
    return acme


FAULTY: tuple[tuple[Row, str, str], ...] = (
    ({"id": "1", "mode": "replace", "team": "red"}, "/bonus_base", "would_empty"),
    ({"id": "2", "left_on": "no day"}, "/left_on", "not_a_day"),
    ({"id": "3", "name": "Cy"}, "/id", "employee_id_used"),
    ({"id": "4", "name": "Di"}, "/id", "former_employee_id"),
    ({"id": "5", "name": "Ed"}, "/id", "unknown_employee"),
    ({"external_id": "payroll:P9", "name": "Fo"}, "/external_id", "unknown_employee"),
    ({"person": "prs_aa", "name": "Gy"}, "/person", "unknown_employee"),
    ({"id": "6", "new_person": True, "external_ids": {"payroll": "P1"}},
     "/external_ids/payroll", "external_id_taken"),
    ({"id": "7", "person": "prs_aa", "name": "x"}, "/person", "one_of_these"),
    ({"name": "nobody"}, "/id", "required"),
)  # fmt: skip


def test_rows_at_fault_are_refused_alone_and_the_others_are_written(people: Company) -> None:
    good = [{"id": "2", "name": "Bob"}, {"id": "8", "new_person": True, "team": "blue"}]
    rows = [good[0], *(row for row, _, _ in FAULTY[:1] + FAULTY[2:]), good[1]]
    found = sent(people, *rows)
    told = outcomes(found)
    assert (told[0], told[-1]) == (("2", "updated", []), ("8", "created", []))
    wanted = [(place, code) for _, place, code in FAULTY[:1] + FAULTY[2:]]
    for number, (there, (place, code)) in enumerate(zip(told[1:-1], wanted, strict=True), start=1):
        assert there[1] == "refused"
        assert (f"/employees/{number}{place}", code) in there[2]
    assert found.ok()["counts"] == {"created": 1, "updated": 1, "unchanged": 0, "refused": 9}
    assert people.hr.get("/v1/employees/1").ok()["bonus_base"] == "1"
    assert people.hr.get("/v1/employees/2").ok()["name"] == "Bob"
    assert all(item["errors"][0]["message"] for item in found.ok()["items"][1:-1])


@pytest.mark.parametrize(("row", "place", "code"), FAULTY)
def test_one_row_at_fault_refuses_the_batch_unless_it_says_otherwise(
    people: Company, row: Row, place: str, code: str
) -> None:
    found = sent(people, {"id": "44", "name": "new"}, row, on_error="reject")
    assert found.status in (409, 422)
    if found.status == 409:
        found.problem(409, code)
    else:
        there = [(one["pointer"], one["code"]) for one in found.problem(422)["errors"]]
        assert (f"/employees/1{place}", code) in there
    assert people.hr.get("/v1/employees/44").ok()["name"] == "N4"


def test_rows_name_people_by_id_lasting_key_or_another_systems_id(people: Company) -> None:
    person = people.hr.get("/v1/employees/44").ok()["person"]
    found = sent(
        people,
        {"external_id": "payroll:P1", "name": "Ann"},
        {"person": person, "name": "Di"},
        {"id": "2", "name": "Bob"},
        {"person": person, "name": "again"},
    )
    assert [(one, outcome) for one, outcome, _ in outcomes(found)] == [
        ("1", "updated"), ("44", "updated"), ("2", "updated"), (None, "refused"),
    ]  # fmt: skip
    assert found.ok()["items"][1]["person"] == person
    assert outcomes(found)[3][2] == [("/employees/3/person", "named_twice")]
    assert people.hr.get("/v1/employees/44").ok()["name"] == "Di"


def test_a_system_whose_name_has_a_colon_is_found_by_its_ids(people: Company) -> None:
    people.hr.patch("/v1/employees/2", {"external_ids": {"crm:eu": "a:9"}}).ok()
    assert outcomes(sent(people, {"external_id": "crm:eu:a:9", "name": "B"}))[0][:2] == (
        "2", "updated",
    )  # fmt: skip


def test_rows_bring_back_and_replace(people: Company) -> None:
    found = sent(
        people,
        {"id": "3", "rehired": True, "name": "Cy"},
        {"id": "4", "new_person": True, "name": "Dora"},
    )
    assert [outcome for _, outcome, _ in outcomes(found)] == ["created", "created"]
    returned, newcomer = (one["person"] for one in found.ok()["items"])
    assert (returned, newcomer == people.hr.get("/v1/employees/44").ok()["person"]) == (
        "prs_gm", False,
    )  # fmt: skip


def test_new_people_beyond_the_limit_are_the_last_rows(people: Company, operator: Any) -> None:
    """Three are there (1, 2, 44), four may be: one of two has a place."""
    operator.patch("/v1/tenants/acme", {"limits": {"max_employees": 4}}).ok()
    new = [{"id": one, "new_person": True, "name": "x"} for one in ("5", "6")]
    found = outcomes(sent(people, *new, {"id": "1", "name": "Ann"}))
    assert found == [
        ("5", "created", []),
        ("6", "refused", [("/employees/1/id", "too_many_employees")]),
        ("1", "updated", []),
    ]


def test_of_two_rows_with_one_external_id_the_first_gets_it(people: Company) -> None:
    ids = {"external_ids": {"crm": "7"}}
    found = outcomes(sent(people, {"id": "2", **ids}, {"id": "44", **ids}))
    assert [outcome for _, outcome, _ in found] == ["updated", "refused"]


def test_a_person_whom_another_request_changes_meanwhile_is_refused_alone(
    people: Company, platform: Platform
) -> None:
    def other() -> None:
        people.hr.patch("/v1/employees/2", {"name": "other"}).ok()

    with before_the_write(platform, other):
        found = sent(people, {"id": "1", "name": "Ann"}, {"id": "2", "name": "Bob"})
    assert outcomes(found) == [
        ("1", "updated", []),
        ("2", "refused", [("/employees/1/id", "stale_etag")]),
    ]
    assert people.hr.get("/v1/employees/2").ok()["name"] == "other"


@pytest.mark.parametrize("on_error", ["reject", "continue"])
@pytest.mark.parametrize("moment", ["before-call", "after-call"])
def test_a_batch_that_dies_at_each_transaction_is_completed_by_sending_it_again(
    acme: Company, platform: Platform, on_error: str, moment: str
) -> None:
    """120 people are three transactions. Each is there once, with one event, counted once."""
    rows = [{"id": str(one), "new_person": True, "team": f"t{one % 3}"} for one in range(120)]
    body = {"mode": "change", "on_error": on_error, "employees": rows}
    acme.hr.get("/v1/tenant").ok()
    with dying(platform, 3, moment):
        for _ in range(3):
            with pytest.raises(Killed):
                acme.hr.post(BATCH, body)
        done = acme.hr.post(BATCH, body).ok()
    assert done["counts"]["created"] + done["counts"]["unchanged"] == 120
    assert counted(platform) == (120, 120)
    log = acme.admin.get("/v1/audit-events", query={"limit": 200}).ok()["items"]
    targets = [one["target"] for one in log if one["action"] == "employees.change"]
    assert sorted(targets) == sorted(f"employees/{one}" for one in range(120))
    head = acme.hr.get("/v1/headcount").ok()
    assert [one["people"] for one in head["teams"]] == [40, 40, 40]


@pytest.mark.long
def test_a_sync_writes_what_changed_and_reads_each_person_once(acme: Company, calls: Calls) -> None:
    """300 people, 3 of whom changed: 3 batch reads of 100, one transaction of 3 people and 3
    events, one read of the team that these name. The ids in other systems of those who did not
    change are not read."""
    rows = [
        {"id": str(one), "new_person": True, "team": "red", "external_ids": {"hris": f"H{one}"}}
        for one in range(1000, 1300)
    ]
    sent(acme, *rows).ok()
    calls()
    assert sent(acme, *rows).ok()["counts"]["unchanged"] == 300
    assert _of_the_register(calls()) == {"BatchGetItem": 3}
    for row in rows[::100]:
        row["name"] = "changed"
    assert sent(acme, *rows).ok()["counts"]["updated"] == 3
    assert _of_the_register(calls()) == {"BatchGetItem": 4, "TransactWriteItems": 1}


def _of_the_register(made: list[str]) -> dict[str, int]:
    """The requests of a batch. One batch read is that of the credential."""
    found = {one: made.count(one) for one in ("BatchGetItem", "TransactWriteItems")}
    found["BatchGetItem"] -= 1
    return {one: number for one, number in found.items() if number}
