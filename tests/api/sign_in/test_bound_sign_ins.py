"""A sign-in is bound to whoever has the employee id of its claim."""

from tests.api.client import Api
from tests.api.company import Company
from tests.api.sign_in.provider import Provider, refused


def test_a_token_names_whoever_has_the_id_now(
    api: Api, signed_in: Company, provider: Provider
) -> None:
    signed_in.hr.put("/v1/employees/7", {"status": "active"}).ok(201)
    me = api.as_(provider.token(employee_number="7")).get("/v1/me").ok()
    assert (me["employee_id"], me["person"]) == ("7", "prs_g4")


def test_tokens_of_whoever_was_deleted_are_refused_whatever_the_role(
    api: Api, signed_in: Company, provider: Provider
) -> None:
    signed_in.hr.put("/v1/employees/7", {"status": "active"}).ok(201)
    signed_in.hr.delete("/v1/employees/7").ok(204)
    for role in ("people-team", "staff"):
        refused(api, provider.token(role=role, employee_number="7"))
    api.as_(provider.token(role="people-team")).get("/v1/me").ok()


def test_who_has_left_signs_in_as_before(api: Api, signed_in: Company, provider: Provider) -> None:
    signed_in.hr.put("/v1/employees/7", {"status": "left"}).ok(201)
    agent = api.as_(provider.token(role="staff", employee_number="7"))
    assert agent.get("/v1/employees/7").ok()["status"] == "left"


def test_a_claim_with_another_persons_storage_key_names_nobody(
    api: Api, signed_in: Company, provider: Provider
) -> None:
    caller = api.as_(provider.token(role="people-team", employee_number="7;2"))
    me = caller.get("/v1/me").ok()
    assert (me["employee_id"], me["person"]) == (None, None)
    refused(api, provider.token(role="staff", employee_number="7;2"))
