"""Months that are looked through by themselves, and what publishing says of what was found."""

from typing import Any

import pytest

from chalicelib.periods.records import LOCKED, NOT_EXAMINED, PeriodRecord
from chalicelib.signals import jobs
from chalicelib.signals.due import is_due
from chalicelib.tenancy.platform import Platform
from tests.api.answer import Reply
from tests.api.people.worker import Worker
from tests.api.settled_month import settled
from tests.api.signals.watching import MONTH, PAIR, RUNS, SETTINGS, Watch, person

LATEST = f"{RUNS}/sgr_2026-10_desk"


@pytest.fixture
def odd(watch: Watch) -> Watch:
    """1001 and 1002 have 90 % and 45 solved, 45 apart; the scheme's months are looked through."""
    watch.rules(far_apart=[PAIR], automatic=True)
    watch.month(person("1001", 90, raised=50), person("1002", 90, raised=50, team="blue"))
    return watch


def an_hour_later(watch: Watch, platform: Platform) -> None:
    """The tick comes, and the worker does what it asks for."""
    watch.clock.advance(hours=1)
    jobs.tick(platform)
    watch.work()
    watch.work()


def named(watch: Watch) -> dict[str, int]:
    """What stands in the way of publishing October, as publishing takes it."""
    board = watch.hr.get("/v1/periods/2026-10/board", query={"scheme": "desk"}).ok()
    return {one["accept"]: one["count"] for one in board["obstacles"]}


def publish(watch: Watch, **accept: int) -> Reply:
    """Publish with all accepted that stands in the way, but signals."""
    others = {name: count for name, count in named(watch).items() if name != "signals"}
    body = {"scheme": "desk", "accept": {**others, **accept}}
    return watch.hr.post("/v1/periods/2026-10/publish", body)


def test_a_month_is_looked_through_when_its_results_have_changed(
    odd: Watch, platform: Platform
) -> None:
    odd.hr.get(LATEST).problem(404)
    an_hour_later(odd, platform)
    assert set(odd.found()) == {"1001 far_apart", "1002 far_apart"}
    run = odd.hr.get(LATEST).ok()
    assert (run["status"], run["number"], run["requested_by"]) == ("completed", 1, "signals")
    # The hour after nothing is new.
    an_hour_later(odd, platform)
    assert odd.hr.get(LATEST).ok()["number"] == 1
    odd.month(person("1001", 90))
    an_hour_later(odd, platform)
    assert odd.hr.get(LATEST).ok()["number"] == 2
    assert set(odd.found()) == {"1002 far_apart"}


def test_publishing_names_signals_until_somebody_has_decided_about_each(
    odd: Watch, platform: Platform
) -> None:
    an_hour_later(odd, platform)
    refused = publish(odd).problem(409, "signals_open")
    assert (refused["signals"], named(odd)["signals"]) == (2, 2)
    publish(odd, signals=1).problem(409, "signals_open")
    odd.dismiss(odd.found()["1001 far_apart"]).ok()
    assert named(odd)["signals"] == 1
    odd.propose(odd.found()["1002 far_apart"]).ok(201)
    assert "signals" not in named(odd)
    # Other figures open the dismissed one again: before the next look they count as one.
    odd.month("1001,1001,red,3000,100,30,40")
    assert named(odd)["signals"] == 1
    an_hour_later(odd, platform)
    assert (odd.found()["1001 far_apart"]["state"], named(odd)["signals"]) == ("open", 1)
    publish(odd, signals=1).ok()
    (event,) = [
        one
        for one in odd.company.admin.get("/v1/audit-events", query={"limit": 200}).ok()["items"]
        if one["action"] == "periods.publish"
    ]
    assert event["after"]["accepted_signals"] == 1


def test_a_look_that_somebody_asks_for_counts_too_and_none_without_the_setting(
    odd: Watch, platform: Platform
) -> None:
    an_hour_later(odd, platform)
    odd.month(person("1001", 90))
    assert named(odd)["signals"] == 2 + 1
    odd.clock.advance(seconds=1)
    odd.look()
    assert named(odd)["signals"] == 1
    assert odd.hr.get(SETTINGS).ok()["automatic"]
    odd.rules(far_apart=[PAIR])
    odd.look()
    assert "signals" not in named(odd)
    odd.month(person("1002", 90, raised=50))
    an_hour_later(odd, platform)
    assert odd.hr.get(LATEST).ok()["number"] == 3


def test_a_month_that_was_locked_unseen_is_looked_through_when_it_is_opened_again(
    odd: Watch, platform: Platform
) -> None:
    settled(odd.hr, "lock", "2026-10", "desk").ok()
    an_hour_later(odd, platform)
    odd.hr.get(LATEST).problem(404)
    why = {"scheme": "desk", "reason": "a file came after the lock"}
    odd.company.admin.post("/v1/periods/2026-10/reopen", why).ok()
    an_hour_later(odd, platform)
    assert odd.hr.get(LATEST).ok()["status"] == "completed"


def test_an_erased_persons_signal_waits_for_nobody(odd: Watch, platform: Platform) -> None:
    an_hour_later(odd, platform)
    odd.company.admin.post("/v1/employees/1002/erase", {"files": "keep"}).ok(202)
    Worker(odd.world).work()
    odd.work()
    odd.clock.advance(seconds=1)
    odd.look()
    assert (set(odd.found()), named(odd)["signals"]) == ({"1001 far_apart"}, 1)


@pytest.mark.parametrize(
    ("changes", "due"),
    [
        ({}, True),
        ({"signals_at": "2026-11-05T09:00:00.000Z"}, True),
        ({"signals_at": "2026-11-05T10:00:00.000Z"}, True),
        ({"signals_at": "2026-11-05T10:00:00.001Z"}, False),
        ({"incomplete": 1}, False),
        ({"flags": {"rnd_1": NOT_EXAMINED}}, False),
        ({"flags": {"rnd_1": 2}}, True),
        ({"state": LOCKED}, False),
        ({"scorecards": 0}, False),
        ({"settled_at": None}, False),
        ({"period": "2026-Q4"}, False),
    ],
)
def test_which_months_are_due(changes: dict[str, Any], due: bool) -> None:
    month = {"scorecards": 2, "settled_at": "2026-11-05T10:00:00.000Z", **MONTH, **changes}
    assert is_due(PeriodRecord(**month)) is due
