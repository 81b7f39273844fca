"""Files of a period count in the order of their arrival, in any order of their events."""

import json
from itertools import permutations
from typing import Any

import pytest

from chalicelib.tenancy.platform import Platform
from chalicelib.uploads import run
from tests.api.clock import Clock
from tests.api.uploads.sending import Desk, csv_of
from tests.faults.held_queue import HeldQueue

#: 40 s and 88 %: 32 + 56; 30 s and 90 %: 40 + 60; 90 s and 90 %: 0 + 60.
FIRST, WRONG = "1001,Ann,red,4000,100,88,100", "1001,Ann,red,9000,100,90,100"
RIGHT = "1001,Ann,red,3000,100,90,100"


@pytest.fixture
def letters(platform: Platform, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> HeldQueue:
    own = HeldQueue(clock)
    monkeypatch.setitem(platform.__dict__, "queues", own)
    return own


def arrived(desk: Desk, clock: Clock, period: str, row: str) -> tuple[str, str]:
    """Return an upload whose file is stored, and the message about the file."""
    clock.advance(seconds=1)
    upload = desk.announce(period=period)
    return upload["id"], json.dumps({"Records": [desk.put(upload, csv_of(row))]})


def card(desk: Desk, period: str) -> Any:
    found = desk.caller.get(f"/v1/employees/1001/scorecards/{period}").ok()
    return found["total"], found["revision"], found["source"]["upload"]


@pytest.mark.long
def test_a_wrong_file_and_the_one_that_undoes_it_count_in_order_however_events_come(
    desk: Desk, clock: Clock, letters: HeldQueue
) -> None:
    for number, order in enumerate(permutations(range(3)), start=1):
        period = f"2026-{number:02d}"
        files = [arrived(desk, clock, period, row) for row in (FIRST, WRONG, FIRST)]
        for place in order:
            letters.post(files[place][1])

        letters.drain()

        assert card(desk, period) == ("88.00", 3, files[2][0]), order


def test_an_upload_waits_only_so_long_for_an_event_that_does_not_come(
    desk: Desk, clock: Clock, letters: HeldQueue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "PATIENCE", 3)
    arrived(desk, clock, "2026-10", FIRST)
    later, message = arrived(desk, clock, "2026-10", RIGHT)
    letters.post(message)

    for _ in range(3):
        letters.deliver(0)
    assert desk.caller.get(f"/v1/uploads/{later}").ok()["status"] == "awaiting_file"
    letters.drain()

    assert card(desk, "2026-10") == ("100.00", 1, later)


def test_a_dead_letter_sent_again_leaves_alone_whom_a_later_file_has_scored(
    desk: Desk, clock: Clock, letters: HeldQueue
) -> None:
    early, message = arrived(desk, clock, "2026-10", WRONG)
    clock.advance(days=2)
    later, other = arrived(desk, clock, "2026-10", RIGHT)
    letters.post(other)
    letters.drain()

    letters.post(message)
    letters.drain()

    assert card(desk, "2026-10") == ("100.00", 1, later)
    found = desk.caller.get(f"/v1/uploads/{early}").ok()
    assert (found["status"], found["counts"]["scored"]) == ("completed", 1)
    assert found["overtaken"] == 1
