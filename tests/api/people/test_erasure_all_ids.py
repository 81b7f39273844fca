"""An erasure is of the whole person, under whatever ids, and of nobody else who had one of them.

Bob came as 1002, was called 2002 and is called 3002 now. Dora has the id 2002 since, and Eve 1002.
"""

from typing import Any

import pytest

from tests.api.company import Company
from tests.api.named import is_named
from tests.api.people.calling import Caller
from tests.api.people.erased import TRACES, cards, pseudonym, stored
from tests.api.people.worker import Worker
from tests.api.settled_month import settled
from tests.api.uploads.sending import Desk, csv_of
from tests.api.world import World

#: Erasures of one id are in test_erasure.py, which `make test` runs.
pytestmark = pytest.mark.long

GOOD, BAD = "{},{},red,4000,100,88,100", "{},{},red,x,100,88,100"


@pytest.fixture
def people(hr: Caller, history: Desk, acme: Company, worker: Worker, clock: Any) -> dict[str, Any]:
    """Bob's history goes on under each id, with a bad row in each file; then so do the others'.

    Gives the persons by name, Bob's keys, and the upload of each person and id.
    """
    keys, uploads = {}, {}

    def month(name: str, employee_id: str, period: str) -> None:
        rows = GOOD.format(employee_id, name), BAD.format("1001", "Ann")
        history.send(csv_of(*rows), period=period)
        bad = csv_of(BAD.format(employee_id, name), GOOD.format("1003", "Cy"))
        uploads[name, employee_id] = history.send(bad, period=period)["id"]
        clock.advance(minutes=1)

    found = {"Bob": hr.get("1002")["person"]}
    keys["1002"] = acme.with_role("agent", employee_id="1002", name="Bob Secret")
    for former, new, period in (("1002", "2002", "2026-07"), ("2002", "3002", "2026-08")):
        month("Bob Secret", former, period)
        hr.rename(former, new)
        keys[new] = acme.with_role("agent", employee_id=new, name="Bob Secret")
        clock.advance(minutes=1)
    month("Bob Secret", "3002", "2026-06")
    settled(acme.hr, "lock", "2026-07", "desk").ok()
    worker.work()
    for name, employee_id in (("Dora", "2002"), ("Eve", "1002")):
        found[name] = hr.put(employee_id, name=name, new_person=True)["person"]
        clock.advance(minutes=1)
        month(name, employee_id, "2026-05")
    return {**found, "keys": keys, "uploads": uploads}


def _erase(acme: Company, worker: Worker, employee_id: str, **body: Any) -> Any:
    path = f"/v1/employees/{employee_id}/erase"
    asked = acme.admin.post(path, {"files": "keep", **body}).ok(202)
    worker.work()
    return acme.admin.get(f"/v1/erasures/{asked['id']}").ok()


def _errors(acme: Company, upload: str) -> list[str]:
    found = acme.hr.get(f"/v1/uploads/{upload}/errors").ok()["items"]
    return [str(row["raw"]) for row in found]


@pytest.mark.long
def test_everything_of_the_person_goes_and_nothing_of_the_others(
    people: Any, hr: Caller, acme: Company, worker: Worker, world: World
) -> None:
    done = _erase(acme, worker, "3002")
    assert done["status"] == "completed"
    for trace in TRACES:
        assert [item for item in stored(world) if trace in item] == []
    name = pseudonym(acme)
    for period in ("2026-06", "2026-07", "2026-08", "2026-09"):
        assert name in cards(acme, period)
        assert "1002" not in cards(acme, period)
    # The others keep the ids, the results and the bad rows.
    assert hr.get("2002")["person"] == people["Dora"]
    assert hr.get("1002")["person"] == people["Eve"]
    assert {card["person"] for card in cards(acme, "2026-05").values()} >= {
        people["Dora"],
        people["Eve"],
    }
    for (who, employee_id), upload in people["uploads"].items():
        (row,) = _errors(acme, upload)
        assert (employee_id in row) is (who != "Bob Secret"), (who, employee_id, row)
        assert (who in row) is (who != "Bob Secret")


@pytest.mark.long
def test_only_records_of_used_ids_name_the_ids_afterwards(
    people: Any, acme: Company, worker: Worker, world: World
) -> None:
    _erase(acme, worker, "3002")
    left = [item for item in world.items() if is_named("3002", item)]
    assert {item["pk"]["S"] for item in left} == {"acme#employees#00"}
    # The item of the id, and the tombstone that the id leads to: nobody gets it unasked.
    assert sorted(item["sk"]["S"] for item in left) == ["1002", "3002"]
    (tombstone,) = (item for item in left if item["sk"]["S"] == "1002")
    assert not is_named("2002", tombstone)


@pytest.mark.long
def test_the_persons_keys_of_every_id_end(people: Any, acme: Company, worker: Worker) -> None:
    for key in people["keys"].values():
        key.get("/v1/tenant").ok()
    _erase(acme, worker, "3002")
    for key in people["keys"].values():
        key.get("/v1/tenant").problem(401)
    told = str(acme.admin.get("/v1/api-keys").ok()["items"])
    assert not any(trace in told for trace in (*TRACES, "1002", "2002", "3002", people["Bob"]))


