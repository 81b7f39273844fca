"""Whatever happens to a worker at a write, the period can be locked after the next deliveries."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from itertools import islice
from typing import Any

import pytest
from pynamodb.expressions.operand import Path

from chalicelib.periods.keys import key_of_period
from chalicelib.tenancy.current_tenant import acting_as
from chalicelib.tenancy.platform import Platform
from chalicelib.tenancy.scope import TenantScope
from tests.api.clock import Clock
from tests.api.company import Company
from tests.api.periods.test_rescoring import publish_next, with_resolution_target
from tests.api.uploads.sending import Desk, csv_of
from tests.faults.killing import NEVER, killed_at, months
from tests.faults.mishaps import Killed, mishap
from tests.profiles import choose

FILE = csv_of("1001,Ann,red,4000,100,88,100", "1002,Bob,red,7200,100,80,100")
ALL = ("killed before", "killed after", "answer lost", "answer lost, sent again")
MISHAPS = choose(quick=("killed after", "answer lost"), long=ALL)
#: For work that ends by the same function as an upload.
LIKEWISE = choose(quick=("answer lost",), long=ALL)
DESK = {"scheme": "desk"}


def points(writes: list[str]) -> list[int]:
    """Return the writes to strike: quick the last two, of which one stores the end state."""
    tables = [name for name in writes if name != "SendMessage"]
    return choose(quick=list(range(len(tables) - 1, len(tables) + 1)), long=list(range(1, 30)))


def struck(desk: Desk, clock: Clock, body: str, harm: AbstractContextManager[None]) -> None:
    """Deliver the message with a mishap, then until no message is left."""
    try:
        with harm:
            desk.run_once(body)
    except Killed:
        pass
    clock.advance(minutes=30)
    desk.deliver_body(body)


def lock(company: Company, period: str) -> Any:
    return company.hr.post(f"/v1/periods/{period}/lock", DESK)


@pytest.fixture
def harm(desk: Desk, platform: Platform) -> Callable[[str, int], AbstractContextManager[None]]:
    return lambda kind, number: mishap(platform, desk.world, kind, number, lambda: None)


@pytest.mark.deep
@pytest.mark.parametrize("kind", MISHAPS)
def test_after_an_upload(
    desk: Desk, acme: Company, platform: Platform, clock: Clock, harm: Any, kind: str
) -> None:
    periods = months("2026-01")
    event = desk.message(desk.put(desk.announce(period=next(periods)), FILE))
    with killed_at(platform, NEVER, after=False) as writes:
        desk.deliver_body(event)

    for number in points(writes):
        period = next(periods)
        upload = desk.announce(period=period)
        struck(desk, clock, desk.message(desk.put(upload, FILE)), harm(kind, number))

        told = desk.caller.get(f"/v1/uploads/{upload['id']}").ok()
        assert told["status"] == "completed", number
        assert lock(acme, period).status == 200, number


@pytest.mark.long
@pytest.mark.deep
@pytest.mark.parametrize("kind", LIKEWISE)
def test_after_a_rescoring(
    desk: Desk, acme: Company, platform: Platform, clock: Clock, harm: Any, kind: str
) -> None:
    periods = list(islice(months("2026-02"), choose(quick=3, long=30)))
    for period in periods:
        desk.send(FILE, period=period)
    publish_next(acme, with_resolution_target("80"), effective_from="2026-02")

    def asked(period: str) -> str:
        acme.hr.post(f"/v1/periods/{period}/rescore", DESK).ok(202)
        (message,) = desk.world.messages("uploads")
        return message

    with killed_at(platform, NEVER, after=False) as writes:
        desk.deliver_body(asked(periods[0]))

    for number, period in zip(points(writes), periods[1:], strict=False):
        struck(desk, clock, asked(period), harm(kind, number))

        (told,) = acme.hr.get(f"/v1/periods/{period}").ok()["schemes"]
        assert told["rescoring"]["status"] == "completed", number
        assert lock(acme, period).status == 200, number


@pytest.mark.deep
@pytest.mark.parametrize("kind", LIKEWISE)
def test_after_a_refused_file(
    desk: Desk, acme: Company, platform: Platform, clock: Clock, harm: Any, kind: str
) -> None:
    periods = months("2026-01")
    bad = csv_of("1001,Ann,red,x,100,88,100")
    first = next(periods)
    event = desk.message(desk.put(desk.announce(period=first, on_error="reject"), bad))
    with killed_at(platform, NEVER, after=False) as writes:
        desk.deliver_body(event)

    for number in points(writes):
        period = next(periods)
        desk.send(FILE, period=period)
        upload = desk.announce(period=period, on_error="reject")
        struck(desk, clock, desk.message(desk.put(upload, bad)), harm(kind, number))

        told = desk.caller.get(f"/v1/uploads/{upload['id']}").ok()
        assert (told["status"], told["reason"]["code"]) == ("rejected", "rows_in_error"), number
        assert lock(acme, period).status == 200, number


def test_a_run_that_lost_its_lease_ends_nothing(
    desk: Desk, acme: Company, platform: Platform
) -> None:
    """Another run holds the period when the first one is about to store its end."""
    upload = desk.announce()
    scope = TenantScope("acme")

    def taken() -> None:
        with acting_as(scope):
            platform.table.update(
                key_of_period(scope, "2026-10", "desk"), [Path("writer").set("run_other")]
            )

    event = desk.message(desk.put(upload, FILE))
    desk.send(FILE, period="2026-08")
    rehearsal = desk.message(desk.put(desk.announce(period="2026-09"), FILE))
    with killed_at(platform, NEVER, after=False) as writes:
        desk.run_once(rehearsal)
    # The end of the worker's lease, and at times what it has used, come after it.
    tables = [name for name in writes if name != "SendMessage"]
    last = len(tables) - tables[::-1].index("TransactWriteItems")

    with mishap(platform, desk.world, "meanwhile", last, taken):
        desk.run_once(event)

    assert desk.caller.get(f"/v1/uploads/{upload['id']}").ok()["status"] == "processing"
    assert desk.world.not_received("uploads") == 1, "another run is asked for"
    assert acme.hr.get("/v1/periods/2026-10").ok()["schemes"][0]["busy"] is True
