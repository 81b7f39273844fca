"""A worker dies at a write of a file with a pilot and runs again. The results are the same."""

import json
from typing import Any

import pytest

from chalicelib.tenancy.platform import Platform
from tests.api.clock import Clock
from tests.api.company import Company
from tests.api.schemes.test_publishing import released
from tests.api.uploads.sending import Desk, csv_of
from tests.faults.killing import NEVER, Killed, kill_points, killed_at, months
from tests.profiles import choose

MONTH = csv_of("1001,Ann,red,4000,100,88,100", "1002,Bob,blue,5000,100,88,100", "1003,,red,x,1,1,1")


def what_a_reader_sees(desk: Desk, period: str) -> dict[str, Any]:
    """Return the cards and uploads of the scheme and of the pilot, without ids and times."""

    def cards(query: str) -> list[Any]:
        found = desk.caller.get(f"/v1/periods/{period}/scorecards?scheme=desk{query}").ok()["items"]
        return [(c["employee_id"], c["revision"], c["total"], c["state"]) for c in found]

    uploads = desk.caller.get(f"/v1/uploads?period={period}").ok()["items"]
    for upload in uploads:
        # Whoever is new in the first month is not in the next.
        del upload["counts"]["new_people"]
    return {
        "cards": cards(""),
        "pilot": cards("&pilot=2"),
        "uploads": [(u["status"], u["version"], u["counts"]) for u in uploads],
    }


@pytest.mark.long
@pytest.mark.deep
@pytest.mark.parametrize("after", [False, True], ids=["before the write", "after the write"])
def test_killed_at_any_write_and_run_again_the_pilot_ends_the_same(
    acme: Company, desk: Desk, platform: Platform, clock: Clock, after: bool
) -> None:
    body = {"effective_from": "2026-01", "teams": ["red"]}
    released(acme.admin, "pilot", target="20", **body).ok(201)
    desk.send(MONTH, period="2026-01")
    expected = what_a_reader_sees(desk, "2026-01")
    assert expected["pilot"] == [("1001", 1, "80.00", "pilot")]
    assert [upload[0] for upload in expected["uploads"]] == ["completed_with_errors"] * 2

    periods = months("2026-02")
    rehearsal = next(periods)
    event = desk.put(desk.announce(period=rehearsal), MONTH)
    with killed_at(platform, NEVER, after=after) as writes:
        desk.deliver(event)
    assert what_a_reader_sees(desk, rehearsal) == expected
    assert len(writes) > 10, "two runs make more writes than that"

    # A kill before one write is a kill after the previous write. So the two parameters together
    # cover every other write.
    sides = range(1 + 2 * after, len(writes) + 1, 4)
    for number in choose(quick=kill_points(writes, after=after)[::2], long=sides):
        period = next(periods)
        upload = desk.announce(period=period)
        event = desk.put(upload, MONTH)
        with pytest.raises(Killed), killed_at(platform, number, after=after):
            desk.deliver(event)
        clock.advance(minutes=30)
        # The queue delivers both messages again: the one from S3, and the pilot's if it was sent.
        desk.deliver(event)
        pilots = {"upload": f"{upload['id']}-pilot2", "tenant": "acme", "kind": "score_upload"}
        desk.deliver_body(json.dumps(pilots))
        assert what_a_reader_sees(desk, period) == expected, f"killed at write {number}"
