"""Nothing of an erased person is written after the erasure says that it is completed, whatever was
at work or waited when it was asked for."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from moto.core import DEFAULT_ACCOUNT_ID as ACCOUNT
from moto.s3.models import s3_backends

from chalicelib.tenancy.platform import Platform
from tests.api.clock import Clock
from tests.api.company import Company
from tests.api.people.conftest import MONTH
from tests.api.people.erased import TRACES, stored
from tests.api.people.test_erasure_files import _objects
from tests.api.people.worker import Worker
from tests.api.uploads.sending import Desk, csv_of
from tests.api.world import BUCKET, World
from tests.faults.killing import Killed, killed_at
from tests.profiles import choose

pytestmark = pytest.mark.long

SEPTEMBER = {"scheme": "desk", "period": "2026-09"}
#: The first row has no id that can be read.
NAMELESS = csv_of(",Bob Secret,red,4000,100,88,100", "1001,Ann,red,4000,100,88,100")


@pytest.fixture
def came(history: Desk, clock: Clock) -> Callable[..., str]:
    """Send a file that arrives now, by the test's clock; gives its event."""

    def send(content: bytes, period: str = "2026-09") -> str:
        upload = history.announce(period=period)
        record = history.put(upload, content)
        keys = s3_backends[ACCOUNT]["aws"].buckets[BUCKET].keys
        keys[upload["form"]["fields"]["key"]].last_modified = clock.now.replace(tzinfo=None)
        return history.message(record)

    return send


@pytest.fixture
def erasure(acme: Company, world: World, worker: Worker) -> Callable[[str], "Erasure"]:
    def ask(files: str) -> Erasure:
        asked = acme.admin.post("/v1/employees/1002/erase", {"files": files}).ok(202)
        (message, *_) = world.messages("jobs")
        return Erasure(acme, worker, asked["id"], message)

    return ask


class Erasure:
    """Bob's erasure, with its message."""

    def __init__(self, acme: Company, worker: Worker, erasure_id: str, message: str) -> None:
        self.acme, self.worker, self.id, self.message = acme, worker, erasure_id, message

    def run(self) -> str:
        """Deliver its message once; gives its status after that."""
        assert self.worker.deliver(self.message) == {"batchItemFailures": []}
        return self.status

    @property
    def status(self) -> str:
        return str(self.acme.admin.get(f"/v1/erasures/{self.id}").ok()["status"])


def traces(world: World) -> list[str]:
    return [item for item in stored(world) if any(trace in item for trace in TRACES)]


@contextmanager
def meanwhile(platform: Platform, operation: str, act: Callable[[], object]) -> Iterator[None]:
    """Do something once, before the first such request to S3."""
    events = platform.objects.client.meta.events
    left = [act]

    def strike(**_: Any) -> None:
        while left:
            left.pop()()

    events.register_first(f"before-call.s3.{operation}", strike)
    try:
        yield
    finally:
        events.unregister(f"before-call.s3.{operation}", strike)
    assert not left


@pytest.mark.long
@pytest.mark.parametrize("files", ["keep", "delete"])
@pytest.mark.parametrize("content", [MONTH, NAMELESS], ids=["his id", "his name alone"])
def test_a_file_that_came_and_has_not_begun_is_waited_for(
    came: Any, erasure: Any, history: Desk, world: World, files: str, content: bytes
) -> None:
    event = came(content)
    bob = erasure(files)
    assert bob.run() == "running"

    history.deliver_body(event)

    assert bob.run() == "completed"
    assert traces(world) == []
    assert any(b"Bob" in one for one in _objects(world)) is (files == "keep")


@pytest.mark.long
def test_a_file_that_comes_after_the_request_is_not_waited_for(
    came: Any, erasure: Any, history: Desk, clock: Clock, world: World
) -> None:
    bob = erasure("delete")
    clock.advance(seconds=1)
    event = came(MONTH)
    assert bob.run() == "completed"

    history.deliver_body(event)

    (upload,) = history.caller.get("/v1/uploads", query={"limit": 1}).ok()["items"]
    errors = history.caller.get(f"/v1/uploads/{upload['id']}/errors").ok()["items"]
    assert [one["errors"][0]["code"] for one in errors] == ["person_erased"]
    assert traces(world) == []


@pytest.mark.long
def test_a_file_whose_event_is_lost_is_waited_for_a_day_and_goes_with_the_others(
    came: Any, erasure: Any, clock: Clock, world: World
) -> None:
    came(MONTH)
    bob = erasure("delete")
    clock.advance(hours=24)
    assert bob.run() == "running"
    clock.advance(minutes=31)
    assert bob.run() == "completed"
    assert not any(b"Bob" in one for one in _objects(world))


@pytest.mark.long
def test_a_form_that_was_never_used_is_not_waited_for(erasure: Any, history: Desk) -> None:
    history.announce(period="2026-09")
    assert erasure("delete").run() == "completed"


