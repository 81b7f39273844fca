"""A copy of a company: it has everything, nothing of others, and is kept for a week."""

import gzip
import hashlib
import json
from typing import Any
from unittest import mock

import pytest

from chalicelib.jobs.batch import MOST_TRIES
from chalicelib.tenancy.platform import Platform
from tests.api.clock import Clock
from tests.api.company import Company
from tests.api.people.worker import Worker
from tests.api.uploads.sending import Desk, csv_of
from tests.api.world import BUCKET, World
from tests.faults.mishaps import mishap
from tests.isolation.things import LOCKED_PERIOD, RATINGS, Things, furnish
from tests.profiles import choose

HOUR = {"enabled": True, "day": 5, "hour": 8}


@pytest.fixture
def things(acme: Company, world: World, worker: Worker) -> Things:
    made = furnish(acme, world)
    acme.admin.put("/v1/export-schedule", HOUR, if_match="*").ok()
    worker.work()
    return made


def copied(company: Company, worker: Worker, milliseconds: int = 300_000) -> Any:
    asked = company.admin.post("/v1/tenant/copies")
    assert asked.headers["location"] == f"/v1/tenant/copies/{asked.ok(201)['id']}"
    worker.work(milliseconds)
    return company.admin.get(asked.headers["location"]).ok()


def content(world: World, copy: Any, filename: str, tenant: str = "acme") -> bytes:
    name = f"exports/{tenant}/{copy['id']}/{filename}"
    return bytes(world.s3.get_object(Bucket=BUCKET, Key=name)["Body"].read())


def rows(world: World, copy: Any) -> dict[str, list[Any]]:
    """Every row of every part, by collection."""
    found: dict[str, list[Any]] = {}
    for part in copy["parts"]:
        lines = gzip.decompress(content(world, copy, part["filename"])).decode().splitlines()
        assert len(lines) == part["rows"]
        found.setdefault(part["collection"], []).extend(map(json.loads, lines))
    return found


@pytest.mark.long
def test_a_copy_holds_one_of_everything_as_the_api_shows_it(
    acme: Company, things: Things, world: World, worker: Worker
) -> None:
    copy = copied(acme, worker)
    assert copy["status"] == "completed"
    found = rows(world, copy)
    assert set(found) == {
        *("tenant", "api_keys", "schemes", "scheme_versions", "employees", "uploads", "row_errors"),
        *("periods", "scorecards", "improvement_plans", "exports", "erasures", "audit_events"),
        *("audit_seals", "locked_coefficients", "findings", "teams", "cases"),
        *("rating_rounds", "payroll_answers", "acknowledgements", "interviews", "appeals"),
        *("corrections", "corrected_scorecards", "differences", "difference_lines"),
        *("late_files", "late_file_rows"),
        *("inspections", "inspection_parts", "coaching_notes", "opinions"),
        *("signals", "signal_settings"),
        *("announcements", "told", "due_days", "calendar_links"),
        "review_meetings",
    }
    person, period = things["employee_id"], things["period"]
    cards = [
        acme.admin.get(f"/v1/employees/{person}/scorecards/{month}").ok()
        for month in (LOCKED_PERIOD, period)
    ]
    for row, card in zip(found["scorecards"], cards, strict=True):
        # What proves a revision is in its history (tests/api/histories).
        assert len(row.pop("link")["hash"]) == 40
        differs = {name for name in row if row[name] != card[name]}
        assert differs == set(), {name: (row[name], card[name]) for name in differs}
    locked = acme.admin.get(f"/v1/periods/{LOCKED_PERIOD}/bonus-coefficients").ok()["items"]
    codes = [row.pop("team_code") for row in locked]
    assert (found["locked_coefficients"], len(codes)) == (locked, 1)
    people = acme.admin.get("/v1/employees", query={"modified_since": "2020-01-01T00:00:00Z"})
    listed = [{**one, "team_code": None} for one in people.ok()["items"]]
    assert [{**one, "team_code": None} for one in found["employees"]] == listed
    case = acme.admin.get(f"/v1/cases/{things['case_id']}").ok()
    del case["team_code"]
    assert found["cases"] == [case]
    made = [row["id"] for row in found["exports"] if row["content"] == "coefficients"]
    assert made == [things["export_id"]]
    assert found["tenant"][0]["export_schedule"]["hour"] == 8
    assert found["tenant"][1]["settings"]["id"] == "acme"
    schemes = {row["document"]["code"] for row in found["scheme_versions"]}
    assert schemes == {things["code"], RATINGS}
    assert [row["id"] for row in found["rating_rounds"]] == [things["round_id"]]


