"""An erased person: the identity is stored nowhere, everything else is unchanged."""

from typing import Any

import pytest

from tests.api.company import Company
from tests.api.people.erased import TRACES, cards, erased, pseudonym, stored, with_his_id
from tests.api.people.worker import Worker
from tests.api.settled_month import settled
from tests.api.uploads.sending import Desk
from tests.api.world import World

#: The key of the person who came as 1002, as the API shows it.
BOB = "prs_geydamq"


@pytest.mark.long
def test_the_register_forgets_the_person_at_once(history: Desk, acme: Company) -> None:
    asked = acme.admin.post("/v1/employees/1002/erase", {"files": "keep"}).ok(202)
    assert (asked["status"], asked["employee_id"]) == ("queued", "1002")
    acme.hr.get("/v1/employees/1002").problem(404)
    gone = acme.hr.get("/v1/employees", query={"status": "deleted"}).ok()["items"]
    assert [(one["id"], one["name"], one["external_ids"]) for one in gone] == [("1002", None, {})]
    assert gone[0]["erased_at"] == "2026-11-05T08:00:00.000Z"


@pytest.mark.long
def test_nothing_stored_names_the_person_afterwards(
    history: Desk, acme: Company, worker: Worker, world: World
) -> None:
    assert any(trace in item for item in stored(world) for trace in TRACES)
    done = erased(acme, worker)
    assert (done["status"], done["employee_id"]) == ("completed", None)
    for trace in TRACES:
        assert [item for item in stored(world) if trace in item] == []


@pytest.mark.long
def test_the_id_stays_in_the_register_and_in_the_log_of_the_erasure_alone(
    history: Desk, acme: Company, worker: Worker, world: World
) -> None:
    erased(acme, worker)
    left = with_his_id(world)
    # The log of changes says that a person of this id changed, and nothing of the person.
    assert {item["pk"]["S"].split("#")[1] for item in left} == {"audit", "changes", "employees"}
    (event,) = (item for item in left if "audit" in item["pk"]["S"])
    assert event["action"]["S"] == "employees.erase"


def test_nothing_stored_leads_from_the_person_to_the_pseudonym(
    history: Desk, acme: Company, worker: Worker, world: World
) -> None:
    erased(acme, worker)
    name = pseudonym(acme)
    assert not [item for item in with_his_id(world) if name in str(item)]
    (card,) = (card for who, card in cards(acme).items() if who == name)
    assert card["source"]["row"] == 0


@pytest.mark.long
def test_figures_grades_ranks_and_teams_stay(history: Desk, acme: Company, worker: Worker) -> None:
    before = cards(acme)
    erased(acme, worker)
    after = cards(acme)
    name = pseudonym(acme)
    assert after.keys() == {"1001", "1003", name}
    assert {who: after[who] for who in ("1001", "1003")} == {
        who: before[who] for who in ("1001", "1003")
    }
    of_person = ("employee_id", "person", "employee_name", "source", "external_ids")
    blank = dict.fromkeys(of_person)
    assert {**after[name], **blank} == {**before["1002"], **blank}
    assert (after[name]["team"], after[name]["external_ids"]) == ("red", {})


@pytest.mark.long
def test_the_periods_counts_stay_and_nobody_is_missing_for_it(
    history: Desk, acme: Company, worker: Worker
) -> None:
    before = acme.hr.get("/v1/periods/2026-09").ok()
    erased(acme, worker)
    assert acme.hr.get("/v1/periods/2026-09").ok() == before


@pytest.mark.long
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


@pytest.mark.long
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


@pytest.mark.long
def test_another_persons_plan_has_a_pseudonym_for_its_owner(
    history: Desk, acme: Company, worker: Worker
) -> None:
    query = {"employee_id": "1003"}
    (plan, *_) = acme.hr.get("/v1/improvement-plans", query=query).ok()["items"]
    path = f"/v1/improvement-plans/{plan['id']}"
    acme.hr.patch(path, {"owner": {"employee_id": "1002"}}, if_match="*").ok()
    erased(acme, worker)
    assert acme.hr.get(path).ok()["owner"]["employee_id"] == pseudonym(acme)


@pytest.mark.long
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


@pytest.mark.long
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


@pytest.mark.long
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


@pytest.mark.long
def test_the_persons_keys_end(history: Desk, acme: Company, worker: Worker) -> None:
    agent = acme.with_role("agent", employee_id="1002", name="Bob Secret")
    auditor = acme.with_role("auditor", employee_id="1002", name="Bob Secret")
    agent.get("/v1/tenant").ok()
    erased(acme, worker)
    agent.get("/v1/tenant").problem(401)
    auditor.get("/v1/tenant").problem(401)
    keys = acme.admin.get("/v1/api-keys").ok()["items"]
    assert "Bob" not in str(keys)
    assert not {"1002", BOB} & {key[name] for key in keys for name in ("employee_id", "person")}
    theirs = [key for key in keys if key["employee_id"] == pseudonym(acme)]
    assert [key["revoked_at"] is not None for key in theirs] == [True, True]


@pytest.mark.long
def test_the_log_of_keys_forgets_the_person_under_every_id_and_nobody_else(
    history: Desk, acme: Company, worker: Worker
) -> None:
    """Bob is 1002, then 2002; Bea comes with 1002. Keys were made for both of them."""
    acme.hr.post("/v1/employees/1002/rename", {"employee_id": "2002"}).ok()
    acme.hr.put("/v1/employees/1002", {"name": "Bea", "new_person": True}).ok(201)
    for employee_id, name in (("2002", "Bob Secret"), ("1002", "Bea")):
        acme.with_role("hr", employee_id=employee_id, name=name)
    acme.admin.post("/v1/employees/2002/erase", {"files": "keep"}).ok(202)
    worker.work()
    events = acme.admin.get("/v1/audit-events", query={"limit": 200}).ok()["items"]
    made = [one["after"] for one in events if one["action"] == "api_keys.create" and one["after"]]
    told = [(key["employee_id"], key["name"]) for key in made if key["employee_id"] is not None]
    assert set(told) == {("1002", "Bea"), (pseudonym(acme), None)}
    assert BOB not in str(made)


@pytest.mark.long
def test_what_the_person_did_stays_without_the_persons_name(
    history: Desk, acme: Company, worker: Worker, world: World
) -> None:
    bob = acme.with_role("hr", employee_id="1002", name="Bob Secret")
    bob.patch("/v1/employees/1003", {"team": "green"}).ok()
    erased(acme, worker)
    events = acme.admin.get("/v1/audit-events", query={"limit": 200}).ok()["items"]
    own = [event for event in events if event["actor"] in str(bob.key)]
    done, team = sorted(own, key=lambda event: str(event["action"]))
    assert (team["action"], team["actor_name"]) == ("teams.create", None)
    told = (done["target"], done["actor_kind"], done["actor_name"], done["role"])
    assert told == ("employees/1003", "key", None, "hr")
    assert [item for item in stored(world) if "Bob Secret" in item] == []


@pytest.mark.long
def test_results_of_a_locked_period_are_pseudonymised_too_and_stay_locked(
    history: Desk, acme: Company, worker: Worker
) -> None:
    settled(acme.hr, "lock", "2026-09", "desk").ok()
    worker.work()
    before = acme.hr.get("/v1/periods/2026-09/bonus-coefficients").ok()["items"]
    erased(acme, worker)
    after = acme.hr.get("/v1/periods/2026-09/bonus-coefficients").ok()["items"]
    assert {row["state"] for row in after} == {"locked"}
    assert sorted(row["coefficient"] for row in after) == sorted(
        row["coefficient"] for row in before
    )
