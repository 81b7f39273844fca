"""A new resource needs its own package and a line in the table of contents, shown with notes.

The package is :mod:`tests.api.tenancy.notes`. Copies, erasures and deletions know it from its
holdings alone.
"""

import gzip
import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

import app
from chalicelib.contents import Contents, Package
from chalicelib.store.records import to_item
from chalicelib.tenancy.current_tenant import acting_as
from chalicelib.tenancy.holdings import ErasureStage, ErasureStep
from chalicelib.tenancy.platform import Platform
from chalicelib.tenancy.scope import TenantScope
from tests.api.client import Api
from tests.api.clock import Clock
from tests.api.company import Company
from tests.api.people.worker import Worker
from tests.api.tenancy import notes
from tests.api.tenancy.notes import Note, key_of_note
from tests.api.uploads.sending import Desk, csv_of, published
from tests.api.world import BUCKET, World

ACME = TenantScope("acme")
OF_ANN = Note("n1", "1", "Ann is late")
OF_BOB = Note("n2", "2", "Bob is early")
#: With 19 s left, an erasure's time is up after one piece. With 59 s, a copy's after one part.
ONE_PIECE, ONE_PART = 19_000, 59_000


@pytest.fixture
def contents(platform: Platform, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """``contents(*packages)`` replaces the service's table of contents."""

    def replaced(*packages: Package) -> None:
        monkeypatch.setattr(platform, "contents", Contents(packages))

    return replaced


@pytest.fixture
def known(contents: Callable[..., None]) -> None:
    """The service with one more line in the table of contents."""
    contents(*app.CONTENTS.packages, notes.package)


@pytest.fixture
def kept(acme: Company, platform: Platform) -> Company:
    """A company with a note about each of two people."""
    acme.hr.put("/v1/employees/1", {"name": "Ann"}).ok(201)
    acme.hr.put("/v1/employees/2", {"name": "Bob"}).ok(201)
    with acting_as(ACME):
        for note in (OF_ANN, OF_BOB):
            platform.table.put(key_of_note(ACME, note.id), to_item(note))
    return acme


def stored(world: World) -> list[tuple[str, str, str | None]]:
    """The id, employee and words of every note."""
    found = [item for item in world.items() if item["pk"]["S"] == "acme#test-notes"]
    return [
        (one["id"]["S"], one["employee_id"]["S"], one.get("words", {}).get("S")) for one in found
    ]


def copied(world: World, copy: Any) -> list[Any]:
    """The rows of notes in a copy."""
    found: list[Any] = []
    for part in copy["parts"]:
        if part["collection"] == "notes":
            name = f"exports/acme/{copy['id']}/{part['filename']}"
            body = world.s3.get_object(Bucket=BUCKET, Key=name)["Body"].read()
            found.extend(map(json.loads, gzip.decompress(body).decode().splitlines()))
    return found


def test_a_copy_holds_its_items(known: None, kept: Company, world: World, worker: Worker) -> None:
    asked = kept.admin.post("/v1/tenant/copies").ok(201)
    worker.work()
    copy = kept.admin.get(f"/v1/tenant/copies/{asked['id']}").ok()
    assert copy["parts"][-1]["collection"] == "notes"
    assert copied(world, copy) == [
        {"id": "n1", "employee_id": "1", "words": "Ann is late"},
        {"id": "n2", "employee_id": "2", "words": "Bob is early"},
    ]


def test_an_erasure_takes_the_person_out_of_them_and_counts_them(
    known: None, kept: Company, world: World, worker: Worker
) -> None:
    asked = kept.admin.post("/v1/employees/1/erase", {"files": "keep"}).ok(202)
    worker.work()
    of_ann, of_bob = stored(world)
    assert of_ann[1].startswith("erased-")
    assert of_ann[2] is None
    assert of_bob == ("n2", "2", "Bob is early")
    done = kept.admin.get(f"/v1/erasures/{asked['id']}").ok()
    assert (done["status"], done["counts"]["notes"]) == ("completed", 1)


def test_a_deletion_removes_them(
    known: None, kept: Company, operator: Api, world: World, worker: Worker, clock: Clock
) -> None:
    operator.patch("/v1/tenants/acme", {"status": "suspended"}).ok()
    operator.post("/v1/tenants/acme/delete", {"confirm": "acme"}).ok(202)
    worker.work()
    assert stored(world) == []
    clock.advance(minutes=76)
    worker.deliver(json.dumps({"kind": "delete_tenant", "tenant": "acme", "attempt": 5}))
    assert [item for item in world.items() if item["pk"]["S"].startswith("acme#")] == []


@pytest.mark.parametrize("pieces", [1, 2, 3])
def test_a_package_that_comes_while_an_erasure_runs_is_not_skipped(
    kept: Company,
    world: World,
    worker: Worker,
    contents: Callable[..., None],
    pieces: int,
) -> None:
    """The new step is before all others, so positions would now name other steps."""
    asked = kept.admin.post("/v1/employees/1/erase", {"files": "keep"}).ok(202)
    for _ in range(pieces):
        (message,) = world.messages("jobs")
        worker.deliver(message, milliseconds=ONE_PIECE)
    contents(notes.package, *app.CONTENTS.packages)
    worker.work()
    done = kept.admin.get(f"/v1/erasures/{asked['id']}").ok()
    assert (done["status"], done["counts"]["notes"]) == ("completed", 1)
    assert "Ann" not in str(stored(world))


def test_what_moves_with_results_is_not_skipped_either(
    kept: Company, world: World, worker: Worker, contents: Callable[..., None]
) -> None:
    published(kept)
    Desk(world, kept.hr, "acme").send(csv_of("1,Ann,red,4000,100,88,100"), period="2026-09")
    kept.admin.post("/v1/employees/1/erase", {"files": "keep"}).ok(202)
    # One piece each: Ann's keys, then September's results.
    for _ in range(2):
        (message,) = world.messages("jobs")
        worker.deliver(message, milliseconds=ONE_PIECE)
    moved: list[tuple[str, str, str]] = []
    (holding,) = notes.package.holdings
    step = ErasureStep(
        ErasureStage.MENTIONS,
        notes.erase,
        with_results=lambda erasing, scheme, period: moved.append((erasing.person, scheme, period)),
    )
    contents(*app.CONTENTS.packages, Package(holdings=(replace(holding, erased=step),)))
    worker.work()
    assert moved == [("1", "desk", "2026-09")]


def test_a_package_that_comes_while_a_copy_is_made_is_not_skipped(
    kept: Company, world: World, worker: Worker, contents: Callable[..., None]
) -> None:
    asked = kept.admin.post("/v1/tenant/copies").ok(201)
    for _ in range(3):
        (message,) = world.messages("jobs")
        worker.deliver(message, milliseconds=ONE_PART)
    before = kept.admin.get(f"/v1/tenant/copies/{asked['id']}").ok()
    assert before["status"] == "running"
    contents(notes.package, *app.CONTENTS.packages)
    worker.work()
    copy = kept.admin.get(f"/v1/tenant/copies/{asked['id']}").ok()
    assert [row["id"] for row in copied(world, copy)] == ["n1", "n2"]
    names = [part["collection"] for part in copy["parts"]]
    assert len(set(names)) == len(names)
