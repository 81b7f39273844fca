"""A withdrawal goes on in many runs, says when it was given up, and needs no file and no id."""

from decimal import Decimal
from typing import Any
from unittest import mock

import pytest

from chalicelib.jobs.batch import MOST_TRIES
from chalicelib.person_keys import PersonKey
from chalicelib.store.keys import collection_of
from chalicelib.tenancy.scope import TenantScope
from chalicelib.uploads import figures, withdrawing
from chalicelib.uploads.figures import Said, figure_writes, said_in
from chalicelib.uploads.keys import FIGURES
from tests.api.company import Company
from tests.api.exports.delivering import deliver
from tests.api.people.worker import Worker
from tests.api.schemes.test_publishing import released
from tests.api.uploads.sending import Desk, csv_of, published
from tests.api.uploads.sharing import others_always_wait
from tests.api.uploads.test_withdrawal import ANN, BETTER, BOB, asked, card, results, withdrawn
from tests.api.world import World


@pytest.fixture
def desk(acme: Company, world: World) -> Desk:
    published(acme)
    return Desk(world, acme.hr, "acme")


@pytest.mark.long
def test_it_goes_on_in_another_run_after_each_chunk(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(withdrawing, "SIZE", 1)
    monkeypatch.setattr(withdrawing, "TOGETHER", 2)
    desk.send(csv_of(ANN))
    people = [f"{1001 + one},P,red,3000,100,90,100" for one in range(5)]
    upload = desk.send(csv_of(*people))
    asked(desk, upload).ok(202)
    (message,) = desk.world.messages("uploads")

    runs = 0
    waiting = [message]
    others_always_wait(monkeypatch)
    while waiting and runs < 30:
        desk.run_once(waiting.pop(0))
        waiting += desk.world.messages("uploads")
        runs += 1

    # Five people, then the counting of the period.
    found = desk.caller.get(f"/v1/uploads/{upload['id']}").ok()
    told = found["withdrawal"]
    assert (found["status"], runs) == ("withdrawn", 6)
    assert (told["restored"], told["removed"], told["people_removed"]) == (1, 4, 4)
    assert results(desk) == {"1001": (3, "88.00", 1)}


def test_given_up_it_says_so_and_goes_on_when_it_is_asked_again(desk: Desk) -> None:
    desk.send(csv_of(ANN))
    upload = desk.send(csv_of(BETTER))
    asked(desk, upload).ok(202)
    (message,) = desk.world.messages("uploads")
    with mock.patch.object(withdrawing, "run", side_effect=RuntimeError):
        deliver(desk.world, message, received=MOST_TRIES, queue="uploads")

    found = desk.caller.get(f"/v1/uploads/{upload['id']}").ok()
    assert (found["status"], found["reason"]["code"]) == ("withdrawal_failed", "gave_up")
    withdrawn(desk, upload)
    assert results(desk)["1001"][1] == "88.00"


@pytest.mark.long
def test_a_file_comes_back_for_nobody_whom_its_own_broken_off_withdrawal_has_passed(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(withdrawing, "SIZE", 1)
    first = desk.send(csv_of(ANN, BOB))
    second = desk.send(csv_of(BETTER, "1002,Bob,red,4000,100,90,100"))
    asked(desk, first).ok(202)
    (message,) = desk.world.messages("uploads")
    chunk, done = withdrawing._Withdrawal._chunk, []

    def only_one(self: Any, people: Any, *rest: Any) -> None:
        if done:
            raise RuntimeError
        done.append(people)
        chunk(self, people, *rest)

    with mock.patch.object(withdrawing._Withdrawal, "_chunk", only_one):
        deliver(desk.world, message, received=MOST_TRIES, queue="uploads")
    for settling in desk.world.messages("uploads"):
        desk.deliver_body(settling)

    # 1001 is done without the first file; of 1002 it still says the figures, until it goes on.
    withdrawn(desk, second)
    assert results(desk) == {"1002": (3, "48.00", 1)}

    withdrawn(desk, first)
    assert results(desk) == {}


@pytest.mark.long
def test_the_file_is_not_needed_nor_the_id_that_it_named(desk: Desk, acme: Company) -> None:
    desk.send(csv_of(ANN, BOB))
    second = desk.send(csv_of(BETTER))
    desk.caller.post("/v1/employees/1001/rename", {"employee_id": "A-1"}).ok()
    desk.caller.put("/v1/employees/1001", {"name": "Somebody else", "new_person": True}).ok(201)
    # The erasure of 1002 removes the files of the month.
    acme.admin.post("/v1/employees/1002/erase", {"files": "delete"}).ok(202)
    Worker(desk.world).work()

    withdrawn(desk, second)

    assert card(desk, "A-1")["total"] == "88.00"
    desk.caller.get("/v1/employees/1001/scorecards/2026-10").problem(404)


def test_a_file_is_taken_back_with_the_pilots_that_scored_it(desk: Desk, acme: Company) -> None:
    body = {"effective_from": "2026-10", "teams": ["red"]}
    released(acme.admin, "pilot", target="20", **body).ok(201)
    upload = desk.send(csv_of(ANN))
    trial = "/v1/periods/2026-10/scorecards?scheme=desk&pilot=2"
    assert len(desk.caller.get(trial).ok()["items"]) == 1

    withdrawn(desk, upload)

    assert desk.caller.get(trial).ok()["items"] == []
    listed = desk.caller.get("/v1/uploads").ok()["items"]
    assert {one["status"] for one in listed} == {"withdrawn"}


def test_a_period_with_results_from_before_is_not_guessed_at(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as older:
        older.setattr(figures, "begin", lambda *_: None)
        upload = desk.send(csv_of(ANN))
    asked(desk, upload).problem(409, "figures_not_kept")
    asked(desk, desk.send(csv_of(BETTER))).problem(409, "figures_not_kept")


def test_what_a_file_says_is_kept_exactly_in_parts_that_fit_an_item(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(figures, "PART_BYTES", 100)
    said = [
        Said(PersonKey("1001"), 2, '安 "Ann"', None, {"a": Decimal("90.00"), "b": "A", "c": None}),
        Said(PersonKey("王五 3"), 3, None, "red", ({"a": Decimal("1E+2")}, {"a": Decimal("0.1")})),
        Said(PersonKey("1003"), 4, None, None, {}),
    ]
    writes = list(figure_writes(TenantScope("acme"), ("desk", "2026-10"), "upl_1", 0, said, 1))
    assert len(writes) > 1
    found = [one for _, item in writes for one in said_in(item)]
    # A blank is as good as a cell that is not there.
    assert found == [said[0]._replace(rows={"a": Decimal("90.00"), "b": "A"}), *said[1:]]
    assert str(found[0].rows["a"]) == "90.00"


def test_an_erasure_takes_what_a_withdrawn_file_has_left_of_a_person(
    desk: Desk, acme: Company
) -> None:
    upload = desk.send(csv_of(ANN, BOB))
    withdrawn(desk, upload)
    acme.admin.post("/v1/employees/1001/erase", {"files": "keep"}).ok(202)
    Worker(desk.world).work()

    items = desk.world.items()
    scores = [one for one in items if collection_of(one["pk"]["S"]) == "scores"]
    people = {one["employee_id"]["S"] for one in scores}
    assert len(people) == 2
    assert "1002" in people
    assert all(one.startswith("erased-") for one in people - {"1002"})
    kept = [one["packed"]["B"] for one in items if collection_of(one["pk"]["S"]) == FIGURES.word]
    said = [one for packed in kept for one in said_in({"packed": packed})]
    assert {one.person for one in said} == people
    assert {(one.row, one.name) for one in said} == {(0, None), (3, "Bob")}
