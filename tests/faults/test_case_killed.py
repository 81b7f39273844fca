"""A worker that applies a case dies at any write, or another case is decided meanwhile."""

from typing import Any
from unittest import mock

import pytest
from pynamodb.expressions.operand import Path

from chalicelib.audit.work_ends import end_work
from chalicelib.cases.queue import Apply
from chalicelib.periods.records import read_period
from chalicelib.results import ended_cases
from chalicelib.results.leased_run import TakenOver
from chalicelib.store.keys import Key
from chalicelib.tenancy.context import Context, timestamp
from chalicelib.tenancy.platform import Platform
from tests.api.cases.conftest import desk, panel  # noqa: F401 (fixtures)
from tests.api.cases.deciding import Panel
from tests.api.clock import Clock
from tests.api.results.settled_anew import count_anew, told
from tests.api.worker import worker_in
from tests.faults.killing import NEVER, Killed, interrupted_at, kill_points, killed_at
from tests.profiles import choose

PERIOD = "2026-10"
VETOED = ("88.00", "unqualified", "0", None)
LINE = {"indicator": "answer_time", "treatment": "full"}


def settled(platform: Platform) -> Any:
    """What is stored of the period, which nobody holds and where no case waits."""
    with worker_in(platform, "acme") as context:
        record = read_period(context.table, context.scope, PERIOD, "desk")
        assert record is not None
        assert record.cases_due == 0
        return told(context, PERIOD)


def decided(people: Panel, case: str, how: str) -> str:
    """Decide, and return the message that asks for the effect."""
    people.decide(case, how).ok()
    (message,) = people.desk.world.messages("uploads")
    return message


@pytest.mark.deep
def test_the_same_message_again_applies_what_a_dead_run_has_left(
    panel: Panel,  # noqa: F811
    platform: Platform,
    clock: Clock,
) -> None:
    about = {"code": "fraud", "hearing": {"answer": "x"}}
    writes: list[str] = []

    def killed(number: int) -> None:
        """Confirm a veto whose worker dies before this write; then its message comes again."""
        nonlocal writes
        case = panel.propose("1001", "veto", **about).ok(201)["id"]
        message = decided(panel, case, "confirm")
        try:
            with killed_at(platform, number, after=False) as seen:
                panel.desk.run_once(message)
        except Killed:
            clock.advance(minutes=30)
            panel.desk.deliver_body(message)
        else:
            writes = list(seen)
        assert panel.brief("1001") == VETOED, number
        assert panel.brief("1002")[3] == (1, 2), number
        assert panel.case(case)["effect"]["status"] == "in_effect", number
        before = settled(platform)
        clock.advance(minutes=3)
        count_anew(platform, "acme", PERIOD)
        assert settled(platform) == before, number
        panel.revoked(case)
        assert panel.brief("1001")[0:2] == ("88.00", "good"), number

    killed(NEVER)
    points = kill_points(writes, after=False)
    for number in choose(quick=[points[1], len(writes) - 1, len(writes)], long=points):
        killed(number)


@pytest.mark.deep
def test_a_case_that_is_decided_meanwhile_is_applied_too(
    panel: Panel,  # noqa: F811
    platform: Platform,
) -> None:
    writes: list[str] = []

    def interrupted(number: int) -> None:
        nonlocal writes
        first = panel.propose("1002", "exemption", **LINE).ok(201)["id"]
        second = panel.propose("1002", "exemption", indicator="resolution", treatment="full")
        other = second.ok(201)["id"]
        message = decided(panel, first, "confirm")
        if number == NEVER:
            with killed_at(platform, NEVER, after=False) as seen:
                panel.desk.run_once(message)
            writes = list(seen)
            panel.decide(other, "confirm").ok()
        else:
            with interrupted_at(platform, number, lambda: panel.decide(other, "confirm").ok()):
                panel.desk.run_once(message)
        panel.work()
        assert panel.brief("1002")[0] == "100.00", number
        assert set(panel.card("1002")["cases"]) == {first, other}, number
        settled(platform)
        for case in (first, other):
            panel.revoked(case)
        assert panel.brief("1002")[0] == "48.00", number

    interrupted(NEVER)
    points = kill_points(writes, after=False)
    for number in choose(quick=[len(writes)], long=points):
        interrupted(number)


def test_when_the_period_changes_at_each_try_to_end_another_run_is_asked_for(
    panel: Panel,  # noqa: F811
    platform: Platform,
) -> None:
    case = panel.propose("1002", "exemption", **LINE).ok(201)["id"]
    message = decided(panel, case, "confirm")

    with mock.patch.object(ended_cases, "end_work", disturbed):
        panel.desk.run_once(message)

    assert panel.case(case)["effect"]["status"] == "pending"
    assert panel.desk.world.delayed("uploads") == 1
    panel.desk.run_once(message)
    assert panel.case(case)["effect"]["status"] == "in_effect"
    assert panel.brief("1002")[0] == "80.00"  # 40 + 40
    settled(platform)


def test_that_a_case_was_given_up_is_told_when_its_period_changes_at_each_try_too(
    panel: Panel,  # noqa: F811
    platform: Platform,
    clock: Clock,
) -> None:
    """Whoever reads the dead letter gets an error, and the letter comes again."""
    case = panel.propose("1002", "exemption", **LINE).ok(201)["id"]
    asked = Apply(case, PERIOD, "desk", 2)
    decided(panel, case, "confirm")
    at = timestamp(clock.now)
    with worker_in(platform, "acme") as context:
        with mock.patch.object(ended_cases, "end_work", disturbed), pytest.raises(TakenOver):
            ended_cases.note_given_up(context, asked, at)
        assert panel.case(case)["effect"]["status"] == "pending"

        ended_cases.note_given_up(context, asked, at)
        ended_cases.note_given_up(context, asked, at)

    assert panel.case(case)["effect"]["status"] == "failed"
    events = panel.head.get("/v1/audit-events", query={"limit": 200}).ok()["items"]
    assert [one["after"]["status"] for one in events if one["action"] == ended_cases.ACTION] == [
        "failed"
    ]


def disturbed(context: Context, key: Key, *more: Any) -> bool:
    """End the work just after somebody else has changed the period, as publishing does."""
    context.table.update(key, [Path("revision").set((Path("revision") | 0) + 1)])
    return end_work(context, key, *more)
