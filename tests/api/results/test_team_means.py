"""A team's mean is that of its other results of the period, whichever file they came in.

Waiting time: 60 s is 0 points and 30 s all 50, so 45 s is 25. The answers are always 100 %: 50.
Growth: 0 % is 0 points and 20 % all 50. tests/api/results/waits.py has the scheme.
"""

from collections.abc import Sequence
from datetime import timedelta
from itertools import count

import pytest

from chalicelib.tenancy.platform import Platform
from tests.api.clock import Clock
from tests.api.company import Company
from tests.api.results.waits import (
    ANSWERS,
    BY_GROWTH,
    GROWTH,
    WAIT,
    line,
    rescore,
    results,
    rows,
    scheme,
    totals,
)
from tests.api.uploads.sending import Desk, published
from tests.api.world import World
from tests.faults.killing import NEVER, Killed, kill_points, killed_at, months


@pytest.fixture
def desk(acme: Company, world: World) -> Desk:
    published(acme, scheme())
    return Desk(world, acme.hr, "acme")


MONTH = ("1001,red,45", "1002,red,45", "1003,red,")
ALL_THREE = {"1001": "75.00", "1002": "75.00", "1003": "75.00"}


def test_sent_together_alone_or_rescored_a_blank_takes_the_same_mean(desk: Desk) -> None:
    desk.send(rows(*MONTH))
    assert totals(desk) == ALL_THREE

    desk.send(rows("1003,red,"))
    assert totals(desk) == ALL_THREE

    rescore(desk)
    assert results(desk) == dict.fromkeys(ALL_THREE, ("75.00", 1))


@pytest.mark.long
def test_any_order_of_files_of_one_row_each_ends_the_same(desk: Desk) -> None:
    """30, 60 and a blank: the mean is 45 s."""
    people = ("1001,red,30", "1002,red,60", "1003,red,")
    for period, order in zip(months("2026-01"), ((2, 1, 0), (1, 2, 0)), strict=False):
        for place in order:
            desk.send(rows(people[place]), period=period)
        assert totals(desk, period) == {"1001": "100.00", "1002": "50.00", "1003": "75.00"}


def test_correcting_two_members_corrects_the_third_in_the_same_run(desk: Desk) -> None:
    desk.send(rows(*MONTH))

    upload = desk.send(rows("1001,red,30", "1002,red,30"))

    assert upload["status"] == "completed"
    assert results(desk) == dict.fromkeys(ALL_THREE, ("100.00", 2))
    third = desk.caller.get("/v1/employees/1003/scorecards/2026-10").ok()
    assert third["source"]["row"] == 4, "its own row, of the first file"
    assert third["rank"] == {"position": 1, "of": 3}


def test_a_member_whose_value_does_not_move_the_mean_makes_no_revision(desk: Desk) -> None:
    desk.send(rows(*MONTH))
    desk.send(rows("1001,red,40", "1002,red,50"))
    assert results(desk)["1003"] == ("75.00", 1)


def test_without_another_value_in_the_team_the_line_is_not_available(desk: Desk) -> None:
    """Left out of both sums: 50 of 50. A value in another team does not count."""
    desk.send(rows("1003,red,", "2001,blue,45", "1004,red,"))
    assert totals(desk) == {"1003": "100.00", "1004": "100.00", "2001": "75.00"}

    desk.send(rows("1001,red,60"))
    assert totals(desk) == {"1001": "50.00", "1003": "50.00", "1004": "50.00", "2001": "75.00"}


def test_who_changes_team_takes_the_value_along(desk: Desk) -> None:
    """1002 with 60 s goes from red to blue: red's mean falls to 30, blue's rises from 30 to 45."""
    desk.send(rows("1001,red,30", "1002,red,60", "1003,red,", "2001,blue,30", "2003,blue,"))
    assert totals(desk)["1003"] == "75.00"
    assert totals(desk)["2003"] == "100.00"

    desk.send(rows("1002,blue,60"))

    assert totals(desk)["1003"] == "100.00"
    assert totals(desk)["2003"] == "75.00"


def test_a_value_that_is_taken_back_no_longer_counts(desk: Desk) -> None:
    """30 and 60; then 1002's 60 becomes a blank, which takes the mean of the rest: 30 s."""
    desk.send(rows("1001,red,30", "1002,red,60", "1003,red,"))
    desk.send(rows("1002,red,"))
    assert totals(desk) == {"1001": "100.00", "1002": "100.00", "1003": "100.00"}


