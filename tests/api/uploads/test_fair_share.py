"""A long run hands over to others only when others wait."""

import json

import pytest
from botocore.exceptions import ClientError

import app
from chalicelib.tenancy.platform import Platform
from chalicelib.uploads import chunk, fair_share
from chalicelib.uploads.continuation import hand_on, others_wait
from tests.api.client import Api
from tests.api.fixtures import Calls
from tests.api.uploads.sending import Context, Desk, csv_of
from tests.api.world import World

FIVE = csv_of(*(f"{n},N,red,4000,100,88,100" for n in range(1001, 1006)))


@pytest.fixture(autouse=True)
def _two_are_a_share(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chalicelib.uploads.chunk.SIZE", 2)
    monkeypatch.setattr(fair_share, "FAIR_SHARE", 2)


def begun(desk: Desk) -> str:
    """Return the status of an upload of five people after its first run."""
    upload = desk.announce()
    body = desk.message(desk.put(upload, FIVE))
    record = {"messageId": "message", "receiptHandle": "receipt", "body": body}
    app.score_upload({"Records": [record]}, Context())
    return str(desk.caller.get(f"/v1/uploads/{upload['id']}").ok()["status"])


def test_while_nobody_waits_a_run_goes_on_to_the_end_of_its_file(desk: Desk) -> None:
    assert begun(desk) == "completed"


def test_when_another_upload_waits_a_run_hands_on_after_its_share(
    desk: Desk, world: World, platform: Platform
) -> None:
    hand_on(platform, "acme", "upl_another")

    assert begun(desk) == "processing"
    waiting = [json.loads(body)["upload"] for body in world.messages("uploads")]
    assert len(waiting) == 2
    assert "upl_another" in waiting


def test_a_message_that_is_not_due_yet_does_not_wait(desk: Desk, platform: Platform) -> None:
    """An upload that waits for its turn is retried every few seconds: no reason to hand over."""
    hand_on(platform, "acme", "upl_another", delay=60)

    assert not others_wait(platform)
    assert begun(desk) == "completed"


def test_when_the_queue_does_not_tell_somebody_may_be_waiting(
    platform: Platform, monkeypatch: pytest.MonkeyPatch
) -> None:
    def throttled(**_: object) -> None:
        raise ClientError({"Error": {"Code": "RequestThrottled"}}, "GetQueueAttributes")

    monkeypatch.setattr(platform.queues, "get_queue_attributes", throttled)

    assert others_wait(platform)


def test_a_run_looks_again_after_a_tenth_of_its_share_and_not_before(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, calls: Calls
) -> None:
    """40 people in chunks of two: asked after 20 (a share), then before each further chunk."""
    monkeypatch.setattr(fair_share, "FAIR_SHARE", 20)
    upload = desk.announce()
    rows = csv_of(*(f"{n},N,red,4000,100,88,100" for n in range(1000, 1040)))
    record = desk.put(upload, rows)
    calls()

    desk.deliver(record)

    assert calls().count("GetQueueAttributes") == 10


@pytest.mark.parametrize(
    ("wait", "status", "failed"), [("x", "rejected", 2), ("1", "completed", 0)]
)
def test_the_look_through_a_file_that_is_to_be_all_or_nothing_hands_on_as_well(
    desk: Desk,
    world: World,
    platform: Platform,
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
    monkeypatch.setattr(fair_share, "others_wait", lambda _: True)
    rows = [f"{n},N,red,{wait if n in (1, 5) else 4000},100,88,100" for n in range(1, 6)]
    upload = desk.announce(on_error="reject")
    desk.run_once(desk.message(desk.put(upload, csv_of(*rows))))
    path = f"/v1/uploads/{upload['id']}"
    assert desk.caller.get(path).ok()["status"] == "processing"
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
    monkeypatch.setattr(fair_share, "others_wait", lambda _: True)
    operator.patch("/v1/tenants/acme", {"limits": {"max_employees": 4}}).ok()

    refused = desk.send(FIVE, on_error="reject")
    assert (refused["status"], refused["counts"]["failed"]) == ("rejected", 1)
    assert desk.caller.get("/v1/employees").ok()["items"] == []

    operator.patch("/v1/tenants/acme", {"limits": {"max_employees": 5}}).ok()
    assert desk.send(FIVE, on_error="reject")["counts"]["scored"] == 5
