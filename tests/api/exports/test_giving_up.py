"""An export that cannot be made fails, and is made after all when the cause is repaired."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from botocore.exceptions import EndpointConnectionError

from chalicelib.jobs.batch import MOST_TRIES
from chalicelib.tenancy.platform import Platform
from tests.api.clock import Clock
from tests.api.exports.payroll import Payroll

Failing = Callable[[], Any]


@pytest.fixture
def no_bucket(platform: Platform) -> Failing:
    """A context in which the bucket does not answer."""

    @contextmanager
    def block() -> Iterator[None]:
        events = platform.objects.client.meta.events

        def refuse(**_: Any) -> None:
            raise EndpointConnectionError(endpoint_url="https://bucket.example")

        events.register("before-call.s3.PutObject", refuse)
        try:
            yield
        finally:
            events.unregister("before-call.s3.PutObject", refuse)

    return block


def shown(payroll: Payroll, asked: Any) -> Any:
    return payroll.caller.get(f"/v1/exports/{asked['id']}").ok()


def message_of(payroll: Payroll) -> str:
    (message,) = payroll.world.messages("exports")
    return message


def failed(answer: Any) -> bool:
    return len(answer["batchItemFailures"]) == 1


def test_an_export_is_running_while_the_queue_will_try_again(
    payroll: Payroll, no_bucket: Failing
) -> None:
    asked = payroll.ask()
    message = message_of(payroll)
    with no_bucket():
        for received in range(1, MOST_TRIES):
            assert failed(payroll.deliver(message, received))

    assert shown(payroll, asked)["status"] == "running"


def test_the_last_try_that_fails_ends_the_export_with_its_reason(
    payroll: Payroll, no_bucket: Failing, clock: Clock
) -> None:
    asked = payroll.ask()
    clock.advance(minutes=7)
    with no_bucket():
        answer = payroll.deliver(message_of(payroll), MOST_TRIES)

    assert failed(answer), "the message is kept among the dead letters, which alarm the operator"
    export = shown(payroll, asked)
    assert (export["status"], export["reason"]["code"]) == ("failed", "gave_up")
    assert export["finished_at"] == "2026-11-05T08:07:00.000Z"
    assert (export["url"], export["manifest_url"]) == (None, None)


def test_an_export_that_was_given_up_is_listed_among_the_failed(
    payroll: Payroll, no_bucket: Failing
) -> None:
    asked = payroll.ask()
    with no_bucket():
        payroll.deliver(message_of(payroll), MOST_TRIES)

    def listed(status: str) -> list[str]:
        found = payroll.caller.get("/v1/exports", query={"status": status}).ok()
        return [one["id"] for one in found["items"]]

    assert (listed("failed"), listed("running")) == ([asked["id"]], [])


@pytest.mark.long
def test_a_dead_letter_that_is_sent_again_is_made_after_all(
    payroll: Payroll, no_bucket: Failing
) -> None:
    asked = payroll.ask()
    message = message_of(payroll)
    with no_bucket():
        payroll.deliver(message, MOST_TRIES)

    assert not failed(payroll.deliver(message))

    export = shown(payroll, asked)
    assert (export["status"], export["reason"], export["rows"]) == ("completed", None, 3)


def test_a_completed_export_stays_so_whatever_a_late_duplicate_does(payroll: Payroll) -> None:
    asked = payroll.ask()
    message = message_of(payroll)
    payroll.deliver(message)
    payroll.deliver(message, MOST_TRIES)

    assert shown(payroll, asked)["status"] == "completed"


@pytest.mark.parametrize(
    ("hours", "status"), [({"hours": 5, "minutes": 59}, "queued"), ({"hours": 6}, "failed")]
)
def test_an_export_whose_message_is_lost_has_failed_after_six_hours(
    payroll: Payroll, clock: Clock, hours: dict[str, int], status: str
) -> None:
    """The worker was killed at each try, or the queue did not deliver the message."""
    asked = payroll.ask()
    payroll.world.messages("exports")
    clock.advance(**hours)

    export = shown(payroll, asked)
    assert export["status"] == status
    if status == "failed":
        assert export["reason"]["code"] == "gave_up"
        assert export["finished_at"] == "2026-11-05T14:00:00.000Z"


def test_giving_up_works_on_messages_of_exports_alone(payroll: Payroll) -> None:
    """A message that cannot be read at five tries is a dead letter like any other."""
    for body in ("not JSON", "[]", '{"kind": "run_export"}', '{"kind": "?", "tenant": "acme"}'):
        assert failed(payroll.deliver(body, MOST_TRIES)), body