def test_a_value_filled_in_by_a_mean_is_no_value_of_its_own(desk: Desk) -> None:
    """30, 60 and a blank: 45. Were the 45 counted, a later 30 would give (165 ÷ 4); it is 40."""
    desk.send(rows("1001,red,30", "1002,red,60", "1003,red,"))
    desk.send(rows("1004,red,30"))
    # 40 s is two thirds of the way from 60 to 30: 33.33 of 50.
    assert totals(desk)["1003"] == "83.33"


def test_the_team_of_the_register_counts_where_the_file_names_none(
    desk: Desk, acme: Company
) -> None:
    acme.hr.put("/v1/employees/1001", {"name": "Ann", "team": "red"}).ok(201)
    desk.send(rows("1001,,45", "1003,red,"))
    assert totals(desk)["1003"] == "75.00"


def test_growth_counts_with_each_members_own_previous_period(acme: Company, world: World) -> None:
    """100 to 110 and 200 to 220 are 10 % each, 25 of 50. 1003 has no September."""
    published(acme, scheme(line("growth", GROWTH, BY_GROWTH, not_available="team_mean"), ANSWERS))
    desk = Desk(world, acme.hr, "acme")
    desk.send(rows("1001,red,100", "1002,red,200"), period="2026-09")

    desk.send(rows("1001,red,110", "1002,red,220", "1003,red,50"))

    assert totals(desk) == ALL_THREE


def test_reject_beside_it_removes_only_who_is_in_error(acme: Company, world: World) -> None:
    """From October on growth of the answers with `reject`: without September a row is an error.
    From 100 to 120 is 20 %, all 50. The mean of the waits stays 45 s."""
    published(acme, scheme())
    growth = {**GROWTH, "of": {"kind": "metric", "column": "answered"}}
    rejecting = scheme(WAIT, line("growth", growth, BY_GROWTH, not_available="reject"))
    acme.admin.put("/v1/schemes/desk", rejecting, if_match="*").ok()
    body = {"effective_from": "2026-10", "reason": "x"}
    acme.admin.post("/v1/schemes/desk/publish", body, if_match="*").ok(201)
    desk = Desk(world, acme.hr, "acme")
    desk.send(rows(*MONTH), period="2026-09")

    october = ("1001,red,45,120", "1002,red,45,120", "1003,red,,120", "1004,red,,120")
    upload = desk.send(rows(*october))

    assert (upload["counts"]["scored"], upload["counts"]["failed"]) == (3, 1)
    assert totals(desk) == ALL_THREE


def test_a_row_in_error_keeps_the_standing_value_of_its_person(desk: Desk) -> None:
    desk.send(rows("1001,red,30", "1002,red,60"))
    upload = desk.send(rows("1002,red,many", "1003,red,"))
    assert upload["status"] == "completed_with_errors"
    assert totals(desk)["1003"] == "75.00"


def test_a_late_file_counts_no_value_of_a_person_who_has_a_later_one(
    desk: Desk, clock: Clock
) -> None:
    """The first file's event comes last: 1001 keeps the 30 s of the second file."""
    first = desk.announce()
    event = desk.put(first, rows("1001,red,60", "1003,red,"))
    clock.advance(days=2)
    second = desk.announce()
    desk.deliver(desk.put(second, rows("1001,red,30")))

    desk.deliver(event)

    assert totals(desk) == {"1001": "100.00", "1003": "100.00"}


def test_two_lines_with_team_means_count_the_values_of_who_lacks_the_other(
    acme: Company, world: World
) -> None:
    """1001 lacks the wait, 1002 the answers; each takes the other's value."""
    answers = {**ANSWERS, "not_available": "team_mean"}
    published(acme, scheme(WAIT, answers))
    desk = Desk(world, acme.hr, "acme")
    desk.send(rows("1001,red,,80", "1002,red,45,"))
    # Both: 45 s, 25 points, and 80 %, 40 points.
    assert totals(desk) == {"1001": "65.00", "1002": "65.00"}

    desk.send(rows("1001,red,,60"))
    assert totals(desk) == {"1001": "55.00", "1002": "55.00"}


