"""Stored files that name an erased person: kept or deleted, as the request says."""

from typing import Any
from unittest import mock

import pytest

from chalicelib.jobs.batch import MOST_TRIES
from tests.api.company import Company
from tests.api.exports.delivering import deliver
from tests.api.people.conftest import MONTH
from tests.api.people.erased import erased
from tests.api.people.worker import Worker
from tests.api.uploads.sending import Desk
from tests.api.world import BUCKET, World

SEPTEMBER = {"scheme": "desk", "period": "2026-09"}


@pytest.fixture
def export(history: Desk, acme: Company, worker: Worker) -> Any:
    """A completed export of September, whose file names Bob."""
    asked = acme.hr.post("/v1/exports", SEPTEMBER).ok(201)
    worker.work()
    return acme.hr.get(f"/v1/exports/{asked['id']}").ok()


def _objects(world: World) -> list[bytes]:
    """The content of every version of every stored object."""
    listed = world.s3.list_object_versions(Bucket=BUCKET).get("Versions", [])
    return [
        world.s3.get_object(Bucket=BUCKET, Key=one["Key"], VersionId=one["VersionId"])[
            "Body"
        ].read()
        for one in listed
    ]


@pytest.mark.long
def test_files_are_kept_when_that_is_asked_for(
    export: Any, acme: Company, worker: Worker, world: World
) -> None:
    before = _objects(world)
    assert erased(acme, worker)["counts"]["files"] == 0
    assert _objects(world) == before
    assert acme.hr.get(f"/v1/exports/{export['id']}").ok()["url"]


def test_files_that_name_the_person_are_deleted_when_that_is_asked_for(
    export: Any, acme: Company, worker: Worker, world: World
) -> None:
    assert any(b"Bob" in content for content in _objects(world))
    done = erased(acme, worker, files="delete")
    assert not any(b"Bob" in content for content in _objects(world))
    # Two uploads of September, one of October with the bad row, and the export.
    assert done["counts"]["files"] == 4
    after = acme.hr.get(f"/v1/exports/{export['id']}").ok()
    assert (after["url"], after["sha256"]) == (None, export["sha256"])
    for upload in acme.hr.get("/v1/uploads").ok()["items"]:
        assert acme.hr.get(f"/v1/uploads/{upload['id']}").ok()["file_url"] is None


@pytest.mark.long
@pytest.mark.parametrize(
    ("broken", "status"),
    [("run", "awaiting_file"), ("settle_and_follow", "processing")],
    ids=["before it began", "after it began"],
)
def test_the_file_of_an_upload_that_was_given_up_is_deleted(
    history: Desk, acme: Company, worker: Worker, world: World, broken: str, status: str
) -> None:
    upload = history.announce(period="2026-09")
    body = history.message(history.put(upload, MONTH))
    with mock.patch(f"chalicelib.uploads.run.{broken}", side_effect=RuntimeError):
        deliver(world, body, received=MOST_TRIES, queue="uploads")
    (stored,) = (item for item in world.items() if item["sk"]["S"] == upload["id"])
    assert stored["status"]["S"] == status
    for settling in world.messages("uploads"):
        deliver(world, settling, queue="uploads")

    done = erased(acme, worker, files="delete")

    assert done["status"] == "completed"
    assert not any(b"Bob" in content for content in _objects(world))


@pytest.fixture
def half_written(history: Desk, acme: Company, world: World) -> tuple[Any, str]:
    """An export whose file is stored and whose manifest is not, and its message."""
    asked = acme.hr.post("/v1/exports", SEPTEMBER).ok(201)
    (message,) = world.messages("exports")
    with _no_manifest():
        deliver(world, message)
    assert acme.hr.get(f"/v1/exports/{asked['id']}").ok()["status"] == "running"
    return asked, message


def _no_manifest() -> Any:
    return mock.patch(
        "chalicelib.exports.stored_files.name_of_export_manifest", side_effect=RuntimeError
    )


@pytest.mark.long
def test_the_file_of_an_export_that_was_given_up_is_deleted(
    half_written: tuple[Any, str], acme: Company, worker: Worker, world: World
) -> None:
    asked, message = half_written
    with _no_manifest():
        deliver(world, message, received=MOST_TRIES)
    assert acme.hr.get(f"/v1/exports/{asked['id']}").ok()["status"] == "failed"

    done = erased(acme, worker, files="delete")

    assert done["status"] == "completed"
    # Two uploads of September, one of October with the bad row, and the file of the failed export.
    assert done["counts"]["files"] == 4
    assert not any(b"Bob" in content for content in _objects(world))


@pytest.mark.long
def test_an_erasure_waits_for_an_export_that_is_running(
    half_written: tuple[Any, str], acme: Company, worker: Worker, world: World
) -> None:
    _, message = half_written
    asked = acme.admin.post("/v1/employees/1002/erase", {"files": "delete"}).ok(202)
    (erasure,) = world.messages("jobs")
    worker.deliver(erasure)
    assert acme.admin.get(f"/v1/erasures/{asked['id']}").ok()["status"] == "running"

    deliver(world, message)
    worker.deliver(erasure)

    assert acme.admin.get(f"/v1/erasures/{asked['id']}").ok()["status"] == "completed"
    assert not any(b"Bob" in content for content in _objects(world))


@pytest.mark.long
def test_an_erasure_does_not_wait_for_an_export_that_has_not_begun(
    history: Desk, acme: Company, worker: Worker, world: World
) -> None:
    """Its file will name the pseudonym."""
    acme.hr.post("/v1/exports", SEPTEMBER).ok(201)
    asked = acme.admin.post("/v1/employees/1002/erase", {"files": "delete"}).ok(202)
    (erasure,) = world.messages("jobs")
    worker.deliver(erasure)
    assert acme.admin.get(f"/v1/erasures/{asked['id']}").ok()["status"] == "completed"

    worker.work()
    assert not any(b"Bob" in content for content in _objects(world))
