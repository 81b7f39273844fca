"""An import of past results whose worker dies at any write, or whose events come in any order."""

from typing import Any

import pytest

from chalicelib.tenancy.platform import Platform
from chalicelib.uploads import chunk
from tests.api.clock import Clock
from tests.api.company import Company
from tests.api.history.importing import PAST, past
from tests.api.uploads.sending import Desk, csv_of, published
from tests.api.uploads.sharing import others_always_wait
from tests.api.world import World
from tests.faults.killing import NEVER, Killed, kill_points, killed_at, months
from tests.profiles import choose

#: 1001 is computed here: 30 s and 92 of 100 are 100.00.
COMPUTED = csv_of("1001,Ann,red,1200,40,92,100")
FIRST = past("1002,Bob,red,70,,,,", "1003,Cy,blue,60,poor,0.6,,")
SECOND = past(
    "1001,Ann,red,50,,,,", "1002,Bob,red,75,,,9,12", "1004,Di,blue,,,,3,4", "1005,,,-1,,,,"
)


@pytest.fixture
def desk(acme: Company, world: World) -> Desk:
    """A month for each run that is killed: the scheme is in effect for years."""
    published(acme, effective_from="2020-01")
    return Desk(world, acme.hr, "acme")


def seen(desk: Desk, period: str) -> dict[str, Any]:
    """What a reader sees of a period, without ids and times."""
    cards = desk.caller.get(f"/v1/periods/{period}/scorecards").ok()["items"]
    former = desk.caller.get(f"/v1/employees/1002/scorecards/{period}?revision=1").ok()
    uploads = desk.caller.get(f"/v1/uploads?period={period}").ok()["items"]
    (found,) = desk.caller.get(f"/v1/periods/{period}").ok()["schemes"]
    for upload in uploads:
        # Whoever is new in the first month is not in the next.
        del upload["counts"]["new_people"]
    errors = [desk.caller.get(f"/v1/uploads/{u['id']}/errors").ok()["items"] for u in uploads]
    return {
        "cards": [(c["employee_id"], c["revision"], c["total"], c["state"]) for c in cards],
        "former": (former["total"], former["state"]),
        "uploads": sorted((u["grain"], u["status"], str(u["counts"])) for u in uploads),
        "errors": sorted((e["row"], e["errors"][0]["code"]) for some in errors for e in some),
        "period": (found["scorecards"], found["imported"], found["imported_grades"]),
    }


AFTER_BOTH = [
    ("1001", 1, "100.00", "provisional"),
    ("1002", 2, "75.00", "imported"),
    ("1003", 1, "60.00", "imported"),
    ("1004", 1, None, "imported"),
]


@pytest.mark.long
@pytest.mark.deep
@pytest.mark.parametrize("after", [False, True], ids=["before the write", "after the write"])
def test_an_import_that_is_killed_at_any_write_ends_as_if_it_had_not_been(
    desk: Desk, platform: Platform, clock: Clock, after: bool
) -> None:
    periods = months("2020-01")
    desk.deliver(second_file_of(desk, next(periods)))  # now its people and teams are there
    rehearsal = next(periods)
    event = second_file_of(desk, rehearsal)
    with killed_at(platform, NEVER, after=after) as writes:
        desk.deliver(event)
    expected = seen(desk, rehearsal)
    assert expected["cards"] == AFTER_BOTH
    assert expected["errors"] == [(2, "computed_here"), (5, "below_zero")]
    assert expected["period"] == (1, 3, {"poor": 1})

    last = len(writes)
    few = [last] if after else [1, last // 3, 2 * last // 3]
    for number in choose(quick=few, long=kill_points(writes, after=after)):
        period = next(periods)
        event = second_file_of(desk, period)
        with pytest.raises(Killed), killed_at(platform, number, after=after):
            desk.deliver(event)
        clock.advance(minutes=30)
        desk.deliver(event)
        assert seen(desk, period) == expected, f"killed at write {number}"


@pytest.mark.long
def test_an_import_is_handed_on_when_its_share_is_used_up(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    event = second_file_of(desk, "2020-01")
    desk.deliver(event)
    whole = seen(desk, "2020-01")
    event = second_file_of(desk, "2020-02")
    monkeypatch.setattr(chunk, "SIZE", 1)
    others_always_wait(monkeypatch)
    desk.run_once(desk.message(event))
    runs = 1
    while waiting := desk.world.messages("uploads"):
        for message in waiting:
            desk.run_once(message)
            runs += 1
    assert runs > 3  # four rows, one a run
    assert seen(desk, "2020-02") == whole


@pytest.mark.long
def test_an_import_whose_event_comes_twice_is_counted_once(desk: Desk) -> None:
    event = second_file_of(desk, "2020-01")
    desk.deliver(event)
    once = seen(desk, "2020-01")
    desk.deliver(event)
    assert seen(desk, "2020-01") == once


def test_computed_results_stand_in_whatever_order_the_files_are_scored(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The computed file came first, and its event so late that the import was done before."""
    for period, computed_last in (("2026-02", False), ("2026-03", True)):
        computed = desk.put(desk.announce(period=period), COMPUTED)
        others = desk.put(desk.announce(period=period, **PAST), past("1001,Ann,red,50,,,,"))
        with monkeypatch.context() as patched:
            patched.setattr("chalicelib.uploads.run.PATIENCE", 0)
            for event in (others, computed) if computed_last else (computed, others):
                desk.deliver(event)
        (found,) = desk.caller.get(f"/v1/periods/{period}/scorecards").ok()["items"]
        assert (found["total"], found["state"]) == ("100.00", "provisional")
        assert found["revision"] == (2 if computed_last else 1)


def second_file_of(desk: Desk, period: str) -> dict[str, Any]:
    """Compute and import a month; put a second import; return its event."""
    desk.send(COMPUTED, period=period)
    desk.send(FIRST, period=period, **PAST)
    return desk.put(desk.announce(period=period, **PAST), SECOND)
