"""A person is erased: who it was is nowhere any more, and everything else is as it was."""

from typing import Any

import pytest

from tests.api.company import Company
from tests.api.people.worker import Worker
from tests.api.uploads.sending import Desk, csv_of
from tests.api.world import BUCKET, World

#: What tells of Bob, wherever it stands.
TRACES = ("Bob", "Secret", "B-4711", "1234.56")


def erased(company: Company, worker: Worker, files: str = "keep") -> Any:
    """Bob's erasure, asked for and done."""
    asked = company.admin.post("/v1/employees/1002/erase", {"files": files}).ok(202)
    worker.work()
    return company.admin.get(f"/v1/erasures/{asked['id']}").ok()


def cards(company: Company, period: str = "2026-09") -> dict[str, Any]:
    found = company.hr.get(f"/v1/periods/{period}/scorecards").ok()["items"]
    return {card["employee_id"]: card for card in found}


def pseudonym(company: Company) -> str:
    (found,) = (one for one in cards(company) if one.startswith("erased-"))
    return found


def stored(world: World) -> list[str]:
    """Every item as text, but for answers kept sealed for repeated requests."""
    return [str(item) for item in world.items() if "#idempotency" not in item["pk"]["S"]]


def test_the_register_forgets_the_person_at_once(history: Desk, acme: Company) -> None:
    asked = acme.admin.post("/v1/employees/1002/erase", {"files": "keep"}).ok(202)
    assert (asked["status"], asked["employee_id"]) == ("queued", "1002")
    acme.hr.get("/v1/employees/1002").problem(404)
    gone = acme.hr.get("/v1/employees", query={"status": "deleted"}).ok()["items"]
    assert [(one["id"], one["name"], one["external_ids"]) for one in gone] == [("1002", None, {})]
    assert gone[0]["erased_at"] == "2026-11-05T08:00:00.000Z"


def test_nothing_stored_names_the_person_afterwards(
    history: Desk, acme: Company, worker: Worker, world: World
) -> None:
    assert any(trace in item for item in stored(world) for trace in TRACES)
    done = erased(acme, worker)
    assert (done["status"], done["employee_id"]) == ("completed", None)
    for trace in TRACES:
        assert [item for item in stored(world) if trace in item] == []


def test_the_id_stays_in_the_register_and_in_the_log_of_the_erasure_alone(
    history: Desk, acme: Company, worker: Worker, world: World
) -> None:
    erased(acme, worker)
    left = [item for item in world.items() if "1002" in str(item)]
    assert sorted(item["pk"]["S"] for item in left) == ["acme#audit#2026-11", "acme#employees"]
    (event,) = (item for item in left if "audit" in item["pk"]["S"])
    assert event["action"]["S"] == "employees.erase"


def test_nothing_stored_leads_from_the_person_to_the_pseudonym(
    history: Desk, acme: Company, worker: Worker, world: World
) -> None:
    erased(acme, worker)
    name = pseudonym(acme)
    assert not [item for item in world.items() if "1002" in str(item) and name in str(item)]
    (card,) = (card for who, card in cards(acme).items() if who == name)
    assert card["source"]["row"] == 0


def test_figures_grades_ranks_and_teams_stay(history: Desk, acme: Company, worker: Worker) -> None:
    before = cards(acme)
    erased(acme, worker)
    after = cards(acme)
    name = pseudonym(acme)
    assert after.keys() == {"1001", "1003", name}
    assert {who: after[who] for who in ("1001", "1003")} == {
        who: before[who] for who in ("1001", "1003")
    }
    blank = {"employee_id": None, "employee_name": None, "source": None}
    assert {**after[name], **blank} == {**before["1002"], **blank}
    assert after[name]["team"] == "red"


def test_the_periods_counts_stay_and_nobody_is_missing_for_it(
    history: Desk, acme: Company, worker: Worker
) -> None:
    before = acme.hr.get("/v1/periods/2026-09").ok()
    erased(acme, worker)
    assert acme.hr.get("/v1/periods/2026-09").ok() == before


