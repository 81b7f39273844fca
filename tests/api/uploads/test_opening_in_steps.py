"""A large workbook is opened in several runs, each of which goes on where the one before ended."""

import io
from typing import Any

import pytest

from chalicelib.reading import package
from chalicelib.uploads import kept_transcript
from tests.api.client import Api
from tests.api.company import Company
from tests.api.people.erased import erased
from tests.api.people.worker import Worker
from tests.api.uploads.sending import Desk
from tests.api.uploads.stepping import FILE, short_steps
from tests.api.world import BUCKET, World


@pytest.fixture
def stepping(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    return short_steps(monkeypatch)


def parts(world: World) -> list[str]:
    found = world.s3.list_objects_v2(Bucket=BUCKET, Prefix="exports/acme/upl_").get("Contents", ())
    return [one["Key"].rpartition("/")[2] for one in found]


def totals(caller: Api) -> dict[str, Any]:
    found = caller.get("/v1/periods/2026-10/scorecards?limit=200").ok()["items"]
    return {one["employee_id"]: (one["total"], one["source"]["row"]) for one in found}


def test_a_workbook_is_opened_in_several_runs_and_scored_as_in_one(
    desk: Desk, world: World, stepping: list[bool]
) -> None:
    upload = desk.send(FILE, filename="month.xlsx")
    assert (upload["status"], upload["counts"]["scored"]) == ("completed", 12)
    assert len(parts(world)) > 3
    assert parts(world)[0] == "opened-0000"
    in_steps = totals(desk.caller)
    assert len(in_steps) == 12
    stepping[0] = False
    desk.send(FILE, filename="month.xlsx")
    assert totals(desk.caller) == in_steps


def test_while_nobody_waits_a_workbook_is_opened_in_one_run_and_kept_nowhere(
    desk: Desk, world: World, stepping: list[bool]
) -> None:
    stepping[0] = False
    assert desk.send(FILE, filename="month.xlsx")["status"] == "completed"
    assert parts(world) == []


def test_parts_are_removed_after_a_week(desk: Desk, world: World, stepping: list[bool]) -> None:
    desk.send(FILE, filename="month.xlsx")
    for name in parts(world):
        key = f"exports/acme/{desk.caller.get('/v1/uploads').ok()['items'][0]['id']}/{name}"
        tags = world.s3.get_object_tagging(Bucket=BUCKET, Key=key)["TagSet"]
        assert tags == [{"Key": "kept", "Value": "week"}]


@pytest.mark.parametrize("dies", ["before the part", "after the part", "after the place"])
def test_a_run_that_dies_in_a_step_begins_again_where_the_step_began(
    desk: Desk, world: World, stepping: list[bool], monkeypatch: pytest.MonkeyPatch, dies: str
) -> None:
    """The second step dies. What is read by then, two steps later, is each row once."""
    put, paused = kept_transcript.put_for_a_week, kept_transcript.opening_progress.paused
    died = [0]

    def dying() -> None:
        died[0] += 1
        if died[0] == 2:
            raise RuntimeError("killed")

    def part(*args: Any) -> None:
        if dies == "before the part":
            dying()
        put(*args)
        if dies == "after the part":
            dying()

    def place(*args: Any) -> None:
        paused(*args)
        if dies == "after the place":
            dying()

    monkeypatch.setattr(kept_transcript, "put_for_a_week", part)
    monkeypatch.setattr(kept_transcript.opening_progress, "paused", place)
    upload = desk.announce(filename="month.xlsx")
    body = desk.message(desk.put(upload, FILE))
    desk.run_once(body)
    desk.run_once(body)
    desk.deliver_body(body)
    found = desk.caller.get(f"/v1/uploads/{upload['id']}").ok()
    assert (found["status"], found["counts"]["scored"], died[0] > 2) == ("completed", 12, True)
    assert sorted(one for _, one in totals(desk.caller).values()) == list(range(2, 14))


def test_without_the_kept_parts_the_opening_begins_anew(
    desk: Desk, world: World, stepping: list[bool]
) -> None:
    upload = desk.announce(filename="month.xlsx")
    body = desk.message(desk.put(upload, FILE))
    desk.run_once(body)
    desk.run_once(world.messages("uploads")[0])
    assert parts(world) == ["opened-0001", "opened-0002"]
    world.s3.delete_object(Bucket=BUCKET, Key=f"exports/acme/{upload['id']}/opened-0001")
    stepping[0] = False
    desk.deliver_body(body)
    found = desk.caller.get(f"/v1/uploads/{upload['id']}").ok()
    assert (found["status"], found["counts"]["scored"]) == ("completed", 12)


@pytest.mark.long
def test_an_upload_that_is_opened_whole_is_not_opened_again(
    desk: Desk, world: World, stepping: list[bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each run scores two people and hands on: the workbook is parsed in the first runs alone."""
    monkeypatch.setattr("chalicelib.uploads.chunk.SIZE", 2)
    opened: list[int] = []
    real = package.Package.__init__

    def noted(self: Any, *args: Any) -> None:
        opened.append(1)
        real(self, *args)

    monkeypatch.setattr(package.Package, "__init__", noted)
    upload = desk.send(FILE, filename="month.xlsx")
    assert upload["counts"]["scored"] == 12
    # One for each part, and none for the five runs that only scored.
    assert len(opened) == len(parts(world)) - 1


@pytest.mark.long
def test_an_erasure_removes_the_kept_text(
    desk: Desk, acme: Company, world: World, stepping: list[bool]
) -> None:
    desk.send(FILE, filename="month.xlsx")
    assert parts(world) != []
    assert erased(acme, Worker(world))["status"] == "completed"
    assert parts(world) == []


def test_a_part_that_is_sent_again_begins_where_the_part_begins() -> None:
    """The client of AWS reads the body to its end, then again from its beginning."""
    file = io.BytesIO(b"kept before, the part")
    part = io.BufferedReader(kept_transcript._Rest(file, 13))
    assert (part.seek(0, io.SEEK_END), part.seek(0), part.read()) == (8, 0, b"the part")
    part.seek(4)
    assert (part.tell(), part.read()) == (4, b"part")
