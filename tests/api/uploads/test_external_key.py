"""Rows by the id of another system: `employee_key: external:<system>`."""

from typing import Any
from unittest import mock

import pytest

from chalicelib.results import stored_state
from chalicelib.uploads import register_state
from tests.api.company import Company
from tests.api.people.worker import Worker
from tests.api.uploads.registering import (
    GOOD,
    columns_of_contacts,
    errors_of,
    only_registered,
    totals_of,
)
from tests.api.uploads.sending import SCHEME, Desk, csv_of, published
from tests.api.world import World

CRM = {"employee_key": "external:crm"}


@pytest.fixture
def staff(acme: Company, desk: Desk) -> Company:
    """Ann is 1001 and `c/9` in crm; Bob is 1002, `0815` in crm and `P-2` in payroll."""
    only_registered(acme)
    people = {
        "1001": {"name": "Ann", "team": "red", "external_ids": {"crm": "c/9"}},
        "1002": {"name": "Bob", "external_ids": {"crm": "0815", "payroll": "P-2"}},
        "1003": {"name": "Cy", "external_ids": {"payroll": "P-3"}},
    }
    for one, body in people.items():
        acme.hr.put(f"/v1/employees/{one}", body).ok(201)
    return acme


@pytest.mark.parametrize("whole_from", [1, 1000], ids=["whole register", "by key"])
def test_rows_count_for_whom_the_system_knows_by_their_ids(
    desk: Desk, staff: Company, whole_from: int
) -> None:
    with mock.patch.object(stored_state, "WHOLE_FROM", whole_from):
        upload = desk.send(csv_of(f"c/9,,{GOOD}", f"0815,,{GOOD}"), **CRM)
    assert (upload["status"], upload["employee_key"]) == ("completed", "external:crm")
    assert totals_of(desk) == {"1001": "88.00", "1002": "88.00"}
    card = desk.caller.get("/v1/employees/1001/scorecards/2026-10").ok()
    assert (card["employee_name"], card["team"], card["source"]["row"]) == ("Ann", "red", 2)


def test_contacts_are_counted_for_them_too(acme: Company, staff: Company, world: World) -> None:
    published(acme, {**SCHEME, "code": "contacts", "columns": columns_of_contacts()})
    desk = Desk(world, acme.hr, "acme")
    contacts = b"agent,wait\nc/9,30\n0815,30\nc/9,30\nnobody,1\n"
    upload = desk.send(contacts, scheme="contacts", grain="contact", employee_field="agent", **CRM)
    assert [one[:2] for one in errors_of(desk, upload)] == [(5, "unknown_employee")]
    cards = desk.caller.get("/v1/employees/1001/scorecards/2026-10?scheme=contacts").ok()
    assert cards["lines"][0]["inputs"] == {"wait_seconds": "60", "contacts": "2"}


def test_a_person_renamed_keeps_the_results(desk: Desk, staff: Company) -> None:
    desk.send(csv_of(f"c/9,,{GOOD}"), period="2026-09", **CRM)
    staff.hr.post("/v1/employees/1001/rename", {"employee_id": "2001"}).ok()
    desk.send(csv_of(f"c/9,,{GOOD}"), **CRM)
    found = desk.caller.get("/v1/employees/2001/scorecards").ok()["items"]
    assert sorted(one["period"] for one in found) == ["2026-09", "2026-10"]


#: What a file says, the nearest ids, and what the error says of them.
NEAR: list[tuple[str, list[str], str]] = [
    ("815.0", ["0815"], "saved as a number, with .0, leading zeros are lost"),
    ("C/9", ["c/9"], "in another case"),
    ("1002", ["0815"], "the row has the employee id"),
    ("P-2", ["0815"], "the row has the id in payroll"),
    ("P-3", ["1003"], "the row has the id in payroll, and there is none in crm"),
    ("x", [], "no id like it was found"),
]


