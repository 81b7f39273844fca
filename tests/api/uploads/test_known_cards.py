"""A run that has read the whole period at its beginning ranks and drafts from the known cards.

The outcome must be the same as after reading all cards again.
"""

from datetime import timedelta
from typing import Any

import pytest

from chalicelib.periods import lease
from chalicelib.results import stored_state
from chalicelib.results.settling import settle
from chalicelib.tenancy.platform import Platform
from tests.api.company import Company
from tests.api.fixtures import Calls
from tests.api.uploads.sending import SCHEME, Desk, csv_of
from tests.api.worker import worker_in
from tests.api.world import World

# Answer time: 8 points per whole 10 s over 30 s, of 40. Resolution: 2 per point below 90 %, of 60.
GOOD = "{},N,red,4000,100,88,100"  # 32 + 56 = 88
POOR = "{},N,blue,7200,100,80,100"  # 8 + 40 = 48: a plan for each
FULL = "{},N,red,2000,100,91,100"  # 40 + 60 = 100, in the table 1E+2 or 100


@pytest.fixture(autouse=True)
def _every_file_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stored_state, "WHOLE_FROM", 1)
    monkeypatch.setattr("chalicelib.uploads.chunk.SIZE", 3)


def summary(world: World) -> dict[str, Any]:
    """Return the period's stored summary without the times at which it was made."""
    (item,) = (one for one in world.items() if one["pk"]["S"] == "acme#periods")
    item["listing"]["M"].pop("at")
    return {name: value for name, value in item.items() if name != "settled_at"}


def read_again(platform: Platform) -> None:
    with worker_in(platform, "acme") as context:
        until = context.now + timedelta(minutes=1)
        held = lease.take(context, "2026-10", "desk", "run_1", until, work="upl_1")
        settle(context, held, only_followers_left=True)
        lease.give_back(context, held)


def test_ranks_and_counts_are_those_of_all_results_read_again(
    desk: Desk, world: World, platform: Platform
) -> None:
    """For a first file, and for a file that changes two results, keeps one and adds two."""
    files = (
        [GOOD.format(1001), POOR.format(1002), FULL.format(1003), GOOD.format(1004)],
        [GOOD.format(1001), FULL.format(1002), POOR.format(1003), GOOD.format(1005), "1006,,x,,,,"],
    )
    for rows in files:
        desk.send(csv_of(*rows))
        known = summary(world)

        read_again(platform)

        assert summary(world) == known
    cards = desk.caller.get("/v1/periods/2026-10/scorecards").ok()["items"]
    ranks = {card["employee_id"]: card["rank"] and card["rank"]["position"] for card in cards}
    # 100, then three times 88, then 48. A person without figures has no rank.
    assert ranks == {"1002": 1, "1001": 2, "1004": 2, "1005": 2, "1003": 5, "1006": None}


def test_results_that_another_version_computed_are_counted_by_it(
    desk: Desk, acme: Company, world: World, platform: Platform
) -> None:
    desk.send(csv_of(GOOD.format(1001), POOR.format(1002)))
    path = "/v1/schemes/desk"
    changed = {**SCHEME, "name": {"zh": "新", "en": "New"}}
    saved = acme.admin.put(path, changed, if_match=acme.admin.get(path).headers["etag"])
    body = {"effective_from": "2026-10", "reason": "x"}
    acme.admin.post(f"{path}/publish", body, if_match=saved.headers["etag"]).ok(201)

    desk.send(csv_of(GOOD.format(1003)))

    known = summary(world)
    read_again(platform)
    assert summary(world) == known
    # The poor result is from the former version: its plans are still drafted.
    assert plans(desk) == {("1002", "answer_time"), ("1002", "resolution")}


def plans(desk: Desk) -> set[tuple[str, str]]:
    found = desk.caller.get("/v1/improvement-plans").ok()["items"]
    return {(plan["employee_id"], plan["indicator"]) for plan in found}


@pytest.mark.parametrize("poor", [1, 4], ids=["few, read by key", "many, read as they lie"])
def test_whoever_is_graded_low_gets_plans_and_loses_them_again(desk: Desk, poor: int) -> None:
    low = [str(2000 + n) for n in range(poor)]
    others = [GOOD.format(1000 + n) for n in range(9)]
    desk.send(csv_of(*others, *(POOR.format(one) for one in low)))

    assert plans(desk) == {(one, i) for one in low for i in ("answer_time", "resolution")}

    desk.send(csv_of(*others, *(FULL.format(one) for one in low)))

    assert plans(desk) == set()


def test_nothing_is_read_again_when_no_result_asks_for_a_plan(desk: Desk, calls: Calls) -> None:
    """One query each: earlier uploads, the register, the period's results, former summaries, its
    plans, who leads teams, and which pilots there are of the next period."""
    upload = desk.announce()
    record = desk.put(upload, csv_of(*(GOOD.format(n) for n in range(9))))
    calls()

    desk.deliver(record)

    # One of them is of the first cards of the month before, to compare its columns with.
    assert calls().count("Query") <= 10
