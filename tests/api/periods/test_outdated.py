"""A result that was made with another result of the previous period is outdated, and says so.

Growth: 0 % is 0 points and 20 % all 50; the answers are always 50 (tests/api/results/waits.py).
From 100 to 110 is 10 %, 25 points; from 220 to 110 it falls: 0.
"""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from pynamodb.expressions.operand import Path

from chalicelib.periods import lease
from chalicelib.periods.records import read_period
from chalicelib.results.followers import Progress, Settled
from chalicelib.results.outdated import count_outdated
from chalicelib.results.settling import settle
from chalicelib.schemes.compiled import ready
from chalicelib.scorecards.keys import key_of_scorecard
from chalicelib.store.identifiers import new_id
from chalicelib.tenancy.platform import Platform
from tests.api.client import Api
from tests.api.clock import Clock
from tests.api.company import Company
from tests.api.people.worker import Worker
from tests.api.results.waits import (
    ANSWERS,
    BY_GROWTH,
    BY_WAIT,
    GROWTH,
    NAMES,
    WAIT,
    line,
    rescore,
    results,
    rows,
    scheme,
    totals,
)
from tests.api.uploads.sending import Desk, published
from tests.api.worker import worker_in
from tests.api.world import BUCKET, World
from tests.faults.killing import NEVER, Killed, kill_points, killed_at
from tests.profiles import choose

GROWING = scheme(line("growth", GROWTH, BY_GROWTH), ANSWERS)
SEPTEMBER, OCTOBER = "/v1/periods/2026-09", "/v1/periods/2026-10"
DESK = {"scheme": "desk"}


@pytest.fixture
def desk(acme: Company, world: World) -> Desk:
    published(acme, GROWING)
    return Desk(world, acme.hr, "acme")


@pytest.fixture
def months(desk: Desk) -> Desk:
    """September: 1001 has 100, 1002 has 200. October: 110 and 220, 10 % each: 75.00."""
    desk.send(rows("1001,red,100", "1002,blue,200"), period="2026-09")
    desk.send(rows("1001,red,110", "1002,blue,220"))
    return desk


def outdated(desk: Desk, query: str = "") -> dict[str, list[str]]:
    """Return why results of October are outdated, by person."""
    path = f"{OCTOBER}/scorecards?scheme=desk{query}"
    cards = desk.caller.get(path).ok()["items"]
    assert all(card["outdated"] == bool(card["outdated_because"]) for card in cards)
    return {card["employee_id"]: card["outdated_because"] for card in cards if card["outdated"]}


def counted(desk: Desk) -> tuple[bool, list[str], int]:
    """Return what October's record tells of it, in the list and by itself."""
    (listed,) = (
        one for one in desk.caller.get("/v1/periods").ok()["items"] if one["period"] == "2026-10"
    )
    (single,) = desk.caller.get(OCTOBER).ok()["schemes"]
    for name in ("outdated", "outdated_because", "outdated_results"):
        assert listed[name] == single[name]
    return single["outdated"], single["outdated_because"], single["outdated_results"]


def events(acme: Company, clock: Clock) -> list[tuple[str, str]]:
    """Return type and subject of the events about outdated results."""
    clock.advance(minutes=2)
    found = acme.admin.get("/v1/events?limit=200").ok()["items"]
    return [
        (one["type"], one["subject"]) for one in found if one["type"].startswith("period.results")
    ]


def test_correcting_a_month_makes_the_next_one_outdated(
    months: Desk, acme: Company, clock: Clock
) -> None:
    assert outdated(months) == {}
    assert counted(months) == (False, [], 0)

    months.send(rows("1001,red,220"), period="2026-09")

    assert outdated(months) == {"1001": ["previous_period"]}
    assert counted(months) == (True, ["previous_period"], 1)
    card = months.caller.get("/v1/employees/1001/scorecards/2026-10").ok()
    assert (card["total"], card["outdated"]) == ("75.00", True)
    own = months.caller.get("/v1/employees/1001/scorecards").ok()["items"]
    assert [(one["period"], one["outdated"]) for one in own] == [
        ("2026-10", True),
        ("2026-09", False),
    ]
    assert events(acme, clock) == [("period.results_outdated", "periods/2026-10/desk")]


def test_a_month_scored_before_its_previous_one_is_outdated_when_that_comes(desk: Desk) -> None:
    desk.send(rows("1001,red,110"))
    assert counted(desk) == (False, [], 0)

    desk.send(rows("1001,red,100", "1002,red,100"), period="2026-09")

    assert outdated(desk) == {"1001": ["previous_period"]}
    assert counted(desk)[2] == 1


