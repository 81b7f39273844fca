"""What becomes of stored files that name a person who is erased."""

from typing import Any

import pytest

from tests.api.company import Company
from tests.api.people.erased import erased
from tests.api.people.worker import Worker
from tests.api.uploads.sending import Desk
from tests.api.world import BUCKET, World


@pytest.fixture
def export(history: Desk, acme: Company, worker: Worker) -> Any:
    """September's coefficients, in a file that names Bob."""
    asked = acme.hr.post("/v1/exports", {"scheme": "desk", "period": "2026-09"}).ok(201)
    worker.work()
    return acme.hr.get(f"/v1/exports/{asked['id']}").ok()


def _objects(world: World) -> list[bytes]:
    """Every version of every object that is kept."""
    listed = world.s3.list_object_versions(Bucket=BUCKET).get("Versions", [])
    return [
        world.s3.get_object(Bucket=BUCKET, Key=one["Key"], VersionId=one["VersionId"])[
            "Body"
        ].read()
        for one in listed
    ]


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
