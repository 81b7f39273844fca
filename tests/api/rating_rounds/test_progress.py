"""How far a round is, by the raters' team and role: counted with the submissions, for hr alone."""

from typing import Any

from tests.api.fixtures import Calls
from tests.api.rating_rounds.rating import Ring, answers


def progress(ring: Ring, path: str) -> dict[tuple[str | None, str], tuple[int, int]]:
    """Forms and submitted forms, by team and role."""
    items: list[Any] = ring.hr.get(f"{path}/progress").ok()["items"]
    return {(one["team"], one["role"]): (one["forms"], one["submitted"]) for one in items}


def test_each_team_of_raters_has_its_forms_and_what_is_submitted_of_them(ring: Ring) -> None:
    path = ring.open()
    # Five of red rate the other four and themselves; lead, of the office, rates the five.
    assert progress(ring, path) == {
        ("red", "peer"): (20, 0),
        ("red", "self"): (5, 0),
        ("office", "superior"): (5, 0),
    }
    ring.rate("a2", "peer", "a1", "8", "6")
    ring.rate("lead", "superior", "a1", "8", "9")
    # Saved is not submitted, and what is submitted counts once, however often it changes.
    ring.rate("a2", "peer", "a1", "7", "7")
    first = ring.tasks("a3")[0]
    ring.save("a3", f"/v1/rating-tasks/{first['id']}", "5", "5").ok()
    assert progress(ring, path) == {
        ("red", "peer"): (20, 1),
        ("red", "self"): (5, 0),
        ("office", "superior"): (5, 1),
    }


def test_what_hr_changes_before_the_opening_is_counted(ring: Ring) -> None:
    path = ring.make()
    ring.hr.put(f"{path}/assignments/a1", {"forms": []}, if_match="*").ok()
    forms = [{"role": "superior", "employee_id": "a2"}]
    ring.hr.put("/v1/employees/guest", {"name": "Guest", "team": "night"}).ok(201)
    ring.hr.put(f"{path}/assignments/guest", {"forms": forms}, if_match="*").ok()
    assert progress(ring, path) == {
        ("red", "peer"): (16, 0),
        ("red", "self"): (4, 0),
        ("office", "superior"): (5, 0),
        ("night", "superior"): (1, 0),
    }


def test_a_round_that_is_drawn_again_is_counted_again(ring: Ring) -> None:
    from tests.api.people.worker import Worker

    path = ring.make()
    ring.hr.put(f"{path}/assignments/a1", {"forms": []}, if_match="*").ok()
    ring.hr.post(f"{path}/draw", {"seed": "two"}, if_match="*").ok()
    Worker(ring.world).work()
    assert progress(ring, path)["red", "peer"] == (20, 0)
    assert not [
        one
        for one in ring.world.items()
        if "#rating-progress#" in one["pk"]["S"] and one["pk"]["S"].endswith("#0001")
    ]


def test_a_form_whose_submission_is_refused_is_not_counted(ring: Ring) -> None:
    path = ring.open()
    form = f"/v1/rating-tasks/{ring.tasks('a1')[0]['id']}"
    caller = ring.of("a1")
    caller.post(f"{form}/submit", if_match="*").problem(422)
    etag = caller.get(form).etag
    caller.put(form, answers("1", "1"), if_match=etag).ok()
    caller.post(f"{form}/submit", if_match=etag).problem(412)
    assert sum(submitted for _, submitted in progress(ring, path).values()) == 0


def test_progress_is_one_query_and_tells_nobody_but_hr_and_admin(ring: Ring, calls: Calls) -> None:
    path = ring.open()
    before = ring.hr.get(path)
    ring.rate("a2", "peer", "a1", "8", "6")
    calls()
    ring.hr.get(f"{path}/progress").ok()
    assert [one for one in calls() if one != "Lease"] == [
        "BatchGetItem",
        "GetItem",
        "Query",
        "BatchGetItem",
    ]
    # The round itself does not tell that somebody submitted.
    assert ring.hr.get(path).etag == before.etag
    for caller in (ring.company.auditor, ring.of("lead"), ring.of("a1")):
        caller.get(f"{path}/progress").problem(403)
