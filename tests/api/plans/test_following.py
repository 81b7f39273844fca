"""How an existing plan changes with a later result."""

from typing import Any

import pytest

from chalicelib.plans import drafting
from tests.api.company import Company
from tests.api.uploads.sending import Desk, csv_of

PATH = "/v1/improvement-plans"
# Answer time: 8 points per whole 10 s over 30 s, of 40. Resolution: 2 per point below 90 %, of 60.
# 72 s, 80 %: 8 + 40 = 48, poor
BOB = csv_of("1002,Bob,red,7200,100,80,100")


def plan(desk: Desk, indicator: str, **query: str) -> Any:
    query = {"employee_id": "1002", "indicator": indicator, **query}
    items = desk.caller.get(PATH, query=query).ok()["items"]
    return items[0] if items else None


def changed(desk: Desk, found: Any, **body: Any) -> Any:
    etag = desk.caller.get(f"{PATH}/{found['id']}").etag
    return desk.caller.patch(f"{PATH}/{found['id']}", body, if_match=etag).ok()


def test_an_untouched_draft_takes_the_new_figures(desk: Desk) -> None:
    desk.send(BOB)
    before = plan(desk, "answer_time")
    # 65 s: three whole steps, 40 − 24 = 16; with 80 % still poor: 16 + 40 = 56
    desk.send(csv_of("1002,Bob,red,6500,100,80,100"))

    after = plan(desk, "answer_time")
    assert after["id"] == before["id"]
    assert (after["figures"]["value"], after["figures"]["points"]) == ("65", "16.00")
    assert after["problem"]["en"] == "Answer time was 65 s (target ≤ 30 s); 24 of 40 points lost."
    assert after["result"] == {"version": 1, "revision": 2}
    assert after["flag"] is None


def test_a_neighbouring_line_that_changes_leaves_the_plan_alone(desk: Desk) -> None:
    desk.send(BOB)
    etag = desk.caller.get(f"{PATH}/{plan(desk, 'answer_time')['id']}").etag
    desk.send(csv_of("1002,Bob,red,7200,100,79,100"))

    assert desk.caller.get(f"{PATH}/{plan(desk, 'answer_time')['id']}").etag == etag


def test_a_draft_that_is_not_needed_any_more_is_withdrawn_and_comes_back(desk: Desk) -> None:
    desk.send(BOB)
    first = plan(desk, "answer_time")
    # 30 s and 80 %: 40 + 40 = 80, good
    desk.send(csv_of("1002,Bob,red,3000,100,80,100"))

    assert plan(desk, "answer_time") is None
    assert plan(desk, "resolution") is None
    assert plan(desk, "answer_time", status="withdrawn")["id"] == first["id"]
    desk.send(BOB)
    assert plan(desk, "answer_time")["status"] == "draft"


def test_a_plan_that_a_person_changed_is_kept_and_flagged(desk: Desk) -> None:
    desk.send(BOB)
    changed(desk, plan(desk, "answer_time"), measure="Two more people at noon", status="agreed")
    desk.send(csv_of("1002,Bob,red,6500,100,80,100"))

    after = plan(desk, "answer_time")
    assert after["measure"] == {"zh": "Two more people at noon", "en": "Two more people at noon"}
    assert (after["status"], after["flag"]) == ("agreed", "result_changed")
    assert after["figures"]["value"] == "72"


def test_a_changed_plan_that_is_not_needed_any_more_is_flagged(desk: Desk) -> None:
    desk.send(BOB)
    changed(desk, plan(desk, "answer_time"), status="agreed")
    desk.send(csv_of("1002,Bob,red,3000,100,80,100"))

    assert plan(desk, "answer_time")["flag"] == "no_longer_needed"


def test_who_changes_a_flagged_plan_has_seen_the_flag(desk: Desk) -> None:
    desk.send(BOB)
    changed(desk, plan(desk, "answer_time"), status="agreed")
    correction = csv_of("1002,Bob,red,6500,100,80,100")
    desk.send(correction)

    assert changed(desk, plan(desk, "answer_time"), note="Seen")["flag"] is None
    desk.send(correction)
    assert plan(desk, "answer_time")["flag"] is None
    desk.send(csv_of("1002,Bob,red,6600,100,80,100"))
    assert plan(desk, "answer_time")["flag"] == "result_changed"


