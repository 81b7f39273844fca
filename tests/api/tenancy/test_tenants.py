"""Onboarding, the operator's list and limits, and the settings of a company."""

import pytest

from tests.api.client import Api
from tests.api.company import Company
from tests.api.world import World

NEW = {"id": "initech", "name": {"zh": "应天", "en": "Initech"}}


def test_onboarding_gives_the_company_and_its_first_admin_key(operator: Api) -> None:
    made = operator.post("/v1/tenants", NEW)
    body = made.ok(201)
    assert made.headers["location"] == "/v1/tenants/initech"
    assert body["tenant"]["name"] == {"zh": "应天", "en": "Initech"}
    assert (body["tenant"]["time_zone"], body["tenant"]["locale"]) == ("Asia/Shanghai", "zh")
    assert body["tenant"]["status"] == "active"
    assert body["api_key"]["role"] == "admin"
    operator.as_(body["api_key"]["secret"]).get("/v1/tenant").ok()


def test_an_id_is_taken_once(operator: Api, acme: Company, world: World) -> None:
    before = len(world.items())
    operator.post("/v1/tenants", {**NEW, "id": "acme"}).problem(409, "tenant_exists")
    assert len(world.items()) == before


@pytest.mark.parametrize(
    "tenant", ["a", "Acme", "-acme", "ac_me", "a" * 32, "operator", "servicescore", "~x", "a#b", 7]
)
def test_an_id_has_a_form(operator: Api, tenant: object) -> None:
    problem = operator.post("/v1/tenants", {**NEW, "id": tenant}).problem(422)
    assert [fault["pointer"] for fault in problem["errors"]] == ["/id"]


def test_the_operator_lists_companies_by_id(operator: Api, globex: Company, acme: Company) -> None:
    found = operator.get("/v1/tenants").ok()
    assert [item["id"] for item in found["items"]] == ["acme", "globex"]


def test_the_operator_changes_one_limit_and_leaves_the_others(operator: Api, acme: Company) -> None:
    before = acme.admin.get("/v1/tenant").ok()["limits"]
    operator.patch("/v1/tenants/acme", {"limits": {"max_upload_rows": 10}}).ok()
    assert acme.admin.get("/v1/tenant").ok()["limits"] == {**before, "max_upload_rows": 10}


def test_a_change_by_the_operator_and_one_by_the_company_do_not_undo_each_other(
    operator: Api, acme: Company
) -> None:
    operator.patch("/v1/tenants/acme", {"limits": {"max_employees": 5}}).ok()
    acme.admin.patch("/v1/tenant", {"locale": "zh"}, if_match='"1"').ok()
    operator.patch("/v1/tenants/acme", {"limits": {"max_upload_rows": 7}}).ok()
    found = acme.admin.get("/v1/tenant").ok()
    assert (found["locale"], found["limits"]["max_employees"]) == ("zh", 5)
    assert found["limits"]["max_upload_rows"] == 7


def test_a_company_that_is_not_there_cannot_be_changed(operator: Api) -> None:
    operator.patch("/v1/tenants/nobody", {"status": "suspended"}).problem(404)
    operator.patch("/v1/tenants/NOT-AN-ID", {"status": "suspended"}).problem(404)


def test_the_operator_of_two_who_read_the_same_is_told_to_read_again(
    operator: Api, acme: Company
) -> None:
    operator.patch("/v1/tenants/acme", {"status": "active"}, if_match='"1"').ok()
    operator.patch("/v1/tenants/acme", {"status": "active"}, if_match='"1"').problem(412)


def test_a_companys_admin_changes_names_time_zone_and_locale(acme: Company) -> None:
    body = {"name": "新名", "time_zone": "Europe/Berlin", "locale": "zh"}
    changed = acme.admin.patch("/v1/tenant", body, if_match='"1"').ok()
    assert changed["name"] == {"zh": "新名", "en": "新名"}
    assert acme.admin.get("/v1/tenant").ok() == changed


@pytest.mark.parametrize("member", ["id", "status", "limits", "shards", "created_at", "revision"])
def test_a_companys_admin_changes_nothing_else(acme: Company, member: str) -> None:
    problem = acme.admin.patch("/v1/tenant", {member: 1}, if_match="*").problem(422)
    assert problem["errors"][0]["code"] == "unknown_member"
