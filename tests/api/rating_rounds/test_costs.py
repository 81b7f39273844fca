"""What a round costs: requests that are counted, never seconds."""

from collections import Counter

import pytest

from chalicelib.results import stored_state
from tests.api.fixtures import Calls
from tests.api.people.worker import Worker
from tests.api.rating_rounds.rating import PERIOD, Ring, answers

PEOPLE = [f"b{n:03d}" for n in range(200)]
HEADER = "employee_id,teamwork_peer,teamwork_superior,teamwork_self"


def staffed(ring: Ring) -> None:
    """Two hundred people in ten teams of twenty."""
    employees = [{"id": one, "team": f"team {n % 10}"} for n, one in enumerate(PEOPLE)]
    for start in range(0, len(employees), 100):
        body = {"employees": employees[start : start + 100]}
        ring.hr.post("/v1/employees/batch", body).ok()


def test_a_draw_writes_one_item_for_each_rater_in_batches(ring: Ring, calls: Calls) -> None:
    staffed(ring)
    body = {"scheme": "desk", "period": PERIOD, "closes_on": "2026-11-20"}
    found = ring.hr.post("/v1/rating-rounds", {**body, "roles": [{"role": "peer", "number": 6}]})
    calls()
    Worker(ring.world).work()
    made = Counter(calls())
    # 200 and the six of the fixture: nine batches of 25, whatever the number of forms, and one of
    # the numbers of each team and role: ten teams and red with peer and self, lead as superior
    assert ring.hr.get(f"/v1/rating-rounds/{found.ok(201)['id']}").ok()["raters"] == 206
    assert made["BatchWriteItem"] == 9 + 1
    # the draw's number, the raters known and drawn, the end with its event, the worker's lease
    assert sum(made.values()) - made["BatchWriteItem"] <= 20


def test_a_form_is_saved_and_submitted_without_a_look_at_the_raters_others(
    ring: Ring, calls: Calls
) -> None:
    ring.open()
    path = f"/v1/rating-tasks/{ring.tasks('a1')[0]['id']}"
    calls()
    ring.of("a1").put(path, answers("7", "8"), if_match="*").ok()
    ring.of("a1").post(f"{path}/submit", if_match="*").ok()
    made = Counter(calls())
    # By key: a form of a thousand costs what a form of five does.
    assert "Query" not in made
    assert made["TransactWriteItems"] == 2


def sent(ring: Ring, marks: str) -> None:
    """A file with the same marks for everybody."""
    rows = [f"{one},{marks},7,8" for one in PEOPLE]
    ring.desk.send("\n".join([HEADER, *rows, ""]).encode(), source="forms")


def test_of_many_the_register_is_read_whole_as_a_file_does(
    ring: Ring, calls: Calls, monkeypatch: pytest.MonkeyPatch
) -> None:
    staffed(ring)
    monkeypatch.setattr(stored_state, "WHOLE_FROM", len(PEOPLE))
    sent(ring, "4;5;6")
    calls()
    sent(ring, "5;5;6")
    file = Counter(calls())
    ring.clock.advance(days=365)
    path = ring.open(closes_on="2027-12-20", teams=[f"team {n}" for n in range(10)])
    closed = ring.hr.post(f"{path}/close", if_match="*").ok()
    calls()
    ring.count(closed["upload"])
    made = Counter(calls())
    # The forms and the register are a query for each shard; nobody is read by key.
    assert made["BatchGetItem"] <= file["BatchGetItem"]
    assert made["Query"] - file["Query"] <= 2


def test_closing_costs_about_what_a_file_for_the_same_people_does(ring: Ring, calls: Calls) -> None:
    staffed(ring)
    sent(ring, "4;5;6")
    calls()
    sent(ring, "5;5;6")
    file = len(calls())
    # The bucket tells the time of the machine: the round closes after the files have come.
    ring.clock.advance(days=365)
    path = ring.open(closes_on="2027-12-20", teams=[f"team {n}" for n in range(10)])
    rater = PEOPLE[0]
    ring.rate(rater, "self", rater, "9", "9")
    calls()
    ring.close(path)
    # one query for the forms, a batch read for each hundred people, and those of hr in this test
    assert len(calls()) <= file * 1.5
    told = {one["role"]: one["value"] for one in ring.line(rater)["ratings"]}
    assert told == {"peer": None, "superior": None, "self": "9"}
