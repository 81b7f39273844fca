"""POST /v1/schemes/{code}/simulations: a simulation in the background, for any number of people.

The figures are those of test_simulate.py: with a target of 20 s Bob falls from good to poor.
"""

import json
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest

from chalicelib.simulation import cost, requested, running, summary
from tests.api.clock import Clock
from tests.api.company import Company
from tests.api.people.worker import Worker
from tests.api.schemes.documents import FIRST_TARGET, STRICTER, scheme
from tests.api.schemes.test_simulate import simulated
from tests.api.uploads.sending import Desk, csv_of
from tests.api.world import BUCKET, World

PATH = "/v1/schemes/desk/simulations"


@pytest.fixture
def worker(month: Desk, acme: Company, world: World) -> Worker:
    acme.admin.put("/v1/schemes/desk", STRICTER, if_match="*").ok()
    return Worker(world)


def ask(company: Company, **body: Any) -> Any:
    return company.hr.post(PATH, {"period": "2026-10", **body}).ok(201)


def read(company: Company, asked: Any) -> Any:
    return company.hr.get(f"/v1/simulations/{asked['id']}").ok()


def listed(world: World, found: Any) -> list[Any]:
    """Return the people in the files that the links lead to."""
    people = []
    for one in found["files"]:
        name = unquote(urlsplit(one["url"]).path).partition(f"{BUCKET}/")[2] or unquote(
            urlsplit(one["url"]).path
        ).lstrip("/")
        body = world.s3.get_object(Bucket=BUCKET, Key=name)["Body"].read()
        lines = body.decode().splitlines()
        assert (len(lines), len(body)) == (one["people"], one["bytes"])
        people += [json.loads(line) for line in lines]
    return people


def test_it_comes_to_what_a_request_would_answer(
    acme: Company, worker: Worker, world: World
) -> None:
    at_once = simulated(acme)
    asked = ask(acme)
    assert (asked["status"], asked["result"], asked["files"]) == ("queued", None, [])
    assert asked["progress"] == {"done": 0, "people": 3}

    worker.work()

    found = read(acme, asked)
    assert (found["status"], found["progress"]) == ("completed", {"done": 3, "people": 3})
    items = at_once.pop("items")
    at_once.pop("next")
    assert found["scheme"]["sha256"] == at_once.pop("scheme")["sha256"]
    assert found["period"] == at_once.pop("period")
    assert found["result"] == at_once
    assert listed(world, found) == items
    assert [one["employee_id"] for one in items] == ["1002"]


