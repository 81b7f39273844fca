"""People who join, leave or move after a round was drawn: told, and added without drawing anew."""

from typing import Any

from tests.api.people.worker import Worker
from tests.api.rating_rounds.rating import TEAM, Ring
from tests.api.rating_rounds.test_erasure import erase, left
from tests.api.rating_rounds.test_progress import progress
from tests.api.rating_rounds.test_reminders import LOOK
from tests.api.rating_rounds.test_rounds import rates


def join(ring: Ring, *people: str, team: str = "red") -> None:
    for one in people:
        ring.hr.put(f"/v1/employees/{one}", {"name": one, "team": team}).ok(201)


def looked(ring: Ring, path: str) -> Any:
    """Let the worker look at the company's rounds; return who joined, as the round tells it."""
    worker = Worker(ring.world)
    assert worker.deliver(LOOK) == {"batchItemFailures": []}
    worker.work()
    found = ring.hr.get(path).ok()["joined"]
    return None if found is None else (found["people"], found["employees"])


def added(ring: Ring, path: str) -> Any:
    """Ask that people who joined are added, and let it be done; return the round."""
    assert ring.hr.post(f"{path}/add-joined", if_match="*").ok()["adding_since"] is not None
    Worker(ring.world).work()
    return ring.hr.get(path).ok()


def test_who_joined_since_the_draw_is_told_in_the_round_and_by_one_event(ring: Ring) -> None:
    path = ring.open()
    assert looked(ring, path) is None
    join(ring, "a6", "a7")
    join(ring, "b1", team="blue")
    assert looked(ring, path) == looked(ring, path) == (2, ["a6", "a7"])
    events = ring.company.admin.get("/v1/audit-events", query={"limit": 200}).ok()["items"]
    told = [one["after"] for one in events if one["action"] == "rating_rounds.joined"]
    assert told == [{"people": 2}]
    ring.hr.delete("/v1/employees/a6").ok(204)
    assert looked(ring, path) == (1, ["a7"])


def test_who_joined_is_added_to_an_open_round_and_what_was_there_stays(ring: Ring) -> None:
    path = ring.open()
    before = rates(ring, path)
    ring.rate("a2", "peer", "a1", "8", "6")
    join(ring, "a6")
    assert looked(ring, path) == (1, ["a6"])
    found = added(ring, path)
    # Four of the five rate a6, and a6 rates four of them; the own person, and lead: 30 + 4 + 4 + 2
    assert (found["people"], found["raters"], found["forms"]) == (6, 7, 40)
    assert (found["joined"], found["adding_since"], found["status"]) == (None, None, "open")
    after = rates(ring, path)
    assert before < after
    new = after - before
    assert {one for one in new if one[1] != "peer"} == {
        ("a6", "self", "a6"),
        ("lead", "superior", "a6"),
    }
    assert len({one[0] for one in new if one[1:] == ("peer", "a6")}) == 4
    assert len({one[2] for one in new if one[:2] == ("a6", "peer")}) == 4
    assert progress(ring, path) == {
        ("red", "peer"): (28, 1),
        ("red", "self"): (6, 0),
        ("office", "superior"): (6, 0),
    }
    # The new forms are filled in and counted as all others: a superior's 9, no peer.
    ring.rate("lead", "superior", "a6", "9", "9")
    ring.close(path)
    assert ring.line("a6")["value"] == "9"


def test_who_moves_into_a_team_of_a_draft_is_added_and_the_changes_of_hr_stay(ring: Ring) -> None:
    join(ring, "b1", team="blue")
    path = ring.make()
    ring.hr.put(f"{path}/assignments/a1", {"forms": []}, if_match="*").ok()
    assert looked(ring, path) is None
    moved = [{"from": None, "value": "blue"}, {"from": "2026-10-20", "value": "red"}]
    ring.hr.patch("/v1/employees/b1", {"dated": {"team": moved}}).ok()
    assert looked(ring, path) == (1, ["b1"])
    before = rates(ring, path)
    found = added(ring, path)
    assert (found["status"], found["people"]) == ("draft", 6)
    assert before < rates(ring, path)
    # a1 was taken out as a rater by hand: what a1 rates now is what the new draw gives about b1.
    assert {one for one in rates(ring, path) if one[0] == "a1"} <= {("a1", "peer", "b1")}


def test_an_adding_without_anybody_ends_and_is_asked_for_again(ring: Ring) -> None:
    path = ring.open()
    assert (added(ring, path)["forms"], added(ring, path)["adding_since"]) == (30, None)


def test_nobody_is_added_to_a_closed_round_or_while_one_role_is_asked_again(ring: Ring) -> None:
    path = ring.open()
    asked = ring.hr.post(f"{path}/add-joined", if_match="*").ok()
    stale = ring.hr.post(f"{path}/add-joined", if_match=f'"{asked["revision"] - 1}"')
    assert stale.problem(412)["code"] == "stale_etag"
    join(ring, "a6")
    # The round closes before the worker comes: nothing is added any more, and nothing waits.
    ring.close(path)
    Worker(ring.world).work()
    found = ring.hr.get(path).ok()
    assert (found["forms"], found["adding_since"]) == (30, None)
    refused = ring.hr.post(f"{path}/add-joined", if_match="*").problem(409)
    assert refused["code"] == "status_not_reachable"


def test_who_moved_to_another_team_since_the_draw_is_told(ring: Ring) -> None:
    path = ring.open()
    ring.hr.patch("/v1/employees/a5", {"team": "blue"}).ok()
    own, other, boss = (
        ring.hr.get(f"{path}/assignments", query={"employee_id": one}).ok()["items"][0]
        for one in ("a5", "a1", "lead")
    )
    assert (own["notices"], other["notices"], boss["notices"]) == (["moved"], [], [])
    assert {form["employee_id"]: form["notices"] for form in other["forms"]} == {
        **{one: [] for one in TEAM},
        "a5": ["moved"],
    }
    # A superior is of another team anyway.
    assert all(form["notices"] == [] for form in boss["forms"])


def test_an_erased_person_is_not_named_among_those_who_joined(ring: Ring) -> None:
    path = ring.open()
    join(ring, "a6", "a7")
    looked(ring, path)
    ring.hr.delete("/v1/employees/a6").ok(204)
    assert erase(ring, "a6")["status"] == "completed"
    assert "'a6'" not in left(ring)
    assert ring.hr.get(path).ok()["joined"]["employees"] == ["a7"]