def _erasure(company: Company, erasure_id: str) -> Any:
    """The erasure as the API shows it, without the employee id, which a copy leaves out."""
    shown = company.admin.get(f"/v1/erasures/{erasure_id}").ok()
    return {name: value for name, value in shown.items() if name != "employee_id"}


def test_an_erasure_that_was_given_up_is_copied_as_failed(
    acme: Company, world: World, worker: Worker
) -> None:
    acme.hr.put("/v1/employees/1", {"name": "Ann"}).ok(201)
    asked = acme.admin.post("/v1/employees/1/erase", {"files": "keep"}).ok(202)
    (message,) = world.messages("jobs")
    with mock.patch("chalicelib.privacy.erasing.running.run", side_effect=RuntimeError):
        worker.deliver(message, received=MOST_TRIES)

    (row,) = rows(world, copied(acme, worker))["erasures"]
    assert (row["status"], row["reason"]["code"]) == ("failed", "gave_up")
    assert row == _erasure(acme, asked["id"])


def test_an_erasure_that_has_not_ended_is_copied_without_the_person(
    acme: Company, world: World, worker: Worker
) -> None:
    acme.hr.put("/v1/employees/1", {"name": "Ann"}).ok(201)
    asked = acme.admin.post("/v1/employees/1/erase", {"files": "keep"}).ok(202)
    assert world.messages("jobs")

    (row,) = rows(world, copied(acme, worker))["erasures"]
    assert row["status"] == "queued"
    assert row == _erasure(acme, asked["id"])


@pytest.mark.long
def test_the_manifest_tells_each_files_fingerprint(
    acme: Company, things: Things, world: World, worker: Worker
) -> None:
    copy = copied(acme, worker)
    manifest = json.loads(content(world, copy, "manifest.json"))
    assert (manifest["tenant"], manifest["copy"]) == ("acme", copy["id"])
    shown = [{name: part[name] for name in part if name != "url"} for part in copy["parts"]]
    assert manifest["parts"] == shown
    for part in manifest["parts"]:
        stored = content(world, copy, part["filename"])
        assert (part["bytes"], part["sha256"]) == (len(stored), hashlib.sha256(stored).hexdigest())


@pytest.mark.long
def test_a_copy_holds_no_secret_and_nothing_of_another_company(
    acme: Company, globex: Company, things: Things, world: World, worker: Worker
) -> None:
    globex.hr.put("/v1/employees/9", {"name": "Globex Man"}).ok(201)
    copy = copied(acme, worker)
    text = json.dumps(rows(world, copy))
    digests = [item["digest"]["S"] for item in world.items() if "digest" in item]
    assert digests
    assert not any(digest in text for digest in digests)
    assert "Globex Man" not in text
    assert "globex" not in text


@pytest.mark.long
def test_a_copy_that_runs_out_of_time_after_each_part_is_the_same_in_the_end(
    acme: Company, things: Things, world: World, worker: Worker
) -> None:
    at_once = rows(world, copied(acme, worker))
    # 60 s are kept free: with 59 s left the time is up after each part.
    by_part = rows(world, copied(acme, worker, milliseconds=59_000))
    # The end of the first copy, and the request for the second.
    assert len(by_part["audit_events"]) == len(at_once["audit_events"]) + 2
    for collection in set(at_once) - {"audit_events"}:
        assert by_part[collection] == at_once[collection], collection