def test_former_revisions_stay_readable_by_the_pseudonym(
    history: Desk, acme: Company, worker: Worker
) -> None:
    path = "/v1/employees/{}/scorecards/2026-09"
    before = [
        acme.hr.get(path.format("1002"), query={"revision": number}).ok() for number in (1, 2)
    ]
    erased(acme, worker)
    name = pseudonym(acme)
    after = [
        acme.hr.get(path.format(name), query={"revision": number, "explain": "true"}).ok()
        for number in (1, 2)
    ]
    # 72 s was 48.00; 50 s is 2 whole steps: 40 - 16 + 40 = 64.00
    assert [card["total"] for card in before] == [card["total"] for card in after]
    assert [card["total"] for card in after] == ["48.00", "64.00"]
    acme.hr.get(path.format("1002")).problem(404)
    listed = acme.hr.get(f"/v1/employees/{name}/scorecards").ok()["items"]
    assert [card["period"] for card in listed] == ["2026-09"]


def test_plans_keep_their_figures_and_lose_what_people_wrote(
    history: Desk, acme: Company, worker: Worker
) -> None:
    query = {"employee_id": "1002"}
    before = acme.hr.get("/v1/improvement-plans", query=query).ok()["items"]
    assert before
    path = f"/v1/improvement-plans/{before[0]['id']}"
    words = {"cause": "Bob is slow", "note": "told Bob Secret", "owner": {"employee_id": "1002"}}
    acme.hr.patch(path, words, if_match="*").ok()
    erased(acme, worker)
    name = pseudonym(acme)
    after = acme.hr.get("/v1/improvement-plans", query={"employee_id": name}).ok()["items"]
    assert _figures(after) == _figures(before)
    assert {plan["owner"]["employee_id"] for plan in after if plan["owner"]} <= {name}
    assert all(not plan["progress_notes"] and plan["employee_name"] is None for plan in after)
    assert "Bob" not in str(after)
    acme.hr.get(path).problem(404)


def _figures(plans: Any) -> list[Any]:
    kept = ((plan["indicator"], plan["due_date"], plan["figures"]) for plan in plans)
    return sorted(kept, key=lambda plan: plan[0])


def test_another_persons_plan_has_a_pseudonym_for_its_owner(
    history: Desk, acme: Company, worker: Worker
) -> None:
    query = {"employee_id": "1003"}
    (plan, *_) = acme.hr.get("/v1/improvement-plans", query=query).ok()["items"]
    path = f"/v1/improvement-plans/{plan['id']}"
    acme.hr.patch(path, {"owner": {"employee_id": "1002"}}, if_match="*").ok()
    erased(acme, worker)
    assert acme.hr.get(path).ok()["owner"]["employee_id"] == pseudonym(acme)


def test_rescoring_afterwards_finds_the_results_and_plans_as_its_own(
    history: Desk, acme: Company, worker: Worker
) -> None:
    erased(acme, worker)
    name = pseudonym(acme)
    query = {"employee_id": name}
    plans = acme.hr.get("/v1/improvement-plans", query=query).ok()["items"]
    acme.hr.post("/v1/periods/2026-09/rescore", {"scheme": "desk"}).ok(202)
    history.deliver_body(history.world.messages("uploads")[0])
    assert acme.hr.get("/v1/improvement-plans", query=query).ok()["items"] == plans
    assert cards(acme)[name]["total"] == "64.00"


def test_a_bad_row_is_emptied_and_the_others_stay(
    history: Desk, acme: Company, worker: Worker
) -> None:
    uploads = acme.hr.get("/v1/uploads", query={"period": "2026-10"}).ok()["items"]
    path = f"/v1/uploads/{uploads[0]['id']}/errors"
    _, others = acme.hr.get(path).ok()["items"]
    done = erased(acme, worker)
    bobs, after = acme.hr.get(path).ok()["items"]
    assert after == others
    assert done["counts"]["row_errors"] == 1
    assert set(bobs["raw"].values()) == {"", pseudonym(acme)}
    assert [error["column"] for error in bobs["errors"]] == ["wait_seconds"]