@pytest.mark.parametrize(
    ("kind", "before", "after"),
    [("quarter", "2026-Q4", "2027-Q1"), ("year", "2026", "2027")],
)
def test_a_quarter_or_year_follows_the_one_before(
    acme: Company, world: World, kind: str, before: str, after: str
) -> None:
    """Over the turn of the year. Months beside them are other periods."""
    published(acme, {**GROWING, "period": kind})
    desk = Desk(world, acme.hr, "acme")
    desk.send(rows("1001,red,100", "1002,blue,200"), period=before)
    desk.send(rows("1001,red,110", "1002,blue,220"), period=after)
    assert totals(desk, after) == {"1001": "75.00", "1002": "75.00"}

    desk.send(rows("1001,red,220"), period=before)

    (found,) = desk.caller.get(f"/v1/periods/{after}").ok()["schemes"]
    assert (found["outdated"], found["outdated_results"]) == (True, 1)
    acme.hr.post(f"/v1/periods/{after}/publish", DESK).problem(409, "outdated_results")


CARRIED = scheme({**WAIT, "not_available": "carry_previous"}, ANSWERS)
FALL = {"kind": "formula", "expression": "wait - previous(wait)"}
FORMULA = {
    **scheme(line("fall", FALL, BY_WAIT), ANSWERS),
    "columns": [{"code": "wait", "name": NAMES}, {"code": "answered", "name": NAMES}],
}


@pytest.mark.parametrize("document", [CARRIED, FORMULA], ids=["carry_previous", "previous()"])
def test_every_way_to_look_back_is_followed(
    acme: Company, world: World, document: dict[str, Any]
) -> None:
    published(acme, document)
    desk = Desk(world, acme.hr, "acme")
    desk.send(rows("1001,red,10"), period="2026-09")
    desk.send(rows("1001,red,"))

    desk.send(rows("1001,red,20"), period="2026-09")

    assert outdated(desk) == {"1001": ["previous_period"]}


def test_a_scheme_that_does_not_look_back_has_no_outdated_results(
    acme: Company, world: World
) -> None:
    published(acme, scheme(line("wait", WAIT["value"], BY_WAIT), ANSWERS))
    desk = Desk(world, acme.hr, "acme")
    desk.send(rows("1001,red,10"), period="2026-09")
    desk.send(rows("1001,red,10"))
    desk.send(rows("1001,red,20"), period="2026-09")
    assert counted(desk) == (False, [], 0)


@pytest.mark.long
def test_a_rescoring_brings_results_up_to_date(months: Desk, acme: Company, clock: Clock) -> None:
    months.send(rows("1001,red,220"), period="2026-09")
    clock.advance(seconds=1)

    rescore(months)

    # From 220 to 110: growth is below 0, so 50 of the answers alone.
    assert results(months) == {"1001": ("50.00", 2), "1002": ("75.00", 1)}
    assert outdated(months) == {}
    assert counted(months) == (False, [], 0)
    assert [kind for kind, _ in events(acme, clock)] == [
        "period.results_outdated",
        "period.results_current",
    ]


@pytest.mark.long
def test_a_rescoring_that_gives_the_same_makes_no_revision(months: Desk) -> None:
    """Only the answers of September change, which October's growth does not read."""
    months.send(rows("1001,red,100,90"), period="2026-09")
    assert outdated(months) == {"1001": ["previous_period"]}
    before = months.caller.get("/v1/employees/1001/scorecards/2026-10").ok()

    rescore(months)

    assert results(months) == {"1001": ("75.00", 1), "1002": ("75.00", 1)}
    assert outdated(months) == {}
    after = months.caller.get("/v1/employees/1001/scorecards/2026-10").ok()
    assert {**after, "outdated": True, "outdated_because": ["previous_period"]} == before

    # The same file again does so too.
    months.send(rows("1001,red,100,80"), period="2026-09")
    assert counted(months)[2] == 1
    months.send(rows("1001,red,110"))
    assert results(months)["1001"] == ("75.00", 1)
    assert counted(months) == (False, [], 0)


