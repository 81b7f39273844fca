"""Reminders that are due: an event before the last day, once each, with a number and no name."""

import json
from typing import Any
from unittest import mock

import pytest

from chalicelib.rating_forms.records import OPEN, Round
from chalicelib.rating_rounds.reminders import due_day
from chalicelib.tenancy.platform import Platform
from tests.api.people.worker import Worker
from tests.api.rating_rounds.rating import Ring

LOOK = json.dumps({"kind": "remind_raters", "tenant": "acme", "attempt": 0})


def look(ring: Ring) -> list[Any]:
    """Let the worker look, and return what all reminders of the log tell, the oldest first."""
    worker = Worker(ring.world)
    assert worker.deliver(LOOK) == {"batchItemFailures": []}
    worker.work()
    events = ring.company.admin.get("/v1/audit-events", query={"limit": 200}).ok()["items"]
    told = [one["after"] for one in events if one["action"] == "rating_rounds.remind"]
    return told[::-1]


def test_raters_are_reminded_on_each_day_that_the_round_says_once(ring: Ring) -> None:
    """Today is the fifth of November, the last day the twentieth; reminders five and one before."""
    path = ring.open(reminders=[5, 1])
    ring.rate("a2", "peer", "a1", "8", "6")
    assert look(ring) == []
    ring.clock.advance(days=10)
    # 20 forms of peers, 5 of the own person, 5 of lead, of which one is submitted.
    first = {"due_on": "2026-11-15", "closes_on": "2026-11-20", "unsubmitted": 29}
    assert look(ring) == [first]
    assert look(ring) == [first]
    ring.clock.advance(days=4)
    second = {**first, "due_on": "2026-11-19"}
    assert look(ring) == [first, second]
    # Events are told some time later.
    ring.clock.advance(minutes=5)
    events = ring.company.admin.get(
        "/v1/events",
        query={"since": "2026-11-01T00:00:00Z", "type": "rating_round.reminder_due"},
    ).ok()["items"]
    assert [one["subject"] for one in events] == [path.removeprefix("/v1/")] * 2


def test_a_round_that_does_not_say_its_reminders_takes_the_companys_of_its_making(
    ring: Ring,
) -> None:
    before = ring.make()
    ring.company.admin.patch("/v1/tenant", {"rating_reminders": [7, 2]}, if_match="*").ok()
    assert ring.company.hr.get("/v1/tenant").ok()["rating_reminders"] == [7, 2]
    taken, own, none = ring.make(), ring.make(reminders=[1]), ring.make(reminders=[])
    made = [ring.hr.get(one).ok()["reminders"] for one in (before, taken, own, none)]
    assert made == [[3, 1], [7, 2], [1], []]
    ring.company.admin.patch("/v1/tenant", {"rating_reminders": []}, if_match="*").ok()
    assert ring.hr.get(ring.make()).ok()["reminders"] == []
    ring.company.admin.patch("/v1/tenant", {"rating_reminders": [61]}, if_match="*").problem(422)


def test_a_look_that_did_not_come_is_made_up_by_the_next_with_the_last_of_the_days(
    ring: Ring,
) -> None:
    ring.open(reminders=[5, 3, 1])
    ring.clock.advance(days=13)
    assert [one["due_on"] for one in look(ring)] == ["2026-11-17"]


def test_a_later_last_day_has_reminders_of_its_own(ring: Ring) -> None:
    path = ring.open(reminders=[1])
    ring.clock.advance(days=14)
    assert [one["due_on"] for one in look(ring)] == ["2026-11-19"]
    ring.hr.patch(path, {"closes_on": "2026-11-25"}, if_match="*").ok()
    assert len(look(ring)) == 1
    ring.clock.advance(days=5)
    assert [one["due_on"] for one in look(ring)] == ["2026-11-19", "2026-11-24"]


def test_nobody_is_reminded_when_every_form_is_submitted(ring: Ring) -> None:
    path = ring.make(reminders=[1])
    for rater in ("a1", "a2", "a3", "a4", "a5"):
        ring.hr.put(f"{path}/assignments/{rater}", {"forms": []}, if_match="*").ok()
    forms = [{"role": "superior", "employee_id": "a1"}]
    ring.hr.put(f"{path}/assignments/lead", {"forms": forms}, if_match="*").ok()
    ring.hr.post(f"{path}/open", if_match="*").ok()
    ring.rate("lead", "superior", "a1", "8", "6")
    ring.clock.advance(days=14)
    assert look(ring) == []


def test_a_worker_that_dies_between_looking_and_telling_tells_once(ring: Ring) -> None:
    ring.open(reminders=[1])
    ring.clock.advance(days=14)
    with mock.patch("chalicelib.rating_rounds.reminders.progress.unsubmitted", side_effect=OSError):
        Worker(ring.world).deliver(LOOK)
    assert len(look(ring)) == 1
    assert len(look(ring)) == 1


def test_the_tick_asks_for_a_look_at_each_company_every_six_hours(
    ring: Ring, platform: Platform
) -> None:
    from chalicelib.rating_rounds import jobs

    asked = []
    for _ in range(12):
        asked.append(jobs.tick(platform))
        ring.clock.advance(hours=1)
    assert sum(asked) == 2
    assert asked[:6] == asked[6:]


def round_of(**changes: Any) -> Round:
    return Round(
        **{
            "id": "rnd_1",
            "scheme": "desk",
            "period": "2026-10",
            "version": 1,
            "status": OPEN,
            "closes_on": "2026-11-20",
            "indicators": (),
            "sources": (),
            "roles": {},
            "anonymity_min": 3,
            "seed": "x",
            "created_at": "",
            "created_by": "",
            "updated_at": "",
            "reminders": (3, 0),
            "reminded_on": "2026-11-05",
            **changes,
        }
    )


@pytest.mark.parametrize(
    ("day", "changes", "due"),
    [
        ("2026-11-16", {}, None),
        ("2026-11-17", {}, "2026-11-17"),
        ("2026-11-19", {}, "2026-11-17"),
        ("2026-11-19", {"reminded_on": "2026-11-17"}, None),
        ("2026-11-20", {"reminded_on": "2026-11-17"}, "2026-11-20"),
        # The last day is over: nobody can answer any more.
        ("2026-11-21", {"reminded_on": "2026-11-17"}, None),
        ("2026-11-17", {"status": "closed"}, None),
        # Forms came on the very day of the reminder.
        ("2026-11-17", {"reminded_on": "2026-11-17"}, None),
        ("2026-11-17", {"reminders": ()}, None),
    ],
)
def test_which_reminder_is_due(day: str, changes: dict[str, Any], due: str | None) -> None:
    assert due_day(round_of(**changes), day) == due
