"""What waits for a period that other work holds says which work that is, and since when."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.periods import lease
from chalicelib.tenancy.context import Context
from chalicelib.tenancy.platform import Platform
from tests.api.clock import Clock
from tests.api.company import Company
from tests.api.uploads.sending import Desk, csv_of
from tests.api.worker import worker_in

ANN = csv_of("1001,Ann,red,4000,100,88,100")
PERIOD = "/v1/periods/2026-10"
SINCE = "2026-11-05T08:01:00.000Z"
HELD = {"work": "upl_other", "since": SINCE}


@pytest.fixture
def context(desk: Desk, platform: Platform, clock: Clock) -> Iterator[Context]:
    """October has a result. At one minute past eight another upload takes it."""
    desk.send(ANN)
    clock.advance(minutes=1)
    with worker_in(platform, "acme") as made:
        until = clock.now + timedelta(minutes=5)
        lease.take(made, "2026-10", "desk", "run_1", until, work="upl_other")
        yield made


def waits(desk: Desk, upload: Any) -> Any:
    return desk.caller.get(f"/v1/uploads/{upload['id']}").ok()["waiting_for"]


def test_an_upload_whose_file_has_come_names_the_upload_that_holds_the_period(
    desk: Desk, context: Context, clock: Clock
) -> None:
    upload = desk.announce()
    assert waits(desk, upload) is None, "its file has not come"

    body = desk.message(desk.put(upload, ANN))
    desk.run_once(body)

    clock.advance(minutes=2)
    assert waits(desk, upload) == HELD
    assert desk.caller.get("/v1/uploads").ok()["items"][0]["waiting_for"] is None, "in lists"
    lease.release(context, "2026-10", "desk", "run_1")
    assert waits(desk, upload) is None
    desk.deliver_body(body)
    assert desk.caller.get(f"/v1/uploads/{upload['id']}").ok()["status"] == "completed"


def test_the_next_run_of_that_work_holds_it_since_the_first_one(
    desk: Desk, context: Context, clock: Clock
) -> None:
    upload = desk.announce()
    desk.put(upload, ANN)
    clock.advance(minutes=4)

    until = clock.now + timedelta(minutes=5)
    lease.take(context, "2026-10", "desk", "run_2", until, "run_1", work="upl_other")

    assert waits(desk, upload) == HELD


def test_nobody_waits_for_a_run_that_has_died(desk: Desk, context: Context, clock: Clock) -> None:
    upload = desk.announce()
    desk.put(upload, ANN)

    clock.advance(minutes=6)

    assert waits(desk, upload) is None


def test_a_rescoring_says_it_too(desk: Desk, context: Context, acme: Company) -> None:
    acme.hr.post(f"{PERIOD}/rescore", {"scheme": "desk"}).ok(202)
    (message,) = desk.world.messages("uploads")
    desk.run_once(message)

    (told,) = acme.hr.get(PERIOD).ok()["schemes"]
    assert (told["rescoring"]["status"], told["rescoring"]["waiting_for"]) == ("queued", HELD)

    lease.release(context, "2026-10", "desk", "run_1")
    desk.deliver_body(message)
    (told,) = acme.hr.get(PERIOD).ok()["schemes"]
    assert (told["rescoring"]["status"], told["rescoring"]["waiting_for"]) == ("completed", None)
