"""A company that is suspended or being deleted: what its forms, runs and messages still do."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from chalicelib.tenancy.leaving import LOOK_EVERY
from chalicelib.tenancy.platform import Platform
from chalicelib.uploads import chunk
from tests.api.client import Api
from tests.api.clock import Clock
from tests.api.people.worker import Worker
from tests.api.uploads.sending import Desk, csv_of
from tests.api.uploads.sharing import others_always_wait
from tests.api.world import BUCKET, World

ROWS = csv_of(*(f"{n},Ann,red,4000,100,88,100" for n in range(1001, 1005)))


def change(operator: Api, status: str) -> None:
    operator.patch("/v1/tenants/acme", {"status": status}, if_match="*").ok()


def delete(operator: Api) -> None:
    change(operator, "suspended")
    operator.post("/v1/tenants/acme/delete", {"confirm": "acme"}).ok(202)


def stored(world: World, word: str) -> list[Any]:
    return [item for item in world.items() if item["pk"]["S"].startswith(f"acme#{word}")]


def test_a_file_that_comes_while_the_company_is_suspended_is_not_scored_and_says_so(
    desk: Desk, operator: Api, world: World
) -> None:
    upload = desk.announce()
    change(operator, "suspended")
    desk.deliver(desk.put(upload, ROWS))

    assert stored(world, "scores") == []
    change(operator, "active")
    found = desk.caller.get(f"/v1/uploads/{upload['id']}").ok()
    assert (found["status"], found["reason"]["code"]) == ("rejected", "tenant_suspended")
    assert found["sha256"] is not None
    assert desk.send(ROWS)["status"] == "completed"


def test_an_upload_that_had_begun_goes_on_to_its_end(
    desk: Desk, operator: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So no period is half scored when the company is active again."""
    monkeypatch.setattr(chunk, "SIZE", 1)
    upload = desk.announce()
    others_always_wait(monkeypatch)
    desk.run_once(desk.message(desk.put(upload, ROWS)))
    change(operator, "suspended")
    (rest,) = desk.world.messages("uploads")
    desk.deliver_body(rest)
    change(operator, "active")
    found = desk.caller.get(f"/v1/uploads/{upload['id']}").ok()
    assert (found["status"], found["counts"]["scored"]) == ("completed", 4)


def test_an_export_asked_for_before_is_made(desk: Desk, operator: Api, world: World) -> None:
    desk.send(ROWS)
    export = desk.caller.post("/v1/exports", {"period": "2026-10", "scheme": "desk"}).ok(201)
    change(operator, "suspended")
    Worker(world).work()
    change(operator, "active")
    assert desk.caller.get(f"/v1/exports/{export['id']}").ok()["status"] == "completed"


def test_nobody_of_a_suspended_company_gets_a_new_form_or_link(desk: Desk, operator: Api) -> None:
    upload = desk.announce()
    change(operator, "suspended")
    desk.caller.get(f"/v1/uploads/{upload['id']}").problem(401)
    body = {"scheme": "desk", "period": "2026-10", "filename": "a.csv"}
    desk.caller.post("/v1/uploads", body).problem(401)


def test_a_form_is_good_for_a_quarter_of_an_hour_and_a_link_for_five_minutes(desk: Desk) -> None:
    """Neither can be revoked."""
    upload = desk.send(ROWS)
    assert upload["expires_at"] == "2026-11-05T08:15:00.000Z"
    assert "X-Amz-Expires=300&" in upload["file_url"] + "&"


@pytest.fixture
def asked(desk: Desk, world: World) -> Callable[[], list[tuple[str, str]]]:
    """Ask for work of every kind; return the messages that wait for a worker, by queue."""

    def ask() -> list[tuple[str, str]]:
        desk.send(ROWS)
        of_period = {"period": "2026-10", "scheme": "desk"}
        desk.caller.post("/v1/exports", of_period).ok(201)
        desk.caller.post("/v1/periods/2026-10/rescore", {"scheme": "desk"}).ok(202)
        upload = desk.announce()
        body = desk.message(desk.put(upload, ROWS))
        waiting = [("uploads", body)]
        waiting += [("uploads", one) for one in world.messages("uploads")]
        return waiting + [("exports", one) for one in world.messages("exports")]

    return ask


def test_once_a_deletion_has_begun_no_message_writes_anything(
    desk: Desk, operator: Api, world: World, asked: Any
) -> None:
    waiting = asked()
    assert {json.loads(body).get("kind") for _, body in waiting} >= {None, "rescore_period"}
    delete(operator)
    before = (world.kept(), sorted(world.objects()))
    worker = Worker(world)
    for queue, body in waiting:
        answer = desk.run_once(body) if queue == "uploads" else worker.deliver(body)
        assert answer == {"batchItemFailures": []}
    assert (world.kept(), sorted(world.objects())) == before


def test_a_run_in_progress_ends_when_the_deletion_begins(
    desk: Desk, operator: Api, world: World, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It looks every five seconds; what it wrote until then is removed with the rest."""
    monkeypatch.setattr(chunk, "SIZE", 1)
    score, scored = chunk.score, []

    def slow(job: Any, batch: Any) -> Any:
        scored.append(batch)
        if len(scored) == 2:
            delete(operator)
        clock.now += LOOK_EVERY
        return score(job, batch)

    monkeypatch.setattr(chunk, "score", slow)
    upload = desk.announce()
    assert desk.run_once(desk.message(desk.put(upload, ROWS))) == {"batchItemFailures": []}
    assert len(scored) == 2
    assert world.messages("uploads") == []
    (item,) = (one for one in stored(world, "uploads") if one["id"]["S"] == upload["id"])
    assert item["status"]["S"] == "processing"


@pytest.mark.long
def test_a_file_that_comes_during_and_after_the_deletion_is_removed(
    desk: Desk, operator: Api, world: World, clock: Clock, platform: Platform
) -> None:
    """The sending of a large file may begin in time and end long after the form has expired."""
    during, after = desk.announce(), desk.announce()
    delete(operator)
    worker = Worker(world)
    worker.work()
    desk.deliver(desk.put(during, ROWS))
    clock.advance(minutes=31)
    worker.deliver(json.dumps({"kind": "delete_tenant", "tenant": "acme"}))
    assert operator.get("/v1/tenants").ok()["items"][0]["status"] == "deleted"
    assert _versions(world) == []

    desk.deliver(desk.put(after, ROWS))
    assert len(_versions(world)) == 1
    worker.work()
    assert _versions(world) == []
    assert stored(world, "") == []


def _versions(world: World) -> list[str]:
    listed = world.s3.list_object_versions(Bucket=BUCKET)
    return [one["Key"] for one in (*listed.get("Versions", ()), *listed.get("DeleteMarkers", ()))]
