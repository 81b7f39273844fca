"""An upload whose worker dies at any write and is run again ends as if it had not died."""

from typing import Any

import pytest

from chalicelib.tenancy.platform import Platform
from tests.api.clock import Clock
from tests.api.uploads.sending import Desk, csv_of
from tests.faults.killing import NEVER, Killed, kill_points, killed_at, months

FIRST = csv_of("1001,Ann,red,4000,100,88,100", "1002,Bob,red,7200,100,80,100", "1003,,,x,1,1,1")
SECOND = csv_of("1002,Bob,red,3000,100,90,100", "1004,Di,blue,9000,100,70,100", "1005,,,,,,y")


def what_a_reader_sees(desk: Desk, period: str) -> dict[str, Any]:
    """Return cards, earlier revisions, counts and errors of both uploads, without ids and times."""
    cards = desk.caller.get(f"/v1/periods/{period}/scorecards").ok()["items"]
    old = desk.caller.get(f"/v1/employees/1002/scorecards/{period}?revision=1").ok()
    uploads = desk.caller.get(f"/v1/uploads?period={period}").ok()["items"]
    for upload in uploads:
        # Whoever is new in the first month is not in the next.
        del upload["counts"]["new_people"]
    errors = [desk.caller.get(f"/v1/uploads/{u['id']}/errors").ok()["items"] for u in uploads]
    return {
        "cards": [
            (c["employee_id"], c["revision"], c["total"], c["grade"], c["rank"], c["source"]["row"])
            for c in cards
        ],
        "old": (old["revision"], old["total"], old["state"]),
        "uploads": [(u["status"], u["counts"], u["progress"]) for u in uploads],
        "errors": [[(e["row"], e["errors"][0]["code"]) for e in found] for found in errors],
    }


@pytest.mark.deep
@pytest.mark.parametrize("after", [False, True], ids=["before the write", "after the write"])
def test_killed_at_any_write_and_run_again_the_table_ends_the_same(
    desk: Desk, platform: Platform, clock: Clock, after: bool
) -> None:
    for content in (FIRST, SECOND):
        desk.send(content, period="2026-01")
    expected = what_a_reader_sees(desk, "2026-01")
    # 1004: 90 s is six steps over, 40 − 8 × 6 < 0, so 0; 70 % is 20 below, 60 − 2 × 20 = 20
    assert expected["cards"] == [
        ("1001", 1, "88.00", "good", {"position": 2, "of": 3}, 2),
        ("1002", 2, "100.00", "good", {"position": 1, "of": 3}, 2),
        ("1004", 1, "20.00", "poor", {"position": 3, "of": 3}, 3),
    ]

    periods = months("2026-02")
    rehearsal = next(periods)
    desk.send(FIRST, period=rehearsal)
    event = desk.put(desk.announce(period=rehearsal), SECOND)
    with killed_at(platform, NEVER, after=after) as writes:
        desk.deliver(event)
    assert what_a_reader_sees(desk, rehearsal) == expected
    assert len(writes) > 7, "a run makes more writes than that"

    for number in kill_points(writes, after=after):
        period = next(periods)
        desk.send(FIRST, period=period)
        send_with_a_kill(desk, platform, clock, period, number, after=after)
        assert what_a_reader_sees(desk, period) == expected, f"killed at write {number}"


def send_with_a_kill(
    desk: Desk, platform: Platform, clock: Clock, period: str, number: int, *, after: bool
) -> None:
    """Send the second file, kill its worker at that write, and deliver the message again."""
    upload = desk.announce(period=period)
    event = desk.put(upload, SECOND)
    with pytest.raises(Killed), killed_at(platform, number, after=after):
        desk.deliver(event)
    # The queue delivers again when the message is visible again. By then the dead worker's claim on
    # the period has ended.
    clock.advance(minutes=30)
    desk.deliver(event)
