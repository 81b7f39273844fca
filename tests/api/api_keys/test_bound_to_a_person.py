"""A key with an employee id is the person's: it ends with the person, and not before."""

import pytest

from chalicelib.sign_in.authorizer import authorize
from chalicelib.tenancy.platform import Platform
from tests.api.api_keys.test_several_roles import faults
from tests.api.company import Company
from tests.api.fixtures import Calls
from tests.api.uploads.sending import Desk, csv_of, published
from tests.api.world import World


def test_a_key_for_somebody_who_was_deleted_is_refused(acme: Company) -> None:
    acme.hr.put("/v1/employees/7", {"status": "active"}).ok(201)
    acme.hr.delete("/v1/employees/7").ok(204)
    assert faults(acme, role="agent", employee_id="7") == [("/employee_id", "employee_deleted")]


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
    acme.hr.put("/v1/employees/7", {"status": "left"}).ok()
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
