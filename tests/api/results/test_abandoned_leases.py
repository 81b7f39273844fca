"""A lease that a run has left behind ends when its work has ended, whoever finds it first."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

import app
from chalicelib.jobs.batch import MOST_TRIES
from chalicelib.periods import lease
from chalicelib.periods.records import PeriodRecord, read_period
from chalicelib.tenancy.context import Context
from tests.api.clock import Clock
from tests.api.company import Company
from tests.api.exports.delivering import deliver
from tests.api.results.conftest import MONTH
from tests.api.uploads.sending import Context as Lambda
from tests.api.uploads.sending import Desk
from tests.api.world import World

TICK = Path(__file__).parents[2] / "events" / "hourly_tick.json"
DESK = {"scheme": "desk"}
PERIOD = "/v1/periods/2026-10"


def left(context: Context, work: str) -> None:
    """Take October's lease as a run of this work that then dies."""
    until = context.platform.clock() + timedelta(minutes=5)
    lease.take(context, "2026-10", "desk", "run_dead", until, work=work)


def record_of(context: Context) -> PeriodRecord:
    found = read_period(context.table, context.scope, "2026-10", "desk")
    assert found is not None
    return found


def entries(world: World) -> list[str]:
    items = (item for item in world.items() if item["pk"]["S"] == "acme#period-leases")
    return [item["sk"]["S"] for item in items]


def tick(world: World) -> list[str]:
    """Run the hourly function; return the messages of the uploads queue."""
    app.export_tick(json.loads(TICK.read_text()), Lambda())
    return list(world.messages("uploads"))


def swept(desk: Desk) -> list[str]:
    """Run the hourly function and the sweeps that it asks for; return the messages of these."""
    for body in tick(desk.world):
        assert deliver(desk.world, body, queue="uploads") == {"batchItemFailures": []}
    return list(desk.world.messages("uploads"))


@pytest.fixture
def upload(october: Desk) -> Any:
    """The completed upload of October."""
    (found,) = october.caller.get("/v1/uploads").ok()["items"]
    return found


def test_a_lease_has_an_entry_until_it_ends(october: Desk, context: Context) -> None:
    assert entries(october.world) == []
    left(context, "upl_1")
    assert entries(october.world) == ["2026-10#desk#run_dead"]
    lease.release(context, "2026-10", "desk", "run_dead")
    assert entries(october.world) == []


def test_whoever_locks_finds_that_the_work_has_ended(
    acme: Company, context: Context, clock: Clock, upload: Any
) -> None:
    """A second run of the upload began before the first one completed it, and died."""
    left(context, upload["id"])
    acme.hr.post(f"{PERIOD}/lock", DESK).problem(409, "period_busy")
    clock.advance(minutes=6)

    assert acme.hr.post(f"{PERIOD}/lock", DESK).ok()["state"] == "locked"


def test_a_message_of_ended_work_releases_what_its_run_has_left(
    october: Desk, context: Context, clock: Clock, upload: Any
) -> None:
    left(context, upload["id"])
    clock.advance(minutes=6)

    october.run_once(json.dumps({"kind": "score_upload", "tenant": "acme", "upload": upload["id"]}))

    assert record_of(context).writer is None


def test_the_hourly_sweep_releases_it_too(
    october: Desk, context: Context, clock: Clock, upload: Any
) -> None:
    left(context, upload["id"])
    swept(october)
    assert record_of(context).writer == "run_dead", "it may be alive"
    clock.advance(minutes=6)

    assert swept(october) == []

    assert record_of(context).writer is None
    assert entries(october.world) == []


def test_the_tick_asks_for_one_sweep_of_each_company(october: Desk, globex: Company) -> None:
    asked = [json.loads(body) for body in tick(october.world)]

    sweeps = [one["tenant"] for one in asked if one["kind"] == "sweep_leases"]
    assert sweeps == ["acme", "globex"]


def test_work_that_was_given_up_leaves_its_results_settled_and_the_period_free(
    october: Desk, acme: Company, context: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The cards of the second file are written; its plans fail at each try."""
    message = october.message(october.put(october.announce(), MONTH.replace(b"7200", b"3000")))
    with monkeypatch.context() as broken:
        for name in ("settle", "adjust"):
            broken.setattr(f"chalicelib.results.finishing.{name}", None)
        deliver(october.world, message, received=MOST_TRIES, queue="uploads")
    acme.hr.post(f"{PERIOD}/lock", DESK).problem(409, "period_unfinished")

    for body in october.world.messages("uploads"):
        deliver(october.world, body, queue="uploads")

    (told,) = acme.hr.get(PERIOD).ok()["schemes"]
    assert told["grades"] == {"good": 2}, "1002 has 30 s and 80 %: 40 + 40 = 80"
    acme.hr.post(f"{PERIOD}/lock", DESK).ok()


def test_open_work_without_a_run_for_three_hours_gets_a_message_again(
    october: Desk, acme: Company, context: Context, clock: Clock
) -> None:
    upload = october.announce()
    october.put(upload, MONTH)
    left(context, upload["id"])
    clock.advance(minutes=120)
    assert swept(october) == []
    acme.hr.post(f"{PERIOD}/lock", DESK).problem(409, "period_unfinished")
    clock.advance(minutes=70)

    (message,) = swept(october)

    october.deliver_body(message)
    assert october.caller.get(f"/v1/uploads/{upload['id']}").ok()["status"] == "completed"
    acme.hr.post(f"{PERIOD}/lock", DESK).ok()


@pytest.mark.parametrize("work", ["upl_gone", "rsc_gone", "what_else"])
def test_work_that_is_gone_leaves_the_period_to_be_settled(
    october: Desk, acme: Company, context: Context, clock: Clock, work: str
) -> None:
    left(context, work)
    clock.advance(minutes=6)
    acme.hr.post(f"{PERIOD}/lock", DESK).problem(409, "period_unfinished")

    for body in october.world.messages("uploads"):
        october.run_once(body)

    acme.hr.post(f"{PERIOD}/lock", DESK).ok()


def test_an_erasure_leaves_the_lease_of_an_unfinished_upload_alone(
    october: Desk, acme: Company, context: Context, clock: Clock
) -> None:
    left(context, october.announce()["id"])
    clock.advance(minutes=6)
    until = clock() + timedelta(minutes=1)

    with pytest.raises(lease.PeriodBusy):
        lease.take(context, "2026-10", "desk", "run_2", until, work="erasure", only_own=True)

    assert record_of(context).writer == "run_dead"