def test_the_audit_log_keeps_who_did_what_but_not_to_whom(
    history: Desk, acme: Company, worker: Worker
) -> None:
    erased(acme, worker)
    events = acme.admin.get("/v1/audit-events", query={"limit": 200}).ok()["items"]
    of_bob = [event for event in events if event["target"] == f"employees/{pseudonym(acme)}"]
    assert [(event["action"], event["role"]) for event in of_bob] == [("employees.change", "hr")]
    assert of_bob[0]["after"] == {"status": "active"}
    asked = [event for event in events if event["action"] == "employees.erase"]
    assert [(one["target"], one["after"]) for one in asked] == [
        ("employees/1002", {"files": "keep"})
    ]
    assert [event["role"] for event in events if event["action"] == "employees.erased"] == ["hr"]


def test_the_persons_keys_end(history: Desk, acme: Company, worker: Worker) -> None:
    agent = acme.with_role("agent", employee_id="1002", name="Bob Secret")
    auditor = acme.with_role("auditor", employee_id="1002", name="Bob Secret")
    agent.get("/v1/tenant").ok()
    erased(acme, worker)
    agent.get("/v1/tenant").problem(401)
    auditor.get("/v1/tenant").ok()
    keys = acme.admin.get("/v1/api-keys").ok()["items"]
    assert "Bob" not in str(keys)
    assert "1002" not in [key["employee_id"] for key in keys]


def test_what_the_person_did_stays_without_the_persons_name(
    history: Desk, acme: Company, worker: Worker, world: World
) -> None:
    bob = acme.with_role("hr", employee_id="1002", name="Bob Secret")
    bob.put("/v1/employees/1003", {"team": "blue"}).ok()
    erased(acme, worker)
    events = acme.admin.get("/v1/audit-events", query={"limit": 200}).ok()["items"]
    (done,) = [event for event in events if event["actor"] in str(bob.key)]
    told = (done["target"], done["actor_kind"], done["actor_name"], done["role"])
    assert told == ("employees/1003", "key", None, "hr")
    assert [item for item in stored(world) if "Bob Secret" in item] == []


def test_results_of_a_locked_period_are_pseudonymised_too_and_stay_locked(
    history: Desk, acme: Company, worker: Worker
) -> None:
    acme.hr.post("/v1/periods/2026-09/lock", {"scheme": "desk"}).ok()
    before = acme.hr.get("/v1/periods/2026-09/bonus-coefficients").ok()["items"]
    erased(acme, worker)
    after = acme.hr.get("/v1/periods/2026-09/bonus-coefficients").ok()["items"]
    assert {row["state"] for row in after} == {"locked"}
    assert sorted(row["coefficient"] for row in after) == sorted(
        row["coefficient"] for row in before
    )


@pytest.fixture
def export(history: Desk, acme: Company, worker: Worker) -> Any:
    """September's coefficients, in a file that names Bob."""
    asked = acme.hr.post("/v1/exports", {"scheme": "desk", "period": "2026-09"}).ok(201)
    worker.work()
    return acme.hr.get(f"/v1/exports/{asked['id']}").ok()


def _objects(world: World) -> list[bytes]:
    """Every version of every object that is kept."""
    listed = world.s3.list_object_versions(Bucket=BUCKET).get("Versions", [])
    return [
        world.s3.get_object(Bucket=BUCKET, Key=one["Key"], VersionId=one["VersionId"])[
            "Body"
        ].read()
        for one in listed
    ]


def test_files_are_kept_when_that_is_asked_for(
    export: Any, acme: Company, worker: Worker, world: World
) -> None:
    before = _objects(world)
    assert erased(acme, worker)["counts"]["files"] == 0
    assert _objects(world) == before
    assert acme.hr.get(f"/v1/exports/{export['id']}").ok()["url"]


