"""Plans are drafted in parts when a run has little time, and each run makes progress."""

from datetime import datetime, timedelta
from itertools import count
from typing import Any

import pytest

from chalicelib.plans import drafting
from chalicelib.results import changes
from chalicelib.tenancy.platform import Platform
from tests.api.clock import Clock
from tests.api.uploads.sending import Desk, csv_of
from tests.faults.killing import Killed

#: 72 s, 80 %: 8 + 40 = 48, poor. Two plans each.
PEOPLE = [str(number) for number in range(1001, 1008)]
POOR = csv_of(*(f"{one},,red,7200,100,80,100" for one in PEOPLE))
#: 1001 and 1002 are good now: 40 + 60. Their plans are withdrawn.
BETTER = csv_of(*(f"{one},,red,3000,100,90,100" for one in PEOPLE[:2]))


@pytest.fixture
def pages(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Pages of two, as after a change of many; note each page that is begun."""
    monkeypatch.setattr(changes, "MOST", 0)
    monkeypatch.setattr(drafting, "SIZE", 2)
    begun: list[Any] = []
    page = drafting._Drafting.page

    def noted(self: Any, place: Any) -> Any:
        begun.append((place.shard, place.step, place.after))
        return page(self, place)

    monkeypatch.setattr(drafting._Drafting, "page", noted)
    return begun


def plans(desk: Desk, status: str = "draft") -> dict[str, int]:
    query = {"status": status, "limit": "200"}
    found: dict[str, int] = {}
    for plan in desk.caller.get("/v1/improvement-plans", query=query).ok()["items"]:
        found[plan["employee_id"]] = found.get(plan["employee_id"], 0) + 1
    return found


def run_with_no_time(desk: Desk, content: bytes, clock: Clock) -> int:
    """Send a file. Each run has only its reserve left when it drafts. Return the number of runs."""
    message = desk.message(desk.put(desk.announce(), content))
    waiting, runs = [message], 0
    while waiting:
        runs += 1
        assert runs < 40, "no end"
        desk.run_once(waiting.pop())
        waiting = list(desk.world.messages("uploads"))
    return runs


@pytest.fixture
def no_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """The deadline has passed whenever plans are drafted."""
    draft = drafting.draft_plans
    past = timedelta(days=1)

    def late(context: Any, settled: Any, deadline: datetime) -> bool:
        return draft(context, settled, deadline - past)

    monkeypatch.setattr(drafting, "draft_plans", late)


@pytest.mark.long
def test_each_run_does_a_page_and_the_whole_comes_to_its_end(
    desk: Desk, clock: Clock, pages: list[Any], no_time: None
) -> None:
    runs = run_with_no_time(desk, POOR, clock)

    assert plans(desk) == dict.fromkeys(PEOPLE, 2)
    # No stored plan, then pages of two cards of seven: 1 + 4.
    assert (runs, len(pages)) == (5, 5)
    assert len(set(pages)) == 5, "no page twice"

    pages.clear()
    runs = run_with_no_time(desk, BETTER, clock)

    assert plans(desk) == dict.fromkeys(PEOPLE[2:], 2)
    assert plans(desk, "withdrawn") == dict.fromkeys(PEOPLE[:2], 2)
    # Seven pages of two plans of 14 (and the end), then the cards that are graded low.
    assert runs == len(pages) == len(set(pages)) < 14


def test_the_period_is_settled_once_for_all_these_runs(
    desk: Desk, clock: Clock, monkeypatch: pytest.MonkeyPatch, pages: list[Any], no_time: None
) -> None:
    from chalicelib.results import finishing

    settle, calls = finishing.settle, count()

    def counted(*args: Any, **more: Any) -> Any:
        next(calls)
        return settle(*args, **more)

    monkeypatch.setattr(finishing, "settle", counted)

    run_with_no_time(desk, POOR, clock)

    assert next(calls) == 1


def test_other_work_in_between_drafts_for_both_from_the_beginning(
    desk: Desk, clock: Clock, pages: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first upload's run hands on and its message is lost for a while. A second upload is
    scored to its end. Then the first goes on, and finds nothing left to draft."""
    with monkeypatch.context() as little:
        draft = drafting.draft_plans
        past = timedelta(days=1)
        little.setattr(drafting, "draft_plans", lambda c, s, d: draft(c, s, d - past))
        first = desk.announce()
        desk.run_once(desk.message(desk.put(first, POOR)))
    (message,) = desk.world.messages("uploads")
    clock.advance(minutes=30)
    monkeypatch.setattr("chalicelib.uploads.run.waits_for", lambda *_: False)
    pages.clear()
    desk.send(BETTER)
    assert pages[0] == (0, "plans", None), "from the beginning"
    assert plans(desk) == dict.fromkeys(PEOPLE[2:], 2)
    pages.clear()

    desk.deliver_body(message)

    assert pages == []
    assert plans(desk) == dict.fromkeys(PEOPLE[2:], 2)
    assert desk.caller.get(f"/v1/uploads/{first['id']}").ok()["status"] == "completed"


def test_what_a_person_changed_after_a_kill_is_not_written_over(
    desk: Desk, platform: Platform, clock: Clock, pages: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The run is killed after its second page of cards; then somebody agrees on a plan."""
    message = desk.message(desk.put(desk.announce(), POOR))
    page = drafting._Drafting.page

    def killed(self: Any, place: Any) -> Any:
        if len(pages) == 3:
            raise Killed
        return page(self, place)

    with monkeypatch.context() as killing:
        killing.setattr(drafting._Drafting, "page", killed)
        with pytest.raises(Killed):
            desk.run_once(message)
    clock.advance(minutes=30)
    (plan, *_) = desk.caller.get("/v1/improvement-plans").ok()["items"]
    path = f"/v1/improvement-plans/{plan['id']}"
    desk.caller.patch(path, {"status": "agreed"}, if_match="*").ok()

    desk.deliver_body(message)

    assert desk.caller.get(path).ok()["status"] == "agreed"
    assert sum(plans(desk).values()) == 13
