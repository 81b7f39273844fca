"""What one form has sent: a file that waits has come, and a second file is not scored but told."""

from datetime import datetime
from typing import Any

import pytest

from chalicelib.jobs import worker_share
from chalicelib.uploads import ignored_files
from tests.api.clock import Clock
from tests.api.company import Company
from tests.api.fixtures import Calls
from tests.api.uploads.sending import Desk, csv_of

ANN = "1001,Ann,red,4000,100,{},100"
FIRST, SECOND = csv_of(ANN.format(88)), csv_of(ANN.format(90))


def read(desk: Desk, upload: Any) -> Any:
    return desk.caller.get(f"/v1/uploads/{upload['id']}").ok()


def put(desk: Desk, upload: Any, content: bytes, second: int = 0) -> dict[str, Any]:
    """Store a file by the upload's form; return S3's record, with what S3 tells of it."""
    record = desk.put(upload, content)
    record["s3"]["object"]["eTag"] = f"etag-{second}"
    return {**record, "eventTime": f"2026-11-05T08:00:{second:02d}.000Z"}


def expire(clock: Clock, upload: Any) -> None:
    clock.now = datetime.fromisoformat(upload["expires_at"])
    clock.advance(seconds=1)


def test_a_file_that_came_in_time_and_waits_in_the_queue_is_not_called_missing(
    desk: Desk, clock: Clock
) -> None:
    upload = desk.announce()
    record = put(desk, upload, FIRST)
    expire(clock, upload)

    waiting = read(desk, upload)
    assert (waiting["status"], waiting["reason"]) == ("awaiting_file", None)
    assert desk.caller.get("/v1/uploads").ok()["items"][0]["reason"] is None

    desk.deliver(record)
    assert read(desk, upload)["status"] == "completed"


def test_a_file_that_waits_for_an_earlier_one_is_not_called_missing(
    desk: Desk, clock: Clock
) -> None:
    earlier, later = desk.announce(), desk.announce()
    put(desk, earlier, FIRST)
    desk.run_once(desk.message(put(desk, later, SECOND)))
    expire(clock, later)
    assert read(desk, later)["reason"] is None


def test_the_bucket_is_asked_only_while_a_file_could_be_waiting(
    desk: Desk, clock: Clock, calls: Calls
) -> None:
    upload = desk.announce()
    asked = []
    for step in ({}, {"minutes": 16}, {"days": 1}):
        clock.advance(**step)
        calls()
        found = read(desk, upload)
        asked.append(("HeadObject" in calls(), found["reason"] and found["reason"]["code"]))
    assert asked == [(False, None), (True, "form_expired"), (False, "form_expired")]


def test_a_second_file_is_not_scored_and_the_upload_names_it(
    desk: Desk, acme: Company, clock: Clock
) -> None:
    """88 of 100 costs 4 points of 60, 90 of 100 none: the first file counts."""
    upload = desk.announce()
    first = put(desk, upload, FIRST)
    desk.deliver(first)
    assert read(desk, upload)["files_ignored"] == []
    desk.deliver(put(desk, upload, SECOND, 7))

    found = read(desk, upload)
    assert found["files_ignored"] == [
        {"received_at": "2026-11-05T08:00:07.000Z", "etag": "etag-7", "size": len(SECOND)}
    ]
    card = acme.hr.get("/v1/employees/1001/scorecards/2026-10").ok()
    assert card["total"] == "88.00"
    clock.advance(minutes=2)
    told = acme.admin.get("/v1/events", query={"type": "upload.file_ignored"}).ok()["items"]
    assert [one["subject"] for one in told] == [f"uploads/{upload['id']}"]


def test_the_same_events_again_in_any_order_tell_it_once(desk: Desk) -> None:
    upload = desk.announce()
    first, second = put(desk, upload, FIRST), put(desk, upload, SECOND, 7)
    for record in (second, first, second, second, first):
        desk.deliver(record)
    found = read(desk, upload)
    assert [one["etag"] for one in found["files_ignored"]] == ["etag-7"]
    assert (found["status"], found["counts"]["scored"]) == ("completed", 1)


def test_the_first_file_counts_also_when_the_event_of_the_second_comes_first(
    desk: Desk, acme: Company
) -> None:
    upload = desk.announce()
    put(desk, upload, FIRST)
    desk.deliver(put(desk, upload, SECOND, 7))
    assert acme.hr.get("/v1/employees/1001/scorecards/2026-10").ok()["total"] == "88.00"
    assert [one["etag"] for one in read(desk, upload)["files_ignored"]] == ["etag-7"]


def test_a_second_file_after_a_refused_one_is_named_too(desk: Desk) -> None:
    upload = desk.announce()
    desk.deliver(put(desk, upload, b"nothing of ours\n1\n"))
    desk.deliver(put(desk, upload, FIRST, 7))
    found = read(desk, upload)
    assert (found["status"], len(found["files_ignored"])) == ("rejected", 1)


def test_an_upload_names_a_bounded_number_of_files(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ignored_files, "MOST", 2)
    upload = desk.announce()
    for second in range(5):
        desk.deliver(put(desk, upload, FIRST, second))
    assert [one["etag"] for one in read(desk, upload)["files_ignored"]] == ["etag-1", "etag-2"]


def test_two_workers_that_note_two_files_at_once_lose_none(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    upload = desk.announce()
    desk.deliver(put(desk, upload, FIRST))
    second, third = put(desk, upload, SECOND, 7), put(desk, upload, SECOND, 8)
    store, left = ignored_files._store, [third]

    def late(*arguments: Any) -> None:
        if left:
            desk.run_once(desk.message(left.pop()))
        store(*arguments)

    monkeypatch.setattr(ignored_files, "_store", late)
    monkeypatch.setattr(worker_share, "share", lambda *_: 2)
    desk.deliver(second)
    assert {one["etag"] for one in read(desk, upload)["files_ignored"]} == {"etag-7", "etag-8"}