@pytest.mark.long
def test_a_pilots_means_are_of_the_pilots_results(desk: Desk, acme: Company) -> None:
    body = {"effective_from": "2026-10", "teams": ["red"]}
    acme.admin.put("/v1/schemes/desk", scheme(), if_match="*").ok()
    acme.admin.post("/v1/schemes/desk/pilot", body, if_match="*").ok(201)
    desk.send(rows(*MONTH))
    assert totals(desk, more="&pilot=2") == ALL_THREE

    desk.send(rows("1001,red,30", "1002,red,30"))
    assert totals(desk, more="&pilot=2") == dict.fromkeys(ALL_THREE, "100.00")

    desk.send(rows("1003,red,"))
    assert results(desk, more="&pilot=2")["1003"] == ("100.00", 2)


def test_a_rescoring_mends_what_a_run_left_stale(desk: Desk, acme: Company) -> None:
    """By a version with another rule: 90 s is 0 points, so 45 s is 75 % of 50: 37.50."""
    desk.send(rows(*MONTH))
    wait = {**WAIT, "rule": {"kind": "linear", "zero_at": "90", "full_at": "30"}}
    acme.admin.put("/v1/schemes/desk", scheme(wait, ANSWERS), if_match="*").ok()
    body = {"effective_from": "2026-10", "reason": "x"}
    acme.admin.post("/v1/schemes/desk/publish", body, if_match="*").ok(201)

    rescore(desk)

    assert results(desk) == dict.fromkeys(ALL_THREE, ("87.50", 2))


FIRST = rows("1001,red,30", "1002,red,60", "1003,red,", "2001,blue,60", "2003,blue,")
SECOND = rows("1001,red,60", "1004,red,", "2001,blue,30", "2002,red,30")


@pytest.mark.long
def test_a_run_that_hands_on_at_every_chance_comes_to_the_same_end(
    desk: Desk, platform: Platform, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.send(FIRST, period="2026-01")
    desk.send(SECOND, period="2026-01")
    monkeypatch.setattr("chalicelib.uploads.chunk.SIZE", 1)
    monkeypatch.setattr("chalicelib.results.mending_means.SIZE", 1)
    desk.send(FIRST, period="2026-02")
    start, looks, runs = platform.clock(), count(), 0
    platform.clock = lambda: start + timedelta(seconds=next(looks) / 4)
    event = desk.put(desk.announce(period="2026-02"), SECOND)
    waiting = [desk.message(event)]
    while waiting:
        runs += 1
        assert runs < 60
        desk.run_once(waiting.pop(), milliseconds=24_000)
        waiting = desk.world.messages("uploads")
    assert runs > 3
    assert results(desk, "2026-02") == results(desk, "2026-01")


def test_runs_without_time_come_to_the_end_though_nobody_has_a_value(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each looks through the file for means, finds none, and scores one person all the same."""
    monkeypatch.setattr("chalicelib.uploads.chunk.SIZE", 1)
    event = desk.put(desk.announce(), rows("1001,red,", "1002,red,", "2001,blue,"))
    waiting, runs = [desk.message(event)], 0
    while waiting:
        runs += 1
        assert runs < 20
        desk.run_once(waiting.pop(), milliseconds=1)
        waiting = desk.world.messages("uploads")
    assert totals(desk) == {"1001": "100.00", "1002": "100.00", "2001": "100.00"}


@pytest.mark.long
@pytest.mark.deep
def test_killed_at_any_write_and_run_again_the_means_are_the_same(
    desk: Desk, platform: Platform, clock: Clock
) -> None:
    desk.send(FIRST, period="2026-01")
    desk.send(SECOND, period="2026-01")
    expected = results(desk, "2026-01")
    # Red has 60, 60 and 30, mean 50: 16.67 of 50. Blue has 30.
    assert expected == {
        "1001": ("50.00", 2),
        "1002": ("50.00", 1),
        "1003": ("66.67", 2),
        "1004": ("66.67", 1),
        "2001": ("100.00", 2),
        "2002": ("100.00", 1),
        "2003": ("100.00", 2),
    }
    periods = months("2026-02")
    writes: Sequence[str] = ()
    for number in (NEVER, *range(1, 100)):
        if number and number not in kill_points(writes, after=False):
            continue
        period = next(periods)
        desk.send(FIRST, period=period)
        event = desk.put(desk.announce(period=period), SECOND)
        try:
            with killed_at(platform, number, after=False) as seen:
                desk.deliver(event)
        except Killed:
            clock.advance(minutes=30)
            desk.deliver(event)
        writes = writes or list(seen)
        assert results(desk, period) == expected, f"killed at write {number}"
