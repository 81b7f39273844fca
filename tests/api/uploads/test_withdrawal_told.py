"""What a withdrawal leaves is told: results that went, people who stay, how it ended at a lock."""

from typing import Any
from unittest import mock

import pytest

from chalicelib.jobs.batch import MOST_TRIES
from chalicelib.uploads import withdrawing
from chalicelib.uploads.continuation import LOCKED_AT, task
from tests.api.clock import Clock
from tests.api.company import Company
from tests.api.exports.delivering import deliver
from tests.api.people.worker import Worker
from tests.api.uploads.sending import Desk, csv_of, published
from tests.api.uploads.test_withdrawal import ANN, BETTER, BOB, PERIOD, asked, results, withdrawn
from tests.api.world import World

ONE = "/v1/employees/1001/scorecards/2026-10"
SAID = {"scheme": "desk", "reason": "核实"}


@pytest.fixture
def desk(acme: Company, world: World) -> Desk:
    published(acme)
    return Desk(world, acme.hr, "acme")


def worked(desk: Desk) -> None:
    for message in desk.world.messages("uploads"):
        desk.deliver_body(message)


def kept(desk: Desk, upload: Any) -> dict[str, str]:
    """Who stays on the register though the file was withdrawn, and why."""
    path = f"/v1/uploads/{upload['id']}/findings?kind=person_kept"
    return {one["employee_id"]: one["because"] for one in desk.caller.get(path).ok()["items"]}