def test_outdated_results_are_not_published_or_locked_unseen(months: Desk, acme: Company) -> None:
    months.send(rows("1001,red,220"), period="2026-09")
    right, wrong = ({**DESK, "accept": {"outdated": number}} for number in (1, 2))
    for act in ("publish", "lock"):
        problem = acme.hr.post(f"{OCTOBER}/{act}", DESK).problem(409, "outdated_results")
        assert problem["outdated"] == 1
        assert [one["employee_id"] for one in problem["employees"]] == ["1001"]
        acme.hr.post(f"{OCTOBER}/{act}", wrong).problem(409, "outdated_results")

        told = acme.hr.post(f"{OCTOBER}/{act}", right).ok()

        assert told["outdated_results"] == 1
        (event,) = (
            one
            for one in acme.admin.get("/v1/audit-events?limit=200").ok()["items"]
            if one["action"] == f"periods.{act}"
        )
        assert event["after"]["accepted_outdated"] == 1


def test_a_locked_month_stays_as_it_is_and_says_that_it_is_outdated(
    months: Desk, acme: Company
) -> None:
    acme.hr.post(f"{OCTOBER}/lock", DESK).ok()

    months.send(rows("1001,red,220"), period="2026-09")

    assert results(months)["1001"] == ("75.00", 1)
    assert outdated(months) == {"1001": ["previous_period"]}
    assert counted(months) == (True, ["previous_period"], 1)


def test_a_month_is_not_locked_while_the_previous_one_is_written(
    months: Desk, acme: Company, platform: Platform, clock: Clock
) -> None:
    with worker_in(platform, "acme") as context:
        claim = new_id("run", context.now)
        lease.take(context, "2026-09", "desk", claim, clock.now, work="upl_other")
        acme.hr.post(f"{OCTOBER}/lock", DESK).problem(409, "previous_period_busy")
        lease.release(context, "2026-09", "desk", claim)
    acme.hr.post(f"{OCTOBER}/lock", DESK).ok()