def test_files_that_name_the_person_are_deleted_when_that_is_asked_for(
    export: Any, acme: Company, worker: Worker, world: World
) -> None:
    assert any(b"Bob" in content for content in _objects(world))
    done = erased(acme, worker, files="delete")
    assert not any(b"Bob" in content for content in _objects(world))
    # Two uploads of September, one of October with the bad row, and the export.
    assert done["counts"]["files"] == 4
    after = acme.hr.get(f"/v1/exports/{export['id']}").ok()
    assert (after["url"], after["sha256"]) == (None, export["sha256"])
    for upload in acme.hr.get("/v1/uploads").ok()["items"]:
        assert acme.hr.get(f"/v1/uploads/{upload['id']}").ok()["file_url"] is None


def test_an_erasure_is_asked_for_twice_and_done_once(
    history: Desk, acme: Company, worker: Worker
) -> None:
    first = acme.admin.post("/v1/employees/1002/erase", {"files": "keep"}).ok(202)
    again = acme.admin.post("/v1/employees/1002/erase", {"files": "keep"}).ok(202)
    assert again["id"] == first["id"]
    assert worker.work() == 2
    name = pseudonym(acme)
    # What has come since would be found by another; there is nothing.
    assert erased(acme, worker)["counts"]["results"] == 0
    assert pseudonym(acme) == name


def test_one_who_was_deleted_before_is_erased_from_results(
    history: Desk, acme: Company, worker: Worker, world: World
) -> None:
    acme.hr.delete("/v1/employees/1002").ok(204)
    erased(acme, worker)
    assert not any(trace in item for item in stored(world) for trace in TRACES)


def test_somebody_with_the_same_id_may_come_later(
    history: Desk, acme: Company, worker: Worker
) -> None:
    erased(acme, worker)
    made = acme.hr.put("/v1/employees/1002", {"name": "Dora"}).ok(201)
    assert made["erased_at"] is None
    assert acme.hr.get("/v1/employees/1002/scorecards").ok()["items"] == []


@pytest.mark.parametrize("figure", ["5000", "x"])
def test_a_later_file_does_not_bring_the_person_back(
    history: Desk, acme: Company, worker: Worker, world: World, figure: str
) -> None:
    erased(acme, worker)
    before = cards(acme)
    rows = csv_of(f"1002,Bob Secret,red,{figure},100,80,100", "1003,Cy,blue,7200,100,80,100")
    upload = history.send(rows, period="2026-09")
    assert (upload["counts"]["scored"], upload["counts"]["failed"]) == (1, 1)
    (error,) = acme.hr.get(f"/v1/uploads/{upload['id']}/errors").ok()["items"]
    assert [one["code"] for one in error["errors"]] == ["person_erased"]
    assert error["raw"] == {"employee_id": "1002"}
    assert cards(acme).keys() == before.keys()
    assert not any(trace in item for item in stored(world) for trace in TRACES)


def test_one_who_is_registered_anew_is_scored_again(
    history: Desk, acme: Company, worker: Worker
) -> None:
    erased(acme, worker)
    acme.hr.put("/v1/employees/1002", {"name": "Dora"}).ok(201)
    history.send(csv_of("1002,Dora,red,4000,100,88,100"), period="2026-10")
    assert cards(acme, "2026-10")["1002"]["total"] == "88.00"


def test_nobody_is_erased_whom_the_register_never_knew(acme: Company) -> None:
    acme.admin.post("/v1/employees/7/erase", {"files": "keep"}).problem(404)


def test_what_becomes_of_the_files_must_be_said(history: Desk, acme: Company) -> None:
    problem = acme.admin.post("/v1/employees/1002/erase", {}).problem(422)
    assert [fault["pointer"] for fault in problem["errors"]] == ["/files"]
    acme.hr.get("/v1/employees/1002").ok()


def test_only_an_admin_erases(history: Desk, acme: Company) -> None:
    acme.hr.post("/v1/employees/1002/erase", {"files": "keep"}).problem(403)
