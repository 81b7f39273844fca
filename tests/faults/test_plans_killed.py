"""Plans and rescorings whose worker dies at any write and is run again."""

from itertools import islice
from typing import Any

import pytest

from chalicelib.tenancy.platform import Platform
from tests.api.clock import Clock
from tests.api.company import Company
from tests.api.periods.test_rescoring import publish_next, with_resolution_target
from tests.api.uploads.sending import Desk, csv_of
from tests.faults.killing import NEVER, Killed, kill_points, killed_at, months
from tests.profiles import choose

# Three people graded poor. Then one is good, one has other figures, and one person is new.
FIRST = csv_of(
    "1001,Ann,red,7200,100,80,100", "1002,Bob,red,7200,100,80,100", "1003,Cy,red,7200,100,80,100"
)
SECOND = csv_of(
    "1001,Ann,red,3000,100,90,100", "1002,Bob,red,6500,100,80,100", "1004,Di,red,7200,100,80,100"
)


def plans(desk: Desk, period: str) -> list[Any]:
    """Return the period's plans without ids and times, including withdrawn ones."""
    found = []
    for query in ({}, {"status": "withdrawn"}):
        path = {"period": period, "limit": "200", **query}
        found += desk.caller.get("/v1/improvement-plans", query=path).ok()["items"]
    return sorted(
        (
            plan["employee_id"],
            plan["indicator"],
            plan["status"],
            plan["flag"],
            plan["figures"]["value"],
            plan["result"]["revision"],
        )
        for plan in found
    )


def agree_on_one(desk: Desk, period: str) -> None:
    query = {"period": period, "employee_id": "1002", "indicator": "answer_time"}
    (plan,) = desk.caller.get("/v1/improvement-plans", query=query).ok()["items"]
    path = f"/v1/improvement-plans/{plan['id']}"
    desk.caller.patch(path, {"status": "agreed"}, if_match="*").ok()


@pytest.mark.long
@pytest.mark.deep
@pytest.mark.parametrize("after", [False, True], ids=["before the write", "after the write"])
def test_an_upload_killed_at_any_write_leaves_the_same_plans(
    desk: Desk, platform: Platform, clock: Clock, after: bool
) -> None:
    desk.send(FIRST, period="2026-01")
    agree_on_one(desk, "2026-01")
    desk.send(SECOND, period="2026-01")
    expected = plans(desk, "2026-01")
    assert expected == [
        ("1001", "answer_time", "withdrawn", None, "72", 1),
        ("1001", "resolution", "withdrawn", None, "80", 1),
        ("1002", "answer_time", "agreed", "result_changed", "72", 1),
        ("1002", "resolution", "draft", None, "80", 1),
        ("1003", "answer_time", "draft", None, "72", 1),
        ("1003", "resolution", "draft", None, "80", 1),
        ("1004", "answer_time", "draft", None, "72", 1),
        ("1004", "resolution", "draft", None, "80", 1),
    ]

    def second_file(period: str) -> Any:
        """Return the event of the second file, after the first file and an agreed plan."""
        desk.send(FIRST, period=period)
        agree_on_one(desk, period)
        return desk.put(desk.announce(period=period), SECOND)

    periods = months("2026-02")
    rehearsal = next(periods)
    event = second_file(rehearsal)
    with killed_at(platform, NEVER, after=after) as writes:
        desk.deliver(event)
    assert plans(desk, rehearsal) == expected
    assert len(writes) > 7

    for number in kill_points(writes, after=after):
        period = next(periods)
        event = second_file(period)
        with pytest.raises(Killed), killed_at(platform, number, after=after):
            desk.deliver(event)
        clock.advance(minutes=30)
        desk.deliver(event)
        assert plans(desk, period) == expected, f"killed at write {number}"


@pytest.mark.long
@pytest.mark.deep
@pytest.mark.parametrize("after", [False, True], ids=["before the write", "after the write"])
def test_a_rescoring_killed_at_any_write_comes_to_the_same_end(
    desk: Desk, acme: Company, platform: Platform, clock: Clock, after: bool
) -> None:
    periods = list(islice(months("2026-01"), choose(quick=9, long=20)))
    for period in periods:
        desk.send(FIRST, period=period)
    publish_next(acme, with_resolution_target("80"), effective_from="2026-02")

    def asked(period: str) -> str:
        """Ask for a rescoring of the period; return its message."""
        acme.hr.post(f"/v1/periods/{period}/rescore", {"scheme": "desk"}).ok(202)
        (message,) = desk.world.messages("uploads")
        return message

    def rescored(period: str) -> None:
        # 72 s and 80 % of 80: 8 + 60 = 68. Still poor, and the resolution rate is no shortfall.
        cards = desk.caller.get(f"/v1/periods/{period}/scorecards").ok()["items"]
        assert {(card["revision"], card["total"]) for card in cards} == {(2, "68.00")}
        assert [plan[:3] for plan in plans(desk, period)] == [
            (employee, indicator, status)
            for employee in ("1001", "1002", "1003")
            for indicator, status in (("answer_time", "draft"), ("resolution", "withdrawn"))
        ], period
        (found,) = acme.hr.get(f"/v1/periods/{period}").ok()["schemes"]
        assert (found["rescoring"]["status"], found["busy"]) == ("completed", False)

    message = asked(periods[1])
    with killed_at(platform, NEVER, after=after) as writes:
        desk.deliver_body(message)
    rescored(periods[1])
    assert len(writes) > 5

    points = kill_points(writes, after=after)
    assert len(points) <= len(periods) - 2
    for number, period in zip(points, periods[2:], strict=False):
        message = asked(period)
        with pytest.raises(Killed), killed_at(platform, number, after=after):
            desk.deliver_body(message)
        clock.advance(minutes=30)
        desk.deliver_body(message)
        rescored(period)