@pytest.mark.long
@pytest.mark.parametrize("write", choose(quick=(2, 4, 6), long=range(1, 8)))
@pytest.mark.parametrize("period", ["2026-09", "2026-11"])
@pytest.mark.deep
def test_an_upload_that_dies_at_a_write_and_goes_on_after_the_erasure_brings_nothing_back(
    came: Any,
    erasure: Any,
    history: Desk,
    world: World,
    clock: Clock,
    platform: Platform,
    period: str,
    write: int,
) -> None:
    event = came(MONTH, period)
    with pytest.raises(Killed), killed_at(platform, write, after=False):
        history.run_once(event)
    bob = erasure("keep")
    assert bob.run() == "running"
    clock.advance(minutes=6)
    # The dead worker's lease has expired, the upload has not ended.
    assert bob.run() == "running"

    history.deliver_body(event)
    assert bob.run() == "completed"

    assert traces(world) == []
    cards = history.caller.get(f"/v1/periods/{period}/scorecards").ok()["items"]
    assert "1002" not in {card["employee_id"] for card in cards}


@pytest.mark.long
@pytest.mark.parametrize("write", choose(quick=(2, 4), long=range(1, 6)))
@pytest.mark.deep
def test_a_rescoring_that_dies_at_a_write_and_goes_on_beside_an_erasure_brings_nothing_back(
    erasure: Any,
    history: Desk,
    acme: Company,
    world: World,
    clock: Clock,
    platform: Platform,
    write: int,
) -> None:
    acme.hr.post("/v1/periods/2026-09/rescore", {"scheme": "desk"}).ok(202)
    (asked,) = world.messages("uploads")
    with pytest.raises(Killed), killed_at(platform, write, after=False):
        history.run_once(asked)
    clock.advance(minutes=6)
    bob = erasure("keep")
    # It takes no period whose lease an unfinished run has left; then it waits for that run.
    waits = bob.run() == "running"

    history.deliver_body(asked)

    assert not waits or bob.run() == "completed"
    assert traces(world) == []


@pytest.mark.long
@pytest.mark.parametrize("files", ["keep", "delete"])
def test_an_export_that_is_being_made_is_waited_for(
    erasure: Any,
    history: Desk,
    acme: Company,
    worker: Worker,
    world: World,
    clock: Clock,
    platform: Platform,
    files: str,
) -> None:
    """It has read Bob's result when the erasure begins, and stores the file after that."""
    asked = acme.hr.post("/v1/exports", SEPTEMBER).ok(201)
    (message,) = world.messages("exports")
    found: list[Any] = []

    def erase() -> None:
        found.append(erasure(files))
        assert found[0].run() == "running"

    with meanwhile(platform, "PutObject", erase):
        worker.deliver(message)
    # The period has changed while it was read: it is made again from what is stored now.
    worker.work()

    assert acme.hr.get(f"/v1/exports/{asked['id']}").ok()["status"] == "completed"
    assert found[0].run() == "completed"


def test_an_export_whose_worker_died_is_waited_for_until_the_process_must_have_ended(
    erasure: Any,
    history: Desk,
    acme: Company,
    worker: Worker,
    world: World,
    clock: Clock,
    platform: Platform,
) -> None:
    acme.hr.post("/v1/exports", SEPTEMBER).ok(201)
    (message,) = world.messages("exports")
    # After the worker's lease, the entry in the log of changes and the start, the file follows.
    with pytest.raises(Killed), killed_at(platform, 4, after=False):
        worker.deliver(message)
    bob = erasure("keep")
    assert bob.run() == "running"
    clock.advance(seconds=314)
    assert bob.run() == "running"
    clock.advance(seconds=1)
    assert bob.run() == "completed"


@pytest.mark.long
def test_a_copy_that_is_being_made_stores_nothing_after_the_erasure(
    erasure: Any,
    history: Desk,
    acme: Company,
    worker: Worker,
    world: World,
    clock: Clock,
    platform: Platform,
) -> None:
    """It has read a part when the erasure removes all copies, and stores the part after that."""
    asked = acme.admin.post("/v1/tenant/copies").ok(201)
    (message,) = world.messages("jobs")
    found: list[Any] = []

    def erase() -> None:
        found.append(erasure("keep"))
        assert found[0].run() == "running"

    with meanwhile(platform, "PutObject", erase):
        worker.deliver(message)
    assert [name for name in world.objects() if asked["id"] in name] != []
    assert found[0].run() == "running"
    clock.advance(seconds=316)

    assert found[0].run() == "completed"
    assert [name for name in world.objects() if asked["id"] in name] == []
    assert acme.admin.get(f"/v1/tenant/copies/{asked['id']}").ok()["status"] == "removed"
