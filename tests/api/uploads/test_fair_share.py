"""A long run hands over to others only when others wait, and only after its share of time."""

import json
from datetime import timedelta

import pytest
from botocore.exceptions import ClientError

import app
from chalicelib.jobs import fair_share
from chalicelib.jobs.fair_share import Share, others_wait
from chalicelib.jobs.kinds import UPLOADS
from chalicelib.tenancy.platform import Platform
from chalicelib.uploads import chunk
from chalicelib.uploads.continuation import hand_on
from tests.api.client import Api
from tests.api.clock import Clock
from tests.api.fixtures import Calls
from tests.api.uploads.sending import Context, Desk, csv_of
from tests.api.uploads.sharing import a_step_is_a_share, others_always_wait
from tests.api.world import World

FIVE = csv_of(*(f"{n},N,red,4000,100,88,100" for n in range(1001, 1006)))


@pytest.fixture(autouse=True)
def _two_are_a_step(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chalicelib.uploads.chunk.SIZE", 2)


@pytest.fixture
def step_is_a_share(monkeypatch: pytest.MonkeyPatch) -> None:
    a_step_is_a_share(monkeypatch)


def begun(desk: Desk) -> str:
    """Return the status of an upload of five people after its first run."""
    upload = desk.announce()
    body = desk.message(desk.put(upload, FIVE))
    record = {"messageId": "message", "receiptHandle": "receipt", "body": body}
    app.score_upload({"Records": [record]}, Context())
    return str(desk.caller.get(f"/v1/uploads/{upload['id']}").ok()["status"])


@pytest.mark.usefixtures("step_is_a_share")
def test_while_nobody_waits_a_run_goes_on_to_the_end_of_its_file(desk: Desk) -> None:
    assert begun(desk) == "completed"


@pytest.mark.usefixtures("step_is_a_share")
def test_when_another_upload_waits_a_run_hands_on_after_its_share(
    desk: Desk, world: World, platform: Platform
) -> None:
    hand_on(platform, "acme", "upl_another")

    assert begun(desk) == "processing"
    waiting = [json.loads(body)["upload"] for body in world.messages("uploads")]
    assert len(waiting) == 2
    assert "upl_another" in waiting


def test_a_run_that_ended_for_others_goes_on_behind_them(
    desk: Desk, world: World, platform: Platform, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its message is delayed, so that the one that waits is taken first."""
    a_step_is_a_share(monkeypatch)
    monkeypatch.setattr(fair_share, "BEHIND_OTHERS", 60)
    hand_on(platform, "acme", "upl_another")

    assert begun(desk) == "processing"
    assert [json.loads(body)["upload"] for body in world.messages("uploads")] == ["upl_another"]
    assert world.delayed("uploads") == 1


@pytest.mark.usefixtures("step_is_a_share")
def test_a_message_that_is_not_due_yet_does_not_wait(desk: Desk, platform: Platform) -> None:
    """An upload that waits for its turn is retried every few seconds: no reason to hand over."""
    hand_on(platform, "acme", "upl_another", delay=60)

    assert not others_wait(platform, UPLOADS)
    assert begun(desk) == "completed"


def test_when_the_queue_does_not_tell_somebody_may_be_waiting(
    platform: Platform, monkeypatch: pytest.MonkeyPatch
) -> None:
    def throttled(**_: object) -> None:
        raise ClientError({"Error": {"Code": "RequestThrottled"}}, "GetQueueAttributes")

    monkeypatch.setattr(platform.queues, "get_queue_attributes", throttled)

    assert others_wait(platform, UPLOADS)


@pytest.fixture
def working(clock: Clock, platform: Platform, monkeypatch: pytest.MonkeyPatch) -> "Working":
    asked: list[float] = []
    began = clock()

    def noted(*_: object) -> bool:
        asked.append((clock() - began).total_seconds())
        return False

    monkeypatch.setattr(fair_share, "others_wait", noted)
    return Working(clock, Share(platform, UPLOADS), asked)


class Working:
    """A run that has steps of these seconds; when it has asked whether others wait."""

    def __init__(self, clock: Clock, share: Share, asked: list[float]) -> None:
        self._clock, self._share, self.asked = clock, share, asked

    def steps(self, seconds: float, number: int) -> None:
        for _ in range(number):
            self._clock.advance(seconds=seconds)
            self._share.step_done()
            assert not self._share.used_up()


def test_a_run_asks_after_five_seconds_and_then_every_two(working: Working) -> None:
    working.steps(0.5, 24)

    assert working.asked == [5, 7, 9, 11]


def test_a_run_that_came_late_to_its_place_works_as_long_before_it_asks(working: Working) -> None:
    """Eight seconds to open the file again and for a first step: it asks after as many more."""
    working.steps(8, 1)
    working.steps(1, 11)

    assert working.asked == [16, 18]


def test_a_run_asks_nobody_before_its_first_step(
    clock: Clock, platform: Platform, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However long it takes: a run that hands on has got further than the one before."""
    others_always_wait(monkeypatch)
    share = Share(platform, UPLOADS)
    clock.advance(seconds=600)
    assert not share.used_up()
    share.step_done()
    clock.advance(seconds=601)
    assert share.used_up()


def test_the_time_of_the_invocation_ends_a_run_though_nobody_waits(
    clock: Clock, platform: Platform
) -> None:
    share = Share(platform, UPLOADS)
    until = clock() + timedelta(seconds=1)
    assert not share.over(until)
    clock.advance(seconds=2)
    assert share.over(until)


def test_a_run_asks_once_for_each_step_that_comes_after_its_share(
    desk: Desk, clock: Clock, calls: Calls, monkeypatch: pytest.MonkeyPatch
) -> None:
    """40 people in chunks of two, each of a second: from the fifth on, every second chunk."""
    score = chunk.score

    def slowly(job: chunk.Job, people: chunk.Batch) -> chunk.Scored:
        clock.advance(seconds=1)
        return score(job, people)

    monkeypatch.setattr(chunk, "score", slowly)
    upload = desk.announce()
    rows = csv_of(*(f"{n},N,red,4000,100,88,100" for n in range(1000, 1040)))
    record = desk.put(upload, rows)
    calls()

    desk.deliver(record)

    # Before the chunks after 5, 7, 9, 11, 13, 15, 17 and 19 seconds.
    assert calls().count("GetQueueAttributes") == 8


@pytest.mark.parametrize(
    ("wait", "status", "failed"), [("x", "rejected", 2), ("1", "completed", 0)]
)
def test_the_look_through_a_file_that_is_to_be_all_or_nothing_hands_on_as_well(
    desk: Desk,
    world: World,
    monkeypatch: pytest.MonkeyPatch,
    wait: str,
    status: str,
    failed: int,
) -> None:
    """Two rows a run, from a checkpoint, so no person is checked in two runs."""
    looked: list[str] = []
    score = chunk.score

    def noted(job: chunk.Job, people: chunk.Batch) -> chunk.Scored:
        if job.upload.next_row == 0 and job.upload.looked != 5:
            looked.extend(str(one.employee_id) for one in people)
        return score(job, people)

    monkeypatch.setattr(chunk, "score", noted)
    others_always_wait(monkeypatch)
    rows = [f"{n},N,red,{wait if n in (1, 5) else 4000},100,88,100" for n in range(1, 6)]
    upload = desk.announce(on_error="reject")
    desk.run_once(desk.message(desk.put(upload, csv_of(*rows))))
    path = f"/v1/uploads/{upload['id']}"
    assert desk.caller.get(path).ok()["status"] == "processing"
    assert looked == []  # Its columns were looked at.
    (columns_looked_at,) = world.messages("uploads")
    desk.run_once(columns_looked_at)
    assert looked == ["1", "2"]

    while waiting := world.messages("uploads"):
        for message in waiting:
            desk.run_once(message)

    found = desk.caller.get(path).ok()
    assert (found["status"], found["counts"]["failed"]) == (status, failed)
    assert found["counts"]["scored"] == (5 if failed == 0 else 0)
    assert looked == ["1", "2", "3", "4", "5"]
    assert len(desk.caller.get(f"{path}/errors").ok()["items"]) == failed


def test_new_people_are_counted_over_all_runs_of_the_look(
    desk: Desk, operator: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Five new people and four places: nobody is registered, although runs check them apart."""
    others_always_wait(monkeypatch)
    operator.patch("/v1/tenants/acme", {"limits": {"max_employees": 4}}).ok()

    refused = desk.send(FIVE, on_error="reject")
    assert (refused["status"], refused["counts"]["failed"]) == ("rejected", 1)
    assert desk.caller.get("/v1/employees").ok()["items"] == []

    operator.patch("/v1/tenants/acme", {"limits": {"max_employees": 5}}).ok()
    assert desk.send(FIVE, on_error="reject")["counts"]["scored"] == 5
