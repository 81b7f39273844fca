"""An id in another system belongs to one person at most, under any concurrent requests."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from unittest import mock

import pytest

from chalicelib.people import external_ids
from chalicelib.tenancy.context import Context
from tests.api.company import Company
from tests.api.world import World

BATCH = "/v1/employees/batch"


def known_as(number: str, **more: Any) -> dict[str, Any]:
    return {"external_ids": {"payroll": number}, **more}


def test_an_id_of_somebody_else_is_refused_and_the_other_is_named(acme: Company) -> None:
    acme.hr.put("/v1/employees/1", known_as("P1")).ok(201)

    problem = acme.hr.put("/v1/employees/2", known_as("P1")).problem(409, "external_id_taken")

    assert (problem["employee_id"], problem["system"]) == ("1", "payroll")
    acme.hr.get("/v1/employees/2").problem(404)


def test_the_same_id_in_another_system_or_company_is_another(
    acme: Company, globex: Company
) -> None:
    acme.hr.put("/v1/employees/1", known_as("P1")).ok(201)

    acme.hr.put("/v1/employees/2", {"external_ids": {"hris": "P1"}}).ok(201)
    globex.hr.put("/v1/employees/2", known_as("P1")).ok(201)


def test_an_id_is_free_again_when_it_is_changed_or_its_person_deleted_or_erased(
    acme: Company,
) -> None:
    for person in ("1", "2", "3"):
        acme.hr.put(f"/v1/employees/{person}", known_as(f"P{person}")).ok(201)

    acme.hr.put("/v1/employees/1", known_as("P9")).ok()
    acme.hr.delete("/v1/employees/2", if_match="*").ok(204)
    acme.admin.post("/v1/employees/3/erase", {"files": "keep"}).ok(202)

    for person in ("1", "2"):
        acme.hr.put(f"/v1/employees/1{person}", known_as(f"P{person}")).ok(201)
    acme.hr.put("/v1/employees/14", known_as("P9")).problem(409, "external_id_taken")


def test_a_person_keeps_the_own_id_when_something_else_changes(acme: Company) -> None:
    acme.hr.put("/v1/employees/1", known_as("P1")).ok(201)

    acme.hr.put("/v1/employees/1", known_as("P1", name="Ann")).ok()
    acme.hr.post(BATCH, {"employees": [{"id": "1", **known_as("P1", name="An")}]}).ok()


def test_a_batch_is_refused_with_a_fault_for_each_and_nothing_is_written(acme: Company) -> None:
    acme.hr.put("/v1/employees/1", known_as("P1")).ok(201)
    people = [("2", "P2"), ("3", "P2"), ("4", "P1"), ("5", "P5")]
    body = {"employees": [{"id": person, **known_as(number)} for person, number in people]}

    problem = acme.hr.post(BATCH, body).problem(422)

    assert [(fault["pointer"], fault["code"]) for fault in problem["errors"]] == [
        ("/employees/1/external_ids/payroll", "external_id_taken"),
        ("/employees/2/external_ids/payroll", "external_id_taken"),
    ]
    assert [one["id"] for one in acme.hr.get("/v1/employees").ok()["items"]] == ["1"]


def test_an_id_that_moves_inside_a_batch_is_refused_with_the_way_to_move_it(
    acme: Company,
) -> None:
    """Ann gives up P1 and Bob takes it. This needs two requests, as the fault says."""
    acme.hr.put("/v1/employees/1", known_as("P1")).ok(201)
    both = {"employees": [{"id": "1", "external_ids": None}, {"id": "2", **known_as("P1")}]}

    (fault,) = acme.hr.post(BATCH, both).problem(422)["errors"]

    assert (fault["pointer"], fault["code"]) == (
        "/employees/1/external_ids/payroll",
        "external_id_taken",
    )
    assert "Send two batches: one in which 1 gives it up" in fault["message"]
    for one in both["employees"]:
        acme.hr.post(BATCH, {"employees": [one]}).ok()
    assert acme.hr.get("/v1/employees/2").ok()["external_ids"] == {"payroll": "P1"}


@pytest.mark.parametrize("asked", ["P1", "payroll:", ":P1", ":", "", "x" * 133 + ":1"])
def test_the_filter_without_a_system_is_refused_with_its_form(acme: Company, asked: str) -> None:
    found = acme.hr.get("/v1/employees", query={"external_id": asked}).problem(422)
    assert [(one["parameter"], one["code"]) for one in found["errors"]] == [
        ("external_id", "not_an_external_id")
    ]
    assert "hris:4711" in found["errors"][0]["message"]


def test_a_whole_batch_has_its_ids_on_the_register(acme: Company) -> None:
    """120 people make 360 writes: several transactions of a hundred."""
    people = [{"id": str(number), **known_as(f"P{number}")} for number in range(1000, 1120)]

    acme.hr.post(BATCH, {"employees": people}).ok()

    assert acme.hr.post(BATCH, {"employees": people}).ok()["items"][119]["outcome"] == "unchanged"
    for number in ("1000", "1119"):
        acme.hr.put("/v1/employees/2", known_as(f"P{number}")).problem(409, "external_id_taken")


def test_who_comes_second_is_refused_by_the_transaction_itself(acme: Company) -> None:
    """Both requests have read the id as free. The second has read before the first wrote."""
    acme.hr.put("/v1/employees/1", known_as("P1")).ok(201)
    before = external_ids.Holders({})
    with mock.patch.object(external_ids, "of_changes", return_value=before):
        second = acme.hr.put("/v1/employees/2", known_as("P1"))
        in_batch = acme.hr.post(BATCH, {"employees": [{"id": "3", **known_as("P1")}]})

    assert second.problem(409, "external_id_taken")["employee_id"] == "1"
    assert in_batch.problem(409, "external_id_taken")["employee_id"] == "1"
    assert [one["id"] for one in acme.hr.get("/v1/employees").ok()["items"]] == ["1"]


@contextmanager
def meanwhile(happens: Callable[[], object]) -> Iterator[None]:
    """Do something once, after the batch has read and before it writes."""
    read = external_ids.of_changes
    left = [happens]

    def of_changes(context: Context, changes: Any) -> external_ids.Holders:
        found = read(context, changes)
        if left:
            left.pop()()
        return found

    with mock.patch.object(external_ids, "of_changes", of_changes):
        yield


def test_an_id_given_while_a_batch_is_at_work_is_neither_lost_nor_left_without_its_person(
    acme: Company,
) -> None:
    """The batch names no ids, and has read the person before an id was added."""
    acme.hr.put("/v1/employees/1", {"status": "active"}).ok(201)
    with meanwhile(lambda: acme.hr.patch("/v1/employees/1", known_as("P1")).ok()):
        late = acme.hr.post(BATCH, {"employees": [{"id": "1", "name": "Ann"}]})

    late.problem(412)
    assert acme.hr.get("/v1/employees/1").ok()["external_ids"] == {"payroll": "P1"}
    again = {"mode": "change", "employees": [{"id": "1", "name": "Ann"}]}
    assert acme.hr.post(BATCH, again).ok()
    acme.hr.put("/v1/employees/2", known_as("P1")).problem(409, "external_id_taken")


def test_a_batch_does_not_undo_what_another_request_did_meanwhile(acme: Company) -> None:
    acme.hr.put("/v1/employees/1", {"team": "red"}).ok(201)
    etag = acme.hr.get("/v1/employees/1").etag
    with meanwhile(lambda: acme.hr.put("/v1/employees/1", {"team": "blue"}).ok()):
        late = {"mode": "change", "employees": [{"id": "1", "name": "Ann"}]}
        acme.hr.post(BATCH, late).problem(412)
    found = acme.hr.get("/v1/employees/1")
    assert (found.ok()["team"], found.ok()["name"]) == ("blue", None)
    assert found.etag != etag


def test_one_who_is_made_twice_at_a_moment_is_made_once(acme: Company) -> None:
    with meanwhile(lambda: acme.hr.put("/v1/employees/1", known_as("P1")).ok(201)):
        acme.hr.post(BATCH, {"employees": [{"id": "1", "status": "active"}]}).problem(412)
    assert acme.hr.get("/v1/employees/1").ok()["external_ids"] == {"payroll": "P1"}


def test_a_batch_brings_nobody_back_who_is_erased_meanwhile(acme: Company) -> None:
    acme.hr.put("/v1/employees/1", {"name": "Ann"}).ok(201)
    erase = {"files": "keep"}
    with meanwhile(lambda: acme.admin.post("/v1/employees/1/erase", erase).ok(202)):
        named = {"id": "1", "name": "Ann", "team": "red"}
        acme.hr.post(BATCH, {"employees": [named]}).problem(412)
    acme.hr.get("/v1/employees/1").problem(404)


def test_two_batches_that_move_ids_at_a_moment_never_give_one_to_two(acme: Company) -> None:
    """The later request has read an id that is gone. It changes no id."""
    acme.hr.put("/v1/employees/1", known_as("P1")).ok(201)
    acme.hr.put("/v1/employees/2", known_as("P2")).ok(201)
    other = {"employees": [{"id": "1", **known_as("P3")}, {"id": "3", "name": "Cy"}]}
    with meanwhile(lambda: acme.hr.post(BATCH, other).ok()):
        acme.hr.post(BATCH, {"employees": [{"id": "1", **known_as("P4")}]}).problem(412)
    people = acme.hr.get("/v1/employees").ok()["items"]
    assert [one["external_ids"] for one in people] == [
        {"payroll": "P3"},
        {"payroll": "P2"},
        {},
    ]
    acme.hr.put("/v1/employees/4", known_as("P1")).ok(201)
    acme.hr.put("/v1/employees/5", known_as("P4")).ok(201)


def test_a_person_of_a_batch_and_the_event_that_tells_of_it_stand_or_fall_together(
    acme: Company, world: World
) -> None:
    people = [{"id": str(number), "status": "active"} for number in range(100, 160)]
    acme.hr.get("/v1/tenant").ok()
    with meanwhile(lambda: acme.hr.put("/v1/employees/155", {"team": "red"}).ok(201)):
        acme.hr.post(BATCH, {"employees": people}).problem(412)
    # A transaction has 48 people, their events and an entry in the log of changes: the first is
    # stored, the second is not.
    registered = [
        one["id"] for one in acme.hr.get("/v1/employees", query={"limit": 200}).ok()["items"]
    ]
    assert registered == [*(str(number) for number in range(100, 148)), "155"]
    events = acme.admin.get("/v1/audit-events", query={"limit": 200}).ok()["items"]
    told = sorted(each["target"] for each in events if each["action"] == "employees.change")
    assert told == [f"employees/{person}" for person in registered]