@pytest.mark.long
def test_the_log_tells_of_the_person_under_no_id(
    people: Any, acme: Company, worker: Worker
) -> None:
    query = {"employee_id": "1003"}
    (plan, *_) = acme.hr.get("/v1/improvement-plans", query=query).ok()["items"]
    for owner in ("3002", "1002"):
        path = f"/v1/improvement-plans/{plan['id']}"
        acme.hr.patch(path, {"owner": {"employee_id": owner}}, if_match="*").ok()
    _erase(acme, worker, "3002")
    log = acme.admin.get("/v1/audit-events", query={"limit": 200}).ok()["items"]
    kept = [event for event in log if event["action"] == "employees.erase"]
    others = [event for event in log if event not in kept and people["Dora"] not in str(event)]
    assert [event["target"] for event in kept] == ["employees/1002"]
    for event in others:
        assert not is_named("3002", event), event
        assert people["Bob"] not in str(event), event
    # Eve, who has the id that was Bob's, is the owner still.
    assert acme.hr.get(f"/v1/improvement-plans/{plan['id']}").ok()["owner"] == {
        "employee_id": "1002",
        "name": None,
    }


@pytest.mark.long
def test_a_former_id_erases_nobody(people: Any, acme: Company, hr: Caller) -> None:
    hr.rename("3002", "4002")
    acme.admin.post("/v1/employees/3002/erase", {"files": "keep"}).problem(404)
    assert hr.get("4002")["name"] == "Bob Secret"


@pytest.mark.long
def test_a_deleted_person_whose_id_is_somebody_elses_is_erased_by_the_person(
    people: Any, acme: Company, worker: Worker, hr: Caller, world: World
) -> None:
    hr.delete("3002")
    hr.put("3002", name="Fay", new_person=True)
    path = "/v1/employees/{}/erase"
    for wrong in ("1001", "nobody"):
        body = {"files": "keep", "person": people["Bob"]}
        acme.admin.post(path.format(wrong), body).problem(404)
    nonsense = {"files": "keep", "person": "prs_nonsense"}
    acme.admin.post(path.format("3002"), nonsense).problem(404)
    _erase(acme, worker, "3002", person=people["Bob"])
    assert hr.get("3002")["name"] == "Fay"
    for trace in TRACES:
        assert [item for item in stored(world) if trace in item] == []


@pytest.mark.long
@pytest.mark.parametrize("whole", [False, True], ids=["by key", "the whole register"])
def test_a_later_file_under_a_former_id_brings_nobody_back(
    people: Any,
    acme: Company,
    worker: Worker,
    hr: Caller,
    history: Desk,
    world: World,
    monkeypatch: pytest.MonkeyPatch,
    whole: bool,
) -> None:
    hr.rename("3002", "4002")
    _erase(acme, worker, "4002")
    if whole:
        monkeypatch.setattr("chalicelib.results.stored_state.WHOLE_FROM", 1)
    before = cards(acme).keys()
    rows = (GOOD.format(one, "Bob Secret") for one in ("3002", "4002"))
    upload = history.send(csv_of(*rows), period="2026-09")
    errors = acme.hr.get(f"/v1/uploads/{upload['id']}/errors").ok()["items"]
    assert [one["errors"][0]["code"] for one in errors] == ["person_erased"] * 2
    assert cards(acme).keys() == before
    for trace in TRACES:
        assert [item for item in stored(world) if trace in item] == []


@pytest.mark.long
@pytest.mark.parametrize("bad", ["x,100,88,100", "9" * 40 + ",100,88,100"])
def test_a_bad_row_under_another_systems_id_goes_with_whom_the_run_knew_by_it(
    history: Desk, acme: Company, worker: Worker, hr: Caller, world: World, bad: str
) -> None:
    """Bob is deleted before he is erased: nothing else leads from him to the other id any more."""
    rows = csv_of(f"B-4711,Bob Secret,red,{bad}")
    upload = history.send(rows, period="2026-05", employee_key="external:hris")
    assert upload["counts"]["failed"] == 1
    hr.delete("1002")
    _erase(acme, worker, "1002")
    for trace in TRACES:
        assert [item for item in stored(world) if trace in item] == []


def test_a_running_erasure_says_what_the_person_was_called(hr: Caller, acme: Company) -> None:
    hr.put("A")
    hr.rename("A", "B")
    hr.put("A", new_person=True)
    for employee_id in ("B", "A"):
        asked = acme.admin.post(f"/v1/employees/{employee_id}/erase", {"files": "keep"}).ok(202)
        assert asked["employee_id"] == employee_id
        assert acme.admin.get(f"/v1/erasures/{asked['id']}").ok()["employee_id"] == employee_id


@pytest.mark.long
def test_the_tombstone_does_not_lead_to_the_file_that_made_the_person(
    history: Desk, acme: Company, worker: Worker, world: World
) -> None:
    """The file's list of new people has the pseudonym: with one erased person it would be told."""
    upload = history.send(csv_of(GOOD.format("N", "Nan")), period="2026-05")
    _erase(acme, worker, "N")
    found = [item for item in world.items() if item["pk"]["S"].startswith("acme#employees")]
    assert "N" in {item["sk"]["S"] for item in found}
    assert not [item for item in found if upload["id"] in str(item) and item["sk"]["S"] == "N"]