def half_done(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A withdrawal of the only file of 1001 and 1002 that was given up after 1001."""
    monkeypatch.setattr(withdrawing, "SIZE", 1)
    upload = desk.send(csv_of(ANN, BOB))
    asked(desk, upload).ok(202)
    (message,) = desk.world.messages("uploads")
    chunk, done = withdrawing._Withdrawal._chunk, []

    def only_one(self: Any, people: Any, *rest: Any) -> None:
        if done:
            raise RuntimeError
        done.append(people)
        chunk(self, people, *rest)

    with mock.patch.object(withdrawing._Withdrawal, "_chunk", only_one):
        deliver(desk.world, message, received=MOST_TRIES, queue="uploads")
    worked(desk)
    return upload


def test_a_result_that_was_taken_back_says_so_to_whoever_could_see_it(
    desk: Desk, acme: Company, clock: Clock
) -> None:
    agent = acme.with_role("agent", employee_id="1001")
    upload = desk.send(csv_of(ANN, BOB))
    desk.caller.post(f"{PERIOD}/publish", {"scheme": "desk"}).ok()
    clock.advance(minutes=1)
    withdrawn(desk, upload)

    for caller in (desk.caller, agent, acme.with_role("supervisor", team="red")):
        for path in (ONE, f"{ONE}?scheme=desk"):
            told = caller.get(path).problem(404, "result_withdrawn")
            assert told["withdrawn"]["upload"] == upload["id"]
            assert (told["withdrawn"]["reason"], told["withdrawn"]["void"]) == ("发错了文件", None)
            assert told["withdrawn"]["at"] in told["detail"]
        former = caller.get(f"{ONE}?scheme=desk&revision=1").ok()
        assert (former["total"], former["withdrawn"]["reason"]) == ("88.00", "发错了文件")
    # Nobody else learns of it, and nobody learns of what never was.
    assert acme.with_role("supervisor", team="blue").get(ONE).problem(404)["code"] == "not_found"
    other = "/v1/employees/1002/scorecards/2026-10"
    assert agent.get(other).problem(404)["code"] == "not_found"
    never = "/v1/employees/1001/scorecards/2026-09"
    assert desk.caller.get(never).problem(404)["code"] == "not_found"


def test_its_person_is_not_told_of_a_result_that_went_before_it_was_published(
    desk: Desk, acme: Company, clock: Clock
) -> None:
    agent = acme.with_role("agent", employee_id="1001")
    desk.send(csv_of(BOB))
    withdrawn(desk, desk.send(csv_of(ANN)))
    clock.advance(minutes=1)
    accept = {"missing": 1}
    desk.caller.post(f"{PERIOD}/publish", {"scheme": "desk", "accept": accept}).ok()

    desk.caller.get(ONE).problem(404, "result_withdrawn")
    assert agent.get(ONE).problem(404)["code"] == "not_found"
    agent.get(f"{ONE}?scheme=desk&revision=1").problem(404)
    # A later result is the person's first one to see.
    clock.advance(minutes=1)
    desk.send(csv_of(BETTER))
    assert agent.get(ONE).ok()["total"] == "92.00"
    agent.get(f"{ONE}?revision=1").problem(404)


@pytest.mark.long
def test_a_result_that_comes_back_names_the_withdrawal_as_its_cause(
    desk: Desk, acme: Company
) -> None:
    desk.send(csv_of(ANN))
    second = desk.send(csv_of(BETTER))
    withdrawn(desk, second)

    found = desk.caller.get(ONE).ok()
    assert (found["total"], found["caused_by"]) == ("88.00", [second["id"]])
    assert (found["withdrawn"]["upload"], found["withdrawn"]["reason"]) == (
        second["id"], "发错了文件",
    )  # fmt: skip
    # The next revision has another cause, and an erasure leaves the cause as it is.
    desk.send(csv_of(BETTER))
    found = desk.caller.get(ONE).ok()
    assert (found["caused_by"], found["withdrawn"]) == ([], None)
    acme.admin.post("/v1/employees/1001/erase", {"files": "keep"}).ok(202)
    Worker(desk.world).work()
    (left,) = desk.caller.get(f"{PERIOD}/scorecards?scheme=desk").ok()["items"]
    former = f"/v1/employees/{left['employee_id']}/scorecards/2026-10?scheme=desk&revision=3"
    assert desk.caller.get(former).ok()["caused_by"] == [second["id"]]


@pytest.mark.long
def test_a_void_can_be_lifted_while_its_result_is_gone(desk: Desk) -> None:
    first = desk.send(csv_of(ANN, BOB))
    void = f"{ONE}/void"
    desk.caller.post(f"{void}/lift", SAID).problem(409, "not_void")
    desk.caller.post(void, SAID).ok(202)
    worked(desk)
    withdrawn(desk, first)
    assert desk.caller.get(ONE).problem(404)["withdrawn"]["void"]["reason"] == "核实"
    desk.caller.post(void, SAID).problem(404, "result_withdrawn")

    desk.caller.post(f"{void}/lift", SAID).ok(202)
    worked(desk)

    assert results(desk) == {}
    assert desk.caller.get(ONE).problem(404)["withdrawn"]["void"] is None
    desk.caller.post(f"{void}/lift", SAID).problem(409, "not_void")
    desk.send(csv_of(BETTER))
    assert results(desk)["1001"] == (3, "92.00", 1)


@pytest.mark.long
def test_people_who_are_named_elsewhere_stay_and_the_upload_says_who_and_why(
    desk: Desk, acme: Company
) -> None:
    people = ("changed", "result", "plan", "key", "head", "revoked", "nobody")
    upload = desk.send(csv_of(*(f"{one},N,red,4000,100,88,100" for one in people)))
    desk.caller.patch("/v1/employees/changed", {"name": "M"}).ok()
    desk.send(csv_of("result,N,red,4000,100,88,100"), period="2026-09")
    desk.caller.post(
        "/v1/improvement-plans",
        {"employee_id": "plan", "period": "2026-10", "scheme": "desk", "indicator": "resolution"},
    ).ok(201)
    acme.with_role("agent", employee_id="key")
    key = acme.admin.post("/v1/api-keys", {"role": "agent", "employee_id": "revoked"}).ok(201)
    acme.admin.delete(f"/v1/api-keys/{key['id']}").ok(204)
    etag = acme.admin.get("/v1/teams/red").etag
    acme.admin.patch("/v1/teams/red", {"head": {"employee_id": "head"}}, if_match=etag).ok()

    told = withdrawn(desk, upload)["withdrawal"]

    assert kept(desk, upload) == {
        "changed": "changed",
        "result": "result",
        "plan": "plan",
        "key": "api_key",
        "head": "leads_team",
    }
    assert (told["people_removed"], told["people_kept"]) == (2, 5)
    desk.caller.get("/v1/employees/key").ok()
    desk.caller.get("/v1/employees/nobody").problem(404)
    # The finding follows an erasure.
    acme.admin.post("/v1/employees/plan/erase", {"files": "keep"}).ok(202)
    Worker(desk.world).work()
    assert "plan" not in kept(desk, upload)
    assert len(kept(desk, upload)) == 5


def test_a_withdrawal_that_was_half_done_at_the_lock_says_so(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    upload = half_done(desk, monkeypatch)
    assert set(results(desk)) == {"1002"}
    accept = {"running_uploads": 1, "missing": 1}
    desk.caller.post(f"{PERIOD}/lock", {"scheme": "desk", "accept": accept}).ok()
    worked(desk)

    found = desk.caller.get(f"/v1/uploads/{upload['id']}").ok()

    told = found["withdrawal"]
    assert (found["status"], told["refused"]["code"]) == ("withdrawn_in_part", "period_locked")
    assert (told["removed"], told["restored"]) == (1, 0)
    assert set(results(desk)) == {"1002"}
    asked(desk, upload).problem(409, "period_locked")


def test_a_lock_whose_message_is_lost_leaves_a_withdrawal_that_can_be_ended(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    upload = half_done(desk, monkeypatch)
    accept = {"running_uploads": 1, "missing": 1}
    desk.caller.post(f"{PERIOD}/lock", {"scheme": "desk", "accept": accept}).ok()
    assert len(desk.world.messages("uploads")) == 1
    path = f"/v1/uploads/{upload['id']}"
    assert desk.caller.get(path).ok()["status"] == "withdrawal_failed"

    asked(desk, upload).ok(202)
    worked(desk)

    assert desk.caller.get(path).ok()["status"] == "withdrawn_in_part"


def test_a_lock_that_is_not_committed_does_not_set_a_withdrawal_going(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    upload = half_done(desk, monkeypatch)
    asks = task("acme", upload["id"]).for_next_run({LOCKED_AT: "2026-11-05T08:00:00.000Z"})
    desk.deliver_body(asks.body())
    found = desk.caller.get(f"/v1/uploads/{upload['id']}").ok()
    assert found["status"] == "withdrawal_failed"
