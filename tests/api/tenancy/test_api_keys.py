"""API keys of a company: made, listed, ended. A secret is shown once."""

import pytest

from tests.api.client import Api
from tests.api.company import Company


def _id(caller: Api) -> str:
    return str(caller.key).split("_")[2]


def test_a_new_key_is_answered_with_its_secret_and_listed_without(acme: Company) -> None:
    made = acme.admin.post("/v1/api-keys", {"role": "auditor", "name": "audit 2026"}).ok(201)
    listed = acme.admin.get("/v1/api-keys").ok()["items"]
    assert {key["id"]: key["name"] for key in listed} == {
        _id(acme.admin): "first admin key",
        made["id"]: "audit 2026",
    }
    assert all("secret" not in key and "digest" not in key for key in listed)


def test_a_supervisors_key_needs_a_team_and_an_agents_an_employee(acme: Company) -> None:
    problem = acme.admin.post("/v1/api-keys", {"role": "supervisor"}).problem(422)
    assert [(fault["pointer"], fault["code"]) for fault in problem["errors"]] == [
        ("/team", "required")
    ]
    problem = acme.admin.post("/v1/api-keys", {"role": "agent"}).problem(422)
    assert [(fault["pointer"], fault["code"]) for fault in problem["errors"]] == [
        ("/employee_id", "required")
    ]


@pytest.mark.parametrize("role", ["admin", "hr", "auditor"])
def test_a_team_is_refused_for_a_role_that_sees_every_team(acme: Company, role: str) -> None:
    """A key with a team suggests that it sees this team only. It would see everybody."""
    body = {"role": role, "team": "售前组", "name": "one team"}
    problem = acme.admin.post("/v1/api-keys", body).problem(422)
    assert [(fault["pointer"], fault["code"]) for fault in problem["errors"]] == [
        ("/team", "team_not_for_role")
    ]
    names = [key["name"] for key in acme.admin.get("/v1/api-keys").ok()["items"]]
    assert "one team" not in names


def test_a_company_cannot_make_an_operators_key(acme: Company) -> None:
    problem = acme.admin.post("/v1/api-keys", {"role": "operator"}).problem(422)
    assert problem["errors"][0]["code"] == "not_one_of"


def test_a_revoked_key_stays_listed_with_its_end(acme: Company) -> None:
    key = _id(acme.hr)
    acme.admin.delete(f"/v1/api-keys/{key}").ok(204)
    listed = {item["id"]: item for item in acme.admin.get("/v1/api-keys").ok()["items"]}
    assert listed[key]["revoked_at"] == "2026-11-05T08:00:00.000Z"
    acme.hr.get("/v1/tenant").problem(401)


def test_revoking_twice_is_no_fault_and_changes_nothing(acme: Company) -> None:
    key = _id(acme.hr)
    acme.admin.delete(f"/v1/api-keys/{key}").ok(204)
    events = len(acme.admin.get("/v1/audit-events").ok()["items"])
    acme.admin.delete(f"/v1/api-keys/{key}").ok(204)
    assert len(acme.admin.get("/v1/audit-events").ok()["items"]) == events


def test_the_last_admin_key_cannot_be_revoked(acme: Company) -> None:
    acme.admin.delete(f"/v1/api-keys/{_id(acme.admin)}").problem(409, "last_admin_key")
    acme.admin.get("/v1/tenant").ok()


def test_an_admin_key_that_will_expire_does_not_count_as_another(acme: Company) -> None:
    acme.with_role("admin", expires_at="2026-11-06T00:00:00Z")
    acme.admin.delete(f"/v1/api-keys/{_id(acme.admin)}").problem(409, "last_admin_key")


def test_a_key_that_is_not_there_cannot_be_revoked(acme: Company) -> None:
    acme.admin.delete("/v1/api-keys/000000000000").problem(404, "not_found")


def test_keys_are_listed_page_by_page(acme: Company) -> None:
    for number in range(4):
        acme.admin.post("/v1/api-keys", {"role": "hr", "name": f"key {number}"}).ok(201)
    first = acme.admin.get("/v1/api-keys", query={"limit": 3}).ok()
    rest = acme.admin.get("/v1/api-keys", query={"limit": 3, "cursor": first["next"]}).ok()
    ids = [key["id"] for key in first["items"] + rest["items"]]
    assert len(set(ids)) == 5
    assert ids == sorted(ids)
    assert rest["next"] is None