@pytest.mark.parametrize("size", [1, 2])
def test_it_goes_on_from_a_checkpoint_in_any_number_of_runs(
    acme: Company, worker: Worker, world: World, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    """Each run makes one part of so many people; nobody is compared twice or left out."""
    monkeypatch.setattr(running, "PART", size)
    whole = simulated(acme, "?limit=200", show="all")
    asked = ask(acme, show="all")

    runs = worker.work(milliseconds=running.RESERVE.seconds * 1000 - 1)

    found = read(acme, asked)
    assert runs >= 3 // size + 1
    assert found["progress"]["done"] == 3
    assert listed(world, found) == whole["items"]
    assert found["result"]["money"] == whole["money"]
    assert found["result"]["coefficients"] == whole["coefficients"]


def test_a_costly_rule_makes_small_parts(
    acme: Company, worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "STEPS_OF_PART", 1)
    asked = ask(acme, show="all")
    worker.work()
    assert [one["people"] for one in read(acme, asked)["files"]] == [1, 1, 1]


def test_a_team_mean_covers_people_of_every_part(
    acme: Company, desk: Desk, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Cy has no waiting time: with the team's mean the three are the same as in a request."""
    desk.send(
        csv_of(
            "1001,Ann,red,4000,100,88,100",
            "1002,Bob,red,5000,100,88,100",
            "1003,Cy,red,,100,70,100",
        )
    )
    policy = "/dimensions/0/indicators/0/not_available"
    acme.admin.put("/v1/schemes/desk", scheme({policy: "team_mean"}), if_match="*").ok()
    monkeypatch.setattr(running, "PART", 1)
    asked = ask(acme, show="all")
    Worker(world).work(milliseconds=running.RESERVE.seconds * 1000 - 1)
    found = read(acme, asked)
    whole = simulated(acme, show="all")
    assert listed(world, found) == whole["items"]
    # (40 + 50) / 2 = 45 s: one whole step over 30 s, 32 points; 70 %: 20; together 52.
    assert listed(world, found)[2]["after"]["total"] == "52.00"


def test_one_team_or_a_version_can_be_asked_for(
    acme: Company, worker: Worker, world: World
) -> None:
    asked = ask(acme, team="blue", version=1, show="all")
    worker.work()
    found = read(acme, asked)
    assert (found["team"], found["scheme"]["version"]) == ("blue", 1)
    assert [one["employee_id"] for one in listed(world, found)] == ["1003"]
    assert found["result"]["employees"]["compared"] == 1
    assert found["result"]["grades"][0]["name"] == {"zh": "良好", "en": "Good"}


def test_a_draft_that_changes_meanwhile_ends_it_with_the_reason(
    acme: Company, worker: Worker
) -> None:
    asked = ask(acme)
    acme.admin.put("/v1/schemes/desk", scheme({FIRST_TARGET: "10"}), if_match="*").ok()
    worker.work()
    found = read(acme, asked)
    assert (found["status"], found["reason"]["code"]) == ("failed", "rules_changed")
    assert found["result"] is None


def test_a_request_does_only_what_takes_some_seconds(
    acme: Company,
    month: Desk,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A person of the desk scheme is 150 + 2 × 4 columns + 2 × 8 for two lines = 174 steps."""
    monkeypatch.setattr(cost, "AT_ONCE", 3 * 174)
    simulated(acme)
    monkeypatch.setattr(cost, "AT_ONCE", 3 * 174 - 1)
    body = {"period": "2026-10"}
    problem = acme.hr.post("/v1/schemes/desk/simulate", body).problem(422)
    assert problem["errors"][0]["code"] == "too_much_at_once"
    assert "/simulations" in problem["errors"][0]["message"]
    ask(acme)


@pytest.mark.parametrize("bound", ["AS_A_JOB", "OF_MEANS"])
def test_a_job_has_a_bound_too(
    acme: Company,
    month: Desk,
    monkeypatch: pytest.MonkeyPatch,
    bound: str,
) -> None:
    policy = "/dimensions/0/indicators/0/not_available"
    acme.admin.put("/v1/schemes/desk", scheme({policy: "team_mean"}), if_match="*").ok()
    monkeypatch.setattr(cost, bound, 3 * 174 - 1)
    problem = acme.hr.post(PATH, {"period": "2026-10"}).problem(422)
    assert problem["errors"][0]["code"] == "too_much_to_simulate"


def test_so_many_wait_or_run_at_a_time(
    acme: Company, worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(requested, "MOST_OPEN", 2)
    ask(acme)
    ask(acme)
    acme.hr.post(PATH, {"period": "2026-10"}).problem(409, "too_many_simulations")
    worker.work()
    ask(acme)


def test_what_cannot_be_simulated_is_refused(acme: Company, month: Desk) -> None:
    acme.hr.post(PATH, {"period": "2026-09"}).problem(422)
    acme.hr.post("/v1/schemes/none/simulations", {"period": "2026-10"}).problem(404)
    acme.hr.post(PATH, {"period": "2026-10", "version": 9}).problem(404)
    acme.hr.post(PATH, {"period": "2026-10", "document": STRICTER}).problem(422)
    acme.hr.get("/v1/simulations/sim_none").problem(404)
    acme.supervisor.post(PATH, {"period": "2026-10"}).problem(403)


def test_an_erasure_removes_files_and_sums(acme: Company, worker: Worker, world: World) -> None:
    asked = ask(acme, show="all")
    worker.work()
    assert [name for name in world.objects() if asked["id"] in name]
    acme.admin.post("/v1/employees/1002/erase", {"files": "keep"}).ok(202)
    worker.work()
    found = read(acme, asked)
    assert (found["status"], found["result"], found["files"]) == ("removed", None, [])
    assert not [name for name in world.objects() if asked["id"] in name]


def test_an_erasure_ends_one_that_waits(acme: Company, worker: Worker, world: World) -> None:
    asked = ask(acme)
    (waiting,) = world.messages("jobs")
    acme.admin.post("/v1/employees/1002/erase", {"files": "keep"}).ok(202)
    worker.work()
    worker.deliver(waiting)
    assert read(acme, asked)["status"] == "removed"
    assert not [name for name in world.objects() if asked["id"] in name]


def test_without_a_sign_of_life_for_hours_it_has_failed(
    acme: Company, worker: Worker, clock: Clock
) -> None:
    asked = ask(acme)
    clock.advance(hours=6, seconds=1)
    assert read(acme, asked)["reason"]["code"] == "gave_up"


def test_its_end_is_told_to_other_systems(acme: Company, worker: Worker, clock: Clock) -> None:
    ask(acme)
    worker.work()
    clock.advance(minutes=2)
    types = [one["type"] for one in acme.admin.get("/v1/events?limit=200").ok()["items"]]
    assert {"simulation.requested", "simulation.completed"} <= set(types)


def test_reasons_and_names_in_the_sums_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two of three reasons are listed; of the people under all of them three are named."""
    from chalicelib.person_keys import PersonKey
    from chalicelib.scoring.text import text
    from chalicelib.simulation.person import Skipped
    from chalicelib.simulation.summary import Sums, continued

    monkeypatch.setattr(summary, "MOST_REASONS", 2)
    monkeypatch.setattr(summary, "MOST_KEPT", 3)
    sums = Sums()
    for number in range(9):
        words = text("无", "none")
        person, code = PersonKey(str(number)), f"r{number % 3}"
        sums.add(Skipped(person, code, ("a",), words))
        sums = continued(sums.text())
    found = sums.described((), 2, "en", lambda persons: {one: one for one in persons})
    assert found["employees"] == {"compared": 0, "not_simulated": 9}
    reasons = [(one["code"], one["employees"]) for one in found["not_simulated"]]
    assert reasons == [("r0", 3), ("r1", 3)]
    assert sum(len(one["employee_ids"]) for one in found["not_simulated"]) == 3