def test_large_collections_are_cut_into_parts(
    acme: Company, world: World, worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    from chalicelib.privacy.copying import parts

    monkeypatch.setattr(parts, "SIZE", 4)
    monkeypatch.setattr(parts, "PAGE", 2)
    people = [{"id": f"{number:03d}", "status": "active"} for number in range(11)]
    acme.hr.post("/v1/employees/batch", {"employees": people}).ok()
    copy = copied(acme, worker)
    counts = [part["rows"] for part in copy["parts"] if part["collection"] == "employees"]
    assert counts == [4, 4, 3]
    assert [row["id"] for row in rows(world, copy)["employees"]] == [one["id"] for one in people]
    names = [part["filename"] for part in copy["parts"]]
    assert len(set(names)) == len(names)


def _stored(world: World) -> list[Any]:
    """All but the counter of what is used, which each worker adds to."""
    return [item for item in world.items() if item["pk"]["S"] != "acme#usage"]


@pytest.mark.long
def test_two_workers_with_the_same_message_make_one_copy(
    acme: Company, things: Things, world: World, worker: Worker
) -> None:
    asked = acme.admin.post("/v1/tenant/copies").ok(201)
    (message,) = world.messages("jobs")
    worker.deliver(message)
    first = acme.admin.get(f"/v1/tenant/copies/{asked['id']}").ok()
    before = _stored(world)
    worker.deliver(message)
    assert _stored(world) == before
    assert first["status"] == "completed"


def test_the_files_bear_the_tag_by_which_the_bucket_removes_them(
    acme: Company, world: World, worker: Worker
) -> None:
    copy = copied(acme, worker)
    for name in ("manifest.json", copy["parts"][0]["filename"]):
        key = f"exports/acme/{copy['id']}/{name}"
        tags = world.s3.get_object_tagging(Bucket=BUCKET, Key=key)["TagSet"]
        assert tags == [{"Key": "kept", "Value": "week"}]


def test_links_are_given_for_a_week(acme: Company, clock: Clock, worker: Worker) -> None:
    copy = copied(acme, worker)
    assert copy["manifest_url"]
    assert all(part["url"] for part in copy["parts"])
    clock.advance(days=7, seconds=1)
    later = acme.admin.get(f"/v1/tenant/copies/{copy['id']}").ok()
    assert later["manifest_url"] is None
    assert {part["url"] for part in later["parts"]} == {None}


def test_an_erasure_removes_every_copy(acme: Company, world: World, worker: Worker) -> None:
    acme.hr.put("/v1/employees/1", {"name": "Ann"}).ok(201)
    copy = copied(acme, worker)
    acme.admin.post("/v1/employees/1/erase", {"files": "keep"}).ok(202)
    worker.work()
    assert world.objects() == []
    after = acme.admin.get(f"/v1/tenant/copies/{copy['id']}").ok()
    assert (after["status"], after["parts"]) == ("removed", [])


def test_copies_are_listed_newest_first(acme: Company, clock: Clock, worker: Worker) -> None:
    older = copied(acme, worker)
    clock.advance(seconds=1)
    newer = copied(acme, worker)
    listed = acme.admin.get("/v1/tenant/copies").ok()["items"]
    assert [copy["id"] for copy in listed] == [newer["id"], older["id"]]


def test_a_former_revision_is_copied_as_superseded(
    acme: Company, world: World, worker: Worker
) -> None:
    from tests.api.uploads.sending import published

    published(acme)
    desk = Desk(world, acme.hr, "acme")
    desk.send(csv_of("1,,red,4000,100,88,100"))
    desk.send(csv_of("1,,red,7200,100,80,100"))
    cards = rows(world, copied(acme, worker))["scorecards"]
    assert [(card["revision"], card["state"], card["total"]) for card in cards] == [
        (2, "provisional", "48.00"),
        (1, "superseded", "88.00"),
    ]


@pytest.mark.parametrize("write", choose(quick=(2, 7), long=range(1, 20)))
def test_a_checkpoint_whose_answer_was_lost_does_not_end_the_copy(
    acme: Company, world: World, worker: Worker, platform: Platform, write: int
) -> None:
    """The client sends the write again, whose condition then does not hold any more."""
    asked = acme.admin.post("/v1/tenant/copies").ok(201)
    (message,) = world.messages("jobs")
    with mishap(platform, world, "answer lost, sent again", write, lambda: None):
        assert worker.deliver(message) == {"batchItemFailures": []}
    path = f"/v1/tenant/copies/{asked['id']}"
    ended = acme.admin.get(path).ok()["status"] == "completed"
    # The first and the last write hold when they are sent again; after others a run is asked for.
    assert ended or world.delayed("jobs") == 1
    assert worker.deliver(message) == {"batchItemFailures": []}
    assert acme.admin.get(path).ok()["status"] == "completed"
