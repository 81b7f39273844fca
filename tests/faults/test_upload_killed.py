"""An upload whose worker dies at any write and is run again ends as if it had not died."""

from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Any

import pytest

from chalicelib.tenancy.platform import Platform
from tests.api.clock import Clock
from tests.api.company import Company
from tests.api.uploads.sending import IN_PARTS, Desk, chat_of, csv_of, published, qa_of
from tests.api.world import World
from tests.faults.killing import NEVER, Killed, kill_points, killed_at, months
from tests.profiles import choose

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


@pytest.mark.long
@pytest.mark.deep
@pytest.mark.parametrize("after", [False, True], ids=["before the write", "after the write"])
def test_a_merged_file_and_declarations_killed_at_any_write_end_the_same(
    acme: Company, world: World, platform: Platform, clock: Clock, after: bool
) -> None:
    published(acme, IN_PARTS)
    desk = Desk(world, acme.hr, "acme")
    chat = chat_of("1001,4000,100", "1002,7200,100", "1003,3000,100")
    qa = qa_of("1002,80,100", "1001,88,100")
    # 32 + 56, 8 + 40; the third has 40 of 40 points, but 60 are not there: insufficient.
    # The first is void in the end.
    expected = [
        ("1001", 3, None, "void", None),
        ("1002", 4, "48.00", "provisional", 1),
        ("1003", 2, None, "insufficient_data", None),
    ]
    body = {"scheme": "desk", "reason": "x"}

    def seen(period: str) -> list[tuple[Any, ...]]:
        cards = desk.caller.get(f"/v1/periods/{period}/scorecards").ok()["items"]
        return [
            (c["employee_id"], c["revision"], c["total"], c["state"], c["rank"] and c["rank"]["of"])
            for c in cards
        ]

    def killed_once(deliver: Callable[[], object], number: int) -> int:
        """Deliver with the worker killed at that write, and again; return the writes made."""
        with suppress(Killed), killed_at(platform, number, after=after) as made:
            deliver()
        clock.advance(minutes=30)
        deliver()
        return len(made)

    def send(period: str, number: int) -> int:
        """Send both parts and declare, each worker of the second half killed at that write."""
        desk.send(chat, period=period, source="chat")
        event = desk.put(desk.announce(period=period, source="qa"), qa)
        merged = killed_once(lambda: desk.deliver(event), number)
        made = [merged]
        whole = desk.send(csv_of("1002,Bob,blue,3000,100,90,100", "1004,,,1,1,1,1"), period=period)
        desk.caller.post(f"/v1/uploads/{whole['id']}/withdraw", {"reason": "x"}).ok(202)
        (message,) = desk.world.messages("uploads")
        made.append(killed_once(partial(desk.deliver_body, message), number))
        final = (f"/v1/periods/{period}/final", {**body, "source": "qa"})
        for path, said in (final, (f"/v1/employees/1001/scorecards/{period}/void", body)):
            desk.caller.post(path, said).ok(202)
            (message,) = desk.world.messages("uploads")
            made.append(killed_once(partial(desk.deliver_body, message), number))
        return max(made)

    periods = months("2026-02")
    rehearsal = next(periods)
    most = send(rehearsal, NEVER)
    assert seen(rehearsal) == expected
    assert most > 5, "a run makes more writes than that"
    for number in range(1, most + 1, choose(quick=6, long=1)):
        period = next(periods)
        send(period, number)
        assert seen(period) == expected, f"killed at write {number}"