def test_a_result_that_returns_to_what_it_was_takes_the_flag_away(desk: Desk) -> None:
    desk.send(BOB)
    changed(desk, plan(desk, "answer_time"), status="agreed")
    desk.send(csv_of("1002,Bob,red,6500,100,80,100"))
    desk.send(BOB)

    assert plan(desk, "answer_time")["flag"] is None


def test_a_closed_plan_stays_as_it_is(desk: Desk) -> None:
    desk.send(BOB)
    closed = changed(desk, plan(desk, "answer_time"), status="cancelled")
    desk.send(csv_of("1002,Bob,red,6500,100,80,100"))

    assert plan(desk, "answer_time") == closed


def test_who_changes_a_plan_while_it_is_being_drafted_wins(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A person agrees a plan after drafting has read the plans and before it writes them."""
    desk.send(BOB)
    agreed = plan(desk, "answer_time")
    write = drafting.change_all

    def meanwhile(*work: Any) -> None:
        changed(desk, agreed, measure="Two more at noon", status="agreed")
        monkeypatch.undo()
        write(*work)

    monkeypatch.setattr(drafting, "change_all", meanwhile)
    # 65 s and 79 %: both lines have new figures, so both plans are to change.
    desk.send(csv_of("1002,Bob,red,6500,100,79,100"))

    after = plan(desk, "answer_time")
    assert (after["status"], after["flag"]) == ("agreed", "result_changed")
    assert after["measure"]["en"] == "Two more at noon"
    assert plan(desk, "resolution")["figures"]["value"] == "79"


def test_the_next_month_says_what_became_of_it(desk: Desk, acme: Company) -> None:
    desk.send(BOB)
    assert plan(desk, "answer_time", period="2026-10")["outcome"] is None
    # November: 28 s reaches the target. 85 % is better, but below the target.
    desk.send(csv_of("1002,Bob,red,2800,100,85,100"), period="2026-11")

    assert plan(desk, "answer_time", period="2026-10")["outcome"] == {
        "period": "2026-11",
        "value_then": "72",
        "value_now": "28",
        "points_now": "40.00",
        "reached": True,
    }
    resolution = plan(desk, "resolution", period="2026-10")["outcome"]
    assert (resolution["value_then"], resolution["value_now"]) == ("80", "85")
    assert resolution["reached"] is False


def test_the_outcome_is_held_to_the_figure_that_was_agreed(desk: Desk) -> None:
    desk.send(BOB)
    changed(desk, plan(desk, "resolution"), expected_value="85")
    desk.send(csv_of("1002,Bob,red,2800,100,85,100"), period="2026-11")

    assert plan(desk, "resolution", period="2026-10")["outcome"]["reached"] is True


def test_the_tag_of_a_plan_changes_with_its_outcome(desk: Desk) -> None:
    desk.send(BOB)
    path = f"{PATH}/{plan(desk, 'answer_time')['id']}"
    before = desk.caller.get(path)
    assert desk.caller.get(path, headers={"If-None-Match": before.etag}).status == 304
    desk.send(csv_of("1002,Bob,red,2800,100,85,100"), period="2026-11")

    after = desk.caller.get(path, headers={"If-None-Match": before.etag})
    assert after.ok()["outcome"]["reached"] is True
    # The plan itself has not changed, so its former ETag is still accepted.
    desk.caller.patch(path, {"note": "Well done"}, if_match=before.etag).ok()


def test_an_indicator_without_a_figure_in_the_next_month_is_neither(desk: Desk) -> None:
    desk.send(BOB)
    desk.send(csv_of("1002,Bob,red,0,0,85,100"), period="2026-11")

    outcome = plan(desk, "answer_time", period="2026-10")["outcome"]
    assert (outcome["value_now"], outcome["reached"]) == (None, None)