@pytest.mark.parametrize("most", [0, 1000], ids=["by key", "whole"])
def test_an_unknown_id_is_an_error_with_the_nearest(desk: Desk, staff: Company, most: int) -> None:
    with mock.patch.object(register_state, "LOOKED_THROUGH", most):
        upload = desk.send(csv_of(*(f"{written},,{GOOD}" for written, _, _ in NEAR)), **CRM)
    found = errors_of(desk, upload)
    for (written, nearest, says), (_, code, ids, error) in zip(NEAR, found, strict=True):
        assert (code, ids) == ("unknown_employee", nearest)
        assert f'has the id "{written}" in crm' in error["message"]
        assert says in error["message"]


def test_the_same_id_twice_is_a_duplicate(desk: Desk, staff: Company) -> None:
    upload = desk.send(csv_of(f"c/9,,{GOOD}", f"c/9,,{GOOD}"), **CRM)
    assert [one[:2] for one in errors_of(desk, upload)] == [(3, "duplicate_employee")]


def test_such_a_file_makes_nobody_new(desk: Desk, staff: Company) -> None:
    body = {"scheme": "desk", "period": "2026-10", "filename": "a.csv", **CRM}
    wrong = desk.caller.post("/v1/uploads", {**body, "unknown_employees": "create"})
    (fault,) = wrong.problem(422)["errors"]
    assert (fault["pointer"], fault["code"]) == ("/unknown_employees", "needs_employee_ids")
    # The company's own setting does not apply to it.
    etag = staff.admin.get("/v1/tenant").headers["etag"]
    staff.admin.patch("/v1/tenant", {"unknown_employees": "create"}, if_match=etag).ok()
    upload = desk.send(csv_of(f"new,,{GOOD}"), **CRM)
    assert upload["unknown_employees"] == "reject"
    assert [one[1] for one in errors_of(desk, upload)] == ["unknown_employee"]
    assert len(desk.caller.get("/v1/employees").ok()["items"]) == 3


def test_a_key_has_a_form(desk: Desk) -> None:
    for key in ("", "external:", "external: ", "crm", "external:" + "x" * 33):
        body = {"scheme": "desk", "period": "2026-10", "filename": "a.csv", "employee_key": key}
        (fault,) = desk.caller.post("/v1/uploads", body).problem(422)["errors"]
        assert fault["code"] == "not_an_employee_key"


@pytest.mark.long
def test_an_erased_persons_rows_under_that_id_are_emptied(
    desk: Desk, staff: Company, world: World
) -> None:
    """Three bad rows of Ann: her id in crm, and two that nearly are: of crm's, and her own."""
    bad = "red,x,1,1,1"
    desk.send(csv_of(f"c/9,Ann,{bad}"), period="2026-08", **CRM)
    desk.send(csv_of(f"C/9,Ann,{GOOD}"), period="2026-09", **CRM)
    desk.send(csv_of(f"1001.0,Ann,{GOOD}"))
    erased = staff.admin.post("/v1/employees/1001/erase", {"files": "delete"}).ok(202)
    Worker(world).work()
    done = desk.caller.get(f"/v1/erasures/{erased['id']}").ok()
    assert (done["status"], done["counts"]["row_errors"]) == ("completed", 3)
    assert done["counts"]["files"] == 3
    kept = [str(item) for item in world.items() if "#upload-errors#" in item["pk"]["S"]]
    assert len(kept) == 3
    for trace in ("c/9", "C/9", "1001", "Ann"):
        assert not any(trace in item for item in kept)


def test_an_id_that_was_unknown_then_and_is_an_erased_persons_is_emptied_too(
    desk: Desk, staff: Company, world: World
) -> None:
    desk.send(csv_of(f"c-77,Ann,{GOOD}"), **CRM)
    body: dict[str, Any] = {"name": "Ann", "team": "red", "external_ids": {"crm": "c-77"}}
    staff.hr.put("/v1/employees/1001", body).ok()
    staff.admin.post("/v1/employees/1001/erase", {"files": "keep"}).ok(202)
    Worker(world).work()
    (kept,) = [str(item) for item in world.items() if "#upload-errors#" in item["pk"]["S"]]
    assert "c-77" not in kept
