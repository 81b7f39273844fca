"""A rescoring and a lock at the same time: each answer says what has happened."""

from collections.abc import Callable
from typing import Any

import pytest

from chalicelib.publication import service
from tests.api.company import Company
from tests.api.uploads.sending import Desk

DESK = {"scheme": "desk"}
PERIOD = "/v1/periods/2026-10"


@pytest.fixture
def between(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[], Any]], None]:
    """Do something between a request's read of the period and its commit, once."""

    def set_up(act: Callable[[], Any]) -> None:
        existing = service._existing

        def reading(*asked: Any) -> Any:
            monkeypatch.setattr(service, "_existing", existing)
            found = existing(*asked)
            act()
            return found

        monkeypatch.setattr(service, "_existing", reading)

    return set_up


def test_a_rescoring_that_a_lock_precedes_is_refused_and_says_why(
    october: Desk, acme: Company
) -> None:
    acme.hr.post(f"{PERIOD}/rescore", DESK).ok(202)
    (message,) = october.world.messages("uploads")
    acme.hr.post(f"{PERIOD}/lock", DESK).ok()

    october.deliver_body(message)

    told = acme.hr.get(PERIOD).ok()["schemes"][0]["rescoring"]
    assert (told["status"], told["reason"]["code"]) == ("refused", "period_locked")
    assert "locked before it was scored anew" in told["reason"]["message"]
    assert told["finished_at"] is not None


@pytest.mark.parametrize("act", ["rescore", "publish"])
def test_a_request_that_a_lock_overtakes_says_that_the_period_is_locked(
    october: Desk, acme: Company, between: Any, act: str
) -> None:
    between(lambda: acme.hr.post(f"{PERIOD}/lock", DESK).ok())

    acme.hr.post(f"{PERIOD}/{act}", DESK).problem(409, "period_locked")


def test_a_lock_that_another_lock_overtakes_may_be_tried_again(
    october: Desk, acme: Company, between: Any
) -> None:
    between(lambda: acme.hr.post(f"{PERIOD}/lock", DESK).ok())

    acme.hr.post(f"{PERIOD}/lock", DESK).problem(409, "period_busy")
    assert acme.hr.post(f"{PERIOD}/lock", DESK).ok()["state"] == "locked"


def test_a_lock_that_a_rescoring_overtakes_is_busy(
    october: Desk, acme: Company, between: Any
) -> None:
    between(lambda: acme.hr.post(f"{PERIOD}/rescore", DESK).ok(202))

    acme.hr.post(f"{PERIOD}/lock", DESK).problem(409, "period_busy")
    assert acme.hr.get(PERIOD).ok()["schemes"][0]["state"] == "provisional"