def test_a_lock_that_races_with_the_flagging_is_refused(
    months: Desk, acme: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    """September's correction comes whole between the lock's reading and its write."""
    from chalicelib.publication import outdated_results

    was = outdated_results.wait_for_previous

    def corrected(*given: Any) -> None:
        monkeypatch.setattr(outdated_results, "wait_for_previous", was)
        was(*given)
        months.send(rows("1001,red,220"), period="2026-09")

    monkeypatch.setattr(outdated_results, "wait_for_previous", corrected)

    acme.hr.post(f"{OCTOBER}/lock", DESK).problem(409, "period_busy")

    assert counted(months)[2] == 1


@pytest.mark.parametrize("corrected", ["1001,red,150", "1002,blue,100", ""])
def test_a_supervisors_period_does_not_say_whether_results_are_outdated(
    months: Desk, acme: Company, corrected: str
) -> None:
    """The supervisor has red. False would be untrue of red, and true would tell of blue."""
    if corrected:
        months.send(rows(corrected), period="2026-09")
    (told,) = acme.supervisor.get(OCTOBER).ok()["schemes"]
    shown = [told[name] for name in ("outdated", "outdated_because", "outdated_results")]
    assert shown == [None, [], None]


@pytest.mark.long
def test_a_pilot_reads_its_own_results_or_else_the_schemes(desk: Desk, acme: Company) -> None:
    """In October the pilot has no results of September, so it reads the scheme's."""
    body = {"effective_from": "2026-10", "teams": ["red"]}
    acme.admin.put("/v1/schemes/desk", GROWING, if_match="*").ok()
    acme.admin.post("/v1/schemes/desk/pilot", body, if_match="*").ok(201)
    desk.send(rows("1001,red,100"), period="2026-09")
    desk.send(rows("1001,red,110"))
    desk.send(rows("1001,red,121"), period="2026-11")
    assert outdated(desk, "&pilot=2") == {}

    desk.send(rows("1001,red,220"), period="2026-09")
    assert outdated(desk, "&pilot=2") == outdated(desk) == {"1001": ["previous_period"]}

    desk.send(rows("1001,red,110"))
    november = "/v1/periods/2026-11/scorecards?scheme=desk"
    for query in ("", "&pilot=2"):
        (card,) = desk.caller.get(november + query).ok()["items"]
        assert card["outdated_because"] == ["previous_period"]
    assert outdated(desk, "&pilot=2") == outdated(desk) == {}


@pytest.mark.long
@pytest.mark.deep
def test_killed_at_any_write_and_run_again_the_count_is_the_same(
    months: Desk, platform: Platform, clock: Clock, acme: Company
) -> None:
    """September's 1001 has another figure in each file, so October is outdated after each."""
    writes: list[str] = []
    for number in range(100):
        if number and number not in choose(
            quick=range(len(writes) - 3, len(writes)), long=kill_points(writes, after=False)
        ):
            continue
        rescore(months)
        event = months.put(months.announce(period="2026-09"), rows(f"1001,red,{300 + number}"))
        try:
            with killed_at(platform, number or NEVER, after=False) as seen:
                months.deliver(event)
        except Killed:
            clock.advance(minutes=30)
            months.deliver(event)
        writes = writes or list(seen)
        assert outdated(months) == {"1001": ["previous_period"]}, f"killed at write {number}"
        assert counted(months)[2] == 1


def test_means_left_unfinished_are_outdated_and_not_locked(
    acme: Company, world: World, platform: Platform, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A worker dies after its cards; its claim ends as a sweep ends it, and no run goes on."""
    published(acme, scheme())
    desk = Desk(world, acme.hr, "acme")
    desk.send(rows("1001,red,45", "1003,red,"))
    dies: Callable[..., Any] = _raising
    with monkeypatch.context() as broken:
        broken.setattr("chalicelib.uploads.run._mended", dies)
        desk.deliver(desk.put(desk.announce(), rows("1001,red,30")))
    (item,) = (one for one in world.items() if one["pk"]["S"] == "acme#periods")
    with worker_in(platform, "acme") as context:
        lease.release(context, "2026-10", "desk", item["writer"]["S"])

    assert outdated(desk) == {"1003": ["team_mean"]}
    assert counted(desk) == (True, ["team_mean"], 0)
    acme.hr.post(f"{OCTOBER}/lock", DESK).problem(409, "team_means_unfinished")

    rescore(desk)

    assert results(desk) == {"1001": ("100.00", 2), "1003": ("100.00", 2)}
    assert counted(desk) == (False, [], 0)
    # The dead worker's file is tried again, and is named as one that is not scored yet.
    acme.hr.post(f"{OCTOBER}/lock", {**DESK, "accept": {"running_uploads": 1}}).ok()


def _raising(*_: Any) -> None:
    raise RuntimeError("the worker dies")


def test_a_count_without_time_goes_on_shard_by_shard(
    operator: Api, world: World, platform: Platform
) -> None:
    """Four shards and no time at all: each run counts one, and the last one stores the count."""
    wide = Company(operator, "wide", shards=4)
    published(wide, GROWING)
    desk = Desk(world, wide.hr, "wide")
    people = range(1001, 1013)
    desk.send(rows(*(f"{one},red,100" for one in people)), period="2026-09")
    desk.send(rows(*(f"{one},red,110" for one in people)))
    with worker_in(platform, "wide") as context:
        claim, until = new_id("run", context.now), context.now + timedelta(minutes=5)
        held = lease.take(context, "2026-09", "desk", claim, until, work="upl_count")
        summary = settle(context, held, only_followers_left=True)
        version = ready(context.table, context.scope, "desk", 1)
        assert version is not None
        # As if September had been corrected, and no run had counted October since.
        for one in people:
            key = key_of_scorecard(context.scope, "desk", "2026-09", str(one), 4)
            context.table.update(key, [Path("revision").set(2)])
        runs = 1
        late = context.now - timedelta(seconds=1)
        progress = Progress(context, held)
        while not count_outdated(
            context, Settled("desk", "2026-09", version, summary, None, progress), late
        ):
            # The next run reads the checkpoint as it is stored.
            record = read_period(context.table, context.scope, "2026-09", "desk")
            assert record is not None
            progress = Progress(context, replace(held, record=record))
            runs += 1
        lease.release(context, "2026-09", "desk", claim)
    # September has counts of its own first: four runs for each month but the last of each.
    assert runs == 7
    assert counted(desk) == (True, ["previous_period"], 12)


def test_a_file_for_payroll_says_how_many_of_its_results_are_outdated(
    months: Desk, acme: Company, world: World
) -> None:
    def exported() -> int:
        body = {"scheme": "desk", "period": "2026-10", "format": "csv"}
        asked = acme.hr.post("/v1/exports", body).ok(201)
        Worker(world).work()
        made = acme.hr.get(f"/v1/exports/{asked['id']}").ok()
        name = f"exports/acme/{asked['id']}/manifest.json"
        stored = world.s3.get_object(Bucket=BUCKET, Key=name)["Body"].read()
        assert json.loads(stored)["outdated_results"] == made["outdated_results"]
        told: int = made["outdated_results"]
        return told

    assert exported() == 0
    months.send(rows("1001,red,220"), period="2026-09")
    assert exported() == 1
