"""A key with an employee id is the person's: it ends with the person, and not before."""

import pytest

from chalicelib.sign_in.authorizer import authorize
from chalicelib.tenancy.platform import Platform
from tests.api.api_keys.test_several_roles import faults
from tests.api.clock import Clock
from tests.api.company import Company
from tests.api.fixtures import Calls
from tests.api.uploads.sending import Desk, csv_of, published
from tests.api.world import World


@pytest.fixture
def known(acme: Company) -> Company:
    """A company with one person, 7 of team red."""
    acme.hr.put("/v1/employees/7", {"name": "Ann", "team": "red"}).ok(201)
    return acme


def test_a_key_for_an_id_that_somebody_had_and_nobody_has_is_refused(known: Company) -> None:
    refusal = [("/employee_id", "nobody_has_the_id")]
    known.hr.post("/v1/employees/7/rename", {"employee_id": "8"}).ok()
    assert faults(known, role="agent", employee_id="7") == refusal
    known.hr.delete("/v1/employees/8").ok(204)
    assert faults(known, role="hr", employee_id="8") == refusal


def test_a_key_follows_its_person_to_another_id(known: Company) -> None:
    agent = known.with_role("agent", employee_id="7")
    known.hr.post("/v1/employees/7/rename", {"employee_id": "8"}).ok()
    assert agent.get("/v1/employees/8").ok()["name"] == "Ann"
    me = agent.get("/v1/me").ok()
    assert (me["employee_id"], me["person"]) == ("8", "prs_g4")
    agent.get("/v1/employees/7").problem(404)


def test_a_newcomer_with_the_id_gets_no_key_of_before_and_its_keys_see_no_newcomer(
    known: Company,
) -> None:
    """Ann is renamed, Bob comes with her id: her key is hers, and a new one is his."""
    ann = known.with_role("agent", employee_id="7")
    known.hr.post("/v1/employees/7/rename", {"employee_id": "8"}).ok()
    known.hr.put("/v1/employees/7", {"name": "Bob", "team": "red", "new_person": True}).ok(201)
    bob = known.with_role("agent", employee_id="7")
    for caller, own, other in ((ann, "8", "7"), (bob, "7", "8")):
        caller.get(f"/v1/employees/{own}").ok()
        caller.get(f"/v1/employees/{other}").problem(404)
    assert bob.get("/v1/me").ok()["person"] == "prs_g45te"


def test_the_key_of_a_leaver_does_not_pass_to_the_newcomer(known: Company) -> None:
    ann = known.with_role("agent", employee_id="7")
    known.hr.delete("/v1/employees/7").ok(204)
    known.hr.put("/v1/employees/7", {"name": "Bob", "new_person": True}).ok(201)
    ann.get("/v1/employees/7").problem(401)


def test_who_comes_back_after_a_deletion_needs_a_new_key(known: Company, clock: Clock) -> None:
    """By a rehire and by a PUT; who had only left keeps the key."""
    for number, path in (("7", "/v1/employees/7"), ("9", "/v1/employees/9/rehire")):
        if number != "7":
            known.hr.put(f"/v1/employees/{number}", {"name": "Cy"}).ok(201)
        known.hr.patch(f"/v1/employees/{number}", {"status": "left"}).ok()
        old = known.with_role("agent", employee_id=number)
        clock.advance(seconds=1)
        known.hr.post(f"/v1/employees/{number}/rehire", {}).ok()
        old.get("/v1/me").ok()
        known.hr.delete(f"/v1/employees/{number}").ok(204)
        clock.advance(seconds=1)
        if path.endswith("rehire"):
            known.hr.post(path, {}).ok()
        else:
            known.hr.put(path, {"team": "red", "rehired": True}).ok(201)
        old.get("/v1/me").problem(401)
        known.with_role("agent", employee_id=number).get(f"/v1/employees/{number}").ok()


def test_a_key_that_waits_for_an_id_ends_when_somebody_else_is_given_it(known: Company) -> None:
    waiting = known.with_role("agent", employee_id="8")
    waiting.get("/v1/me").ok()
    known.hr.post("/v1/employees/7/rename", {"employee_id": "8"}).ok()
    waiting.get("/v1/me").problem(401)


@pytest.mark.parametrize("role", ["agent", "hr", "admin", "auditor"])
def test_the_keys_of_whoever_is_deleted_end_at_once_whatever_their_role(
    acme: Company, role: str
) -> None:
    acme.hr.put("/v1/employees/7", {"status": "active"}).ok(201)
    caller = acme.with_role(role, employee_id="7")
    caller.get("/v1/tenant").ok()
    acme.hr.delete("/v1/employees/7").ok(204)
    caller.get("/v1/tenant").problem(401, "unauthenticated")


def test_a_key_may_be_made_before_the_person_comes(acme: Company) -> None:
    agent = acme.with_role("agent", employee_id="7")
    agent.get("/v1/employees/7").problem(404)
    acme.hr.put("/v1/employees/7", {"team": "red"}).ok(201)
    assert agent.get("/v1/employees/7").ok()["team"] == "red"


def test_who_has_left_keeps_the_own_view(acme: Company, world: World) -> None:
    published(acme)
    Desk(world, acme.hr, "acme").send(csv_of("7,,red,4000,100,88,100"))
    acme.hr.post("/v1/periods/2026-10/publish", {"scheme": "desk"}).ok()
    agent = acme.with_role("agent", employee_id="7")
    acme.hr.patch("/v1/employees/7", {"status": "left"}).ok()
    agent.get("/v1/employees/7/scorecards/2026-10").ok()
    assert agent.get("/v1/employees/7").ok()["status"] == "left"


def test_a_key_costs_one_read_and_a_bound_one_one_more(
    acme: Company, platform: Platform, calls: Calls
) -> None:
    for caller, reads in ((acme.hr, 1), (acme.agent, 2)):
        calls()
        assert authorize(platform.table, platform.clock, f"Bearer {caller.key}") is not None
        assert calls() == ["BatchGetItem"] * reads


def test_a_wrong_secret_of_a_bound_key_does_not_show_that_it_is_bound(
    acme: Company, platform: Platform, calls: Calls
) -> None:
    forged = str(acme.agent.key)[:-1] + ("x" if str(acme.agent.key)[-1] != "x" else "y")
    calls()
    assert authorize(platform.table, platform.clock, f"Bearer {forged}") is None
    assert calls() == ["BatchGetItem"]


def test_an_admin_key_that_ends_with_a_person_does_not_count_as_another(acme: Company) -> None:
    acme.hr.put("/v1/employees/7", {"status": "active"}).ok(201)
    theirs = acme.with_role("admin", employee_id="7")
    first = str(acme.admin.key).split("_")[2]
    theirs.delete(f"/v1/api-keys/{first}").problem(409, "last_admin_key")
    # The person's may be revoked: the company's remains.
    acme.admin.delete(f"/v1/api-keys/{str(theirs.key).split('_')[2]}").ok(204)
