"""Who may request an erasure, how often, and how the person's id may be used afterwards."""

import pytest

from tests.api.company import Company
from tests.api.people.erased import TRACES, cards, erased, pseudonym, stored
from tests.api.people.worker import Worker
from tests.api.uploads.sending import Desk, csv_of
from tests.api.world import World


@pytest.mark.long
def test_an_erasure_is_asked_for_twice_and_done_once(
    history: Desk, acme: Company, worker: Worker
) -> None:
    first = acme.admin.post("/v1/employees/1002/erase", {"files": "keep"}).ok(202)
    again = acme.admin.post("/v1/employees/1002/erase", {"files": "keep"}).ok(202)
    assert again["id"] == first["id"]
    assert worker.work() == 2
    name = pseudonym(acme)
    # Another erasure would find data that came since. There is none.
    assert erased(acme, worker)["counts"]["results"] == 0
    assert pseudonym(acme) == name


@pytest.mark.long
def test_one_who_was_deleted_before_is_erased_from_results(
    history: Desk, acme: Company, worker: Worker, world: World
) -> None:
    acme.hr.delete("/v1/employees/1002").ok(204)
    erased(acme, worker)
    assert not any(trace in item for item in stored(world) for trace in TRACES)


@pytest.mark.long
def test_somebody_with_the_same_id_may_come_later(
    history: Desk, acme: Company, worker: Worker
) -> None:
    erased(acme, worker)
    made = acme.hr.put("/v1/employees/1002", {"name": "Dora", "new_person": True}).ok(201)
    assert made["erased_at"] is None
    assert acme.hr.get("/v1/employees/1002/scorecards").ok()["items"] == []


@pytest.mark.long
@pytest.mark.parametrize("figure", ["5000", "x"])
def test_a_later_file_does_not_bring_the_person_back(
    history: Desk, acme: Company, worker: Worker, world: World, figure: str
) -> None:
    erased(acme, worker)
    before = cards(acme)
    rows = csv_of(f"1002,Bob Secret,red,{figure},100,80,100", "1003,Cy,blue,7200,100,80,100")
    upload = history.send(rows, period="2026-09")
    assert (upload["counts"]["scored"], upload["counts"]["failed"]) == (1, 1)
    (error,) = acme.hr.get(f"/v1/uploads/{upload['id']}/errors").ok()["items"]
    assert [one["code"] for one in error["errors"]] == ["person_erased"]
    assert error["raw"] == {"employee_id": "1002"}
    assert cards(acme).keys() == before.keys()
    assert not any(trace in item for item in stored(world) for trace in TRACES)


@pytest.mark.long
def test_one_who_is_registered_anew_is_scored_again(
    history: Desk, acme: Company, worker: Worker
) -> None:
    erased(acme, worker)
    acme.hr.put("/v1/employees/1002", {"name": "Dora", "new_person": True}).ok(201)
    history.send(csv_of("1002,Dora,red,4000,100,88,100"), period="2026-10")
    assert cards(acme, "2026-10")["1002"]["total"] == "88.00"


def test_nobody_is_erased_whom_the_register_never_knew(acme: Company) -> None:
    acme.admin.post("/v1/employees/7/erase", {"files": "keep"}).problem(404)


def test_what_becomes_of_the_files_must_be_said(history: Desk, acme: Company) -> None:
    problem = acme.admin.post("/v1/employees/1002/erase", {}).problem(422)
    assert [fault["pointer"] for fault in problem["errors"]] == ["/files"]
    acme.hr.get("/v1/employees/1002").ok()


def test_only_an_admin_erases(history: Desk, acme: Company) -> None:
    acme.hr.post("/v1/employees/1002/erase", {"files": "keep"}).problem(403)
