"""An export whose worker dies at any write and is run again ends as if it had not died."""

from collections.abc import Callable
from typing import Any

import pytest

from chalicelib.tenancy.platform import Platform
from tests.api.clock import Clock
from tests.api.company import Company
from tests.api.exports.payroll import Payroll
from tests.api.uploads.sending import SCHEME, Desk, csv_of, published
from tests.api.world import TABLE
from tests.faults.killing import NEVER, Killed, kill_points, killed_at

MONTH = csv_of("1001,Ann,red,4000,100,88,100", "1002,Bob,red,7200,100,80,100")
MOST_WRITES = 60


@pytest.fixture
def payroll(desk: Desk) -> Payroll:
    desk.send(MONTH)
    return Payroll(desk.world, desk.caller)


@pytest.mark.long
@pytest.mark.parametrize("after", [False, True], ids=["before the write", "after the write"])
def test_an_export_killed_at_any_write_is_made_by_the_next_delivery(
    payroll: Payroll, platform: Platform, after: bool
) -> None:
    expected = payroll.made("xlsx")

    for number in range(1, MOST_WRITES):
        asked = payroll.ask("xlsx")
        (message,) = payroll.world.messages("exports")
        struck = dies(platform, number, after, lambda body=message: payroll.deliver(body))
        payroll.deliver(message)
        export = payroll.caller.get(f"/v1/exports/{asked['id']}").ok()
        assert (export["status"], export["sha256"]) == ("completed", expected["sha256"])
        assert payroll.content(export) == payroll.content(expected), f"killed at write {number}"
        if not struck:
            # Writes: a worker, state running, the file, its manifest, whose rows it has, the entry
            # in the log of changes, state completed, no worker.
            assert number == 9
            return
    raise AssertionError("the run makes no end of writes")


@pytest.mark.long
@pytest.mark.deep
@pytest.mark.parametrize("after", [False, True], ids=["before the write", "after the write"])
def test_a_scheduled_export_killed_at_any_write_is_made_once(
    payroll: Payroll, desk: Desk, acme: Company, platform: Platform, clock: Clock, after: bool
) -> None:
    """Tick and worker die at each of their writes. The queue and the next tick run them again."""
    published(acme, {**SCHEME, "code": "second"})
    desk.send(MONTH, scheme="second")
    acme.admin.patch("/v1/tenant", {"time_zone": "UTC"}, if_match="*").ok()
    path = "/v1/export-schedule"

    def due() -> set[str]:
        """Set the schedule anew, due in an hour, in the same month; return the exports so far.

        The former schedule is forgotten behind the service's back: a month is exported once.
        """
        before = {one["id"] for one in exports(payroll)}
        for item in payroll.world.items():
            if item["pk"]["S"] == "acme#export-schedule":
                key = {name: item[name] for name in ("pk", "sk")}
                payroll.world.dynamodb.delete_item(TableName=TABLE, Key=key)
        clock.advance(hours=1 if clock.now.hour < 20 else 12)
        body = {"enabled": True, "day": clock.now.day, "hour": clock.now.hour + 1}
        payroll.caller.put(path, body, if_match="*").ok()
        payroll.work()
        clock.advance(hours=1)
        return before

    def made_once(before: set[str], when: str) -> None:
        clock.advance(hours=1)
        payroll.tick()
        payroll.work()
        made = [one for one in exports(payroll) if one["id"] not in before]
        assert sorted(one["scheme"] for one in made) == ["desk", "second"], when
        assert {one["status"] for one in made} == {"completed"}
        assert payroll.caller.get(path).ok()["next_due"].startswith("2026-12-")

    before = due()
    with killed_at(platform, NEVER, after=after) as writes:
        payroll.tick()
        payroll.work()
    made_once(before, "not killed")
    assert len(writes) > 11, "a tick and its worker make more writes than that"

    for number in kill_points(writes, after=after):
        before = due()
        assert dies(platform, number, after, lambda: (payroll.tick(), payroll.work()))
        made_once(before, f"killed at write {number}")


@pytest.mark.parametrize("after", [False, True], ids=["before the write", "after the write"])
def test_a_schedule_set_by_a_request_that_dies_at_any_write_is_in_force_or_not_there(
    payroll: Payroll, platform: Platform, clock: Clock, after: bool
) -> None:
    """The next read shows the caller what will happen."""
    path = "/v1/export-schedule"
    body = {"enabled": True, "day": 5, "hour": 9, "format": "csv"}
    for number in range(1, MOST_WRITES):
        struck = dies(platform, number, after, lambda: payroll.caller.put(path, body, if_match="*"))
        payroll.work()
        expected = payroll.caller.get(path).ok()["next_due"]
        entries = [
            item["due"]["S"]
            for item in payroll.world.items()
            if item["pk"]["S"] == "~operator#due-exports"
        ]
        assert (expected in entries) == (expected is not None), f"write {number}"
        if not struck:
            assert number == 4, "the request's count, the message, the schedule with its event"
            return
    raise AssertionError("the request makes no end of writes")


def exports(payroll: Payroll) -> list[Any]:
    return payroll.caller.get("/v1/exports", query={"limit": 200}).ok()["items"]


def dies(platform: Platform, number: int, after: bool, work: Callable[[], Any]) -> bool:
    """Kill the work at that write; return False when it finished before."""
    try:
        with killed_at(platform, number, after=after):
            work()
    except Killed:
        return True
    return False
